import { join } from 'node:path/posix';
import { attribute, valuesOf, type Fact, type View } from 'turnaround/rule';
import type { Built } from '../_built.ts';
import { callOf } from '../_commands.ts';
import { tidy } from '../_folders.ts';
import { contextsOf } from '../_image.ts';
import { BUNDLED } from '../docker/_bundle.ts';

/** The nginx configurations that an image copies. */
export function servedBy(view: View, built: Built): string[] {
  const copies = view.about('path.named', built.dockerfile).filter((fact) => attribute(fact, 'by') === 'copy');
  return contextsOf(view, built).flatMap((context) => copies.map(({ value }) => tidy(join(context, value))));
}

/** Paths of this origin that are built into the bundle: by compose, or by a command that builds the image. */
export function pathsGiven(
  view: View,
  { dockerfile, contexts, services }: Built,
): { fact: Fact; name: string; path: string }[] {
  const isService = (fact: Fact): boolean =>
    services.some(({ file, value }) => file === fact.file && value === attribute(fact, 'service'));
  const composed = view
    .about('variable.set')
    .filter((fact) => attribute(fact, 'as') === 'arg' && (isService(fact) || fact.file === dockerfile))
    .map((fact) => ({ fact, name: fact.value, path: attribute(fact, 'value') ?? '' }));
  const typed = view.about('command').flatMap((fact) => {
    const { program, rest } = callOf(fact);
    if (program !== 'docker' || !rest.includes('build') || ![...contexts].includes(tidy(rest.at(-1) ?? ''))) return [];
    return valuesOf(rest, '--build-arg').map((given) => {
      const [name = '', ...value] = given.split('=');
      return { fact, name, path: value.join('=') };
    });
  });
  return [...composed, ...typed].filter(({ name, path }) => BUNDLED.test(name) && /^\/[\w./-]+$/.test(path));
}
