import { rule, side, told, type Fact, type View } from 'turnaround/rule';
import { builtIn, type Built } from '../_built.ts';
import { callOf, valuesOf } from '../_commands.ts';
import { tidy } from '../_folders.ts';
import { contextsOf } from '../_image.ts';
import { BUNDLED } from '../docker/_bundle.ts';
import { join } from 'node:path/posix';

export const bundlePath = rule(import.meta, {
  title: 'The pages request a path that their server does not forward',
  severity: 'wrong',
  why: 'nginx answers with the start page or a 404: every request of the dashboard fails, and only in production.',
  *check(view) {
    for (const built of builtIn(view)) {
      const locations = view.about('proxy.location').filter((fact) => servedBy(view, built).includes(fact.file));
      const passes = view.about('proxy.pass').filter(({ file }) => locations.some((fact) => fact.file === file));
      // If nothing is forwarded, a server in front of it does that; a pattern may match any path.
      const isOpen = locations.some(
        (fact) => /^[~=]/.test(told(fact, 'modifier') ?? '') || /[$^*]/.test(String(fact.value)),
      );
      if (passes.length === 0 || isOpen || passes.some((fact) => told(fact, 'location') === '/')) continue;
      for (const { fact, name, path } of pathsGiven(view, built)) {
        const isPassed = (location: Fact): boolean => begins(path, String(location.value)) && location.value !== '/';
        if (
          locations.some(isPassed) ||
          view.about('proxy.location').some((one) => told(one, 'by') !== 'nginx' && isPassed(one))
        )
          continue;
        yield {
          message: `${name} is ${path}, but nginx forwards only ${[...new Set(passes.map((pass) => told(pass, 'location')))].join(', ')}`,
          at: side(passes[0] ?? fact, `forwards ${told(passes[0] ?? fact, 'location') ?? ''}`),
          against: [side(fact, `${name}=${path}`)],
          remedy: `forward ${path}/, or build with a path that is forwarded`,
        };
      }
    }
  },
});

/** The nginx configurations that an image copies. */
function servedBy(view: View, built: Built): string[] {
  const copies = view.about('path.named', built.dockerfile).filter((fact) => told(fact, 'by') === 'copy');
  return contextsOf(view, built).flatMap((context) => copies.map(({ value }) => tidy(join(context, String(value)))));
}

/** Paths of this origin that are built into the bundle: by compose, or by a command that builds the image. */
function pathsGiven(
  view: View,
  { dockerfile, contexts, services }: Built,
): { fact: Fact; name: string; path: string }[] {
  const isService = (fact: Fact): boolean =>
    services.some(({ file, value }) => file === fact.file && value === told(fact, 'service'));
  const composed = view
    .about('variable.set')
    .filter((fact) => told(fact, 'as') === 'arg' && (isService(fact) || fact.file === dockerfile))
    .map((fact) => ({ fact, name: String(fact.value), path: told(fact, 'value') ?? '' }));
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

function begins(path: string, location: string): boolean {
  return `${path}/`.startsWith(location.endsWith('/') ? location : `${location}/`);
}
