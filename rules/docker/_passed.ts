import { join } from 'node:path/posix';
import { attribute, valuesOf, type Fact, type View } from 'turnaround/rule';
import { callOf } from '../_commands.ts';
import { foldersOf, tidy } from '../_folders.ts';
import { builtBy, serviceOf } from '../_image.ts';

/** A build argument that is passed to the build of a Dockerfile. */
export interface Passed {
  readonly name: string;
  readonly at: Fact;
  readonly dockerfile: string;
}

/** The build arguments that compose files and commands pass. */
export function passedIn(view: View): Passed[] {
  return [
    ...view.about('variable.set').flatMap((fact) => ofService(view, fact)),
    ...view.about('command').flatMap((fact) => ofBuild(view, fact)),
  ];
}

function ofService(view: View, fact: Fact): Passed[] {
  if (attribute(fact, 'by') !== 'compose' || attribute(fact, 'as') !== 'arg') return [];
  const service = serviceOf(view, fact);
  const built = service === undefined ? undefined : builtBy(view, service);
  return built === undefined ? [] : [{ name: String(fact.value), at: fact, dockerfile: built.dockerfile }];
}

/** `docker build --build-arg X=1 -f web/Dockerfile .` */
function ofBuild(view: View, command: Fact<'command'>): Passed[] {
  const { program, rest } = callOf(command);
  if (program !== 'docker' || !/^(?:buildx )?build /.test(`${rest.join(' ')} `)) return [];
  const [file] = valuesOf(rest, '-f', '--file');
  const context = rest.at(-1) ?? '.';
  const places = [...(foldersOf(view, command) ?? [])].flatMap((folder) =>
    [join(folder, file ?? join(context, 'Dockerfile'))].map(tidy).filter((path) => view.has(path)),
  );
  const [dockerfile] = places;
  if (dockerfile === undefined || new Set(places).size > 1 || /\$/.test(file ?? context)) return [];
  return valuesOf(rest, '--build-arg').flatMap((typed) => {
    const name = typed.split('=')[0] ?? '';
    return /^\w+$/.test(name) ? [{ name, at: command, dockerfile }] : [];
  });
}
