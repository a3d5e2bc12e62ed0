import { dirname, join } from 'node:path/posix';
import { attribute, type Fact, type View } from 'turnaround/rule';
import { areTogether, callOf } from '../_commands.ts';
import { placeOf, tidy } from '../_folders.ts';
import { builtBy } from '../_image.ts';
import { placesOf } from './_places.ts';

/** The package.json files that a command may use; undefined if they are unknown. */
export function manifestsOf(view: View, command: Fact<'command'>): string[] | undefined {
  if (attribute(command, 'by') !== 'compose')
    return placesOf(view, command)?.flatMap((place) => place.at('package.json'));
  const built = view
    .about('service')
    .filter(({ file, value }) => file === command.file && value === attribute(command, 'service'))
    .map((service) => builtBy(view, service));
  const mounts = view
    .about('path.named')
    .filter(
      (fact) =>
        fact.file === command.file &&
        attribute(fact, 'service') === attribute(command, 'service') &&
        attribute(fact, 'by') === 'mount',
    )
    .map(placeOf);
  // The command changes to another folder first.
  const isGone = view
    .about('command', command.file)
    .some((one) => areTogether(one, command) && one.line <= command.line && callOf(one).program === 'cd');
  if (isGone) return undefined;
  const [moved] = view
    .about('image.folder', command.file)
    .filter((fact) => attribute(fact, 'service') === attribute(command, 'service'));
  // `working_dir: /app/apps/api`, where `/app` contains the whole workspace.
  const inside = moved === undefined ? [] : suffixesOf(moved.value).filter((path) => view.has(`${path}/package.json`));
  if (inside[0] !== undefined) return [`${inside[0]}/package.json`];
  const folders = [
    ...built.flatMap((one) => [...(one?.contexts ?? [])]),
    ...built.flatMap((one) => (one === undefined ? [] : [dirname(one.dockerfile)])),
    ...mounts,
  ];
  const found = folders.map((folder) => tidy(join(folder, 'package.json'))).filter((path) => view.has(path));
  return found.length === 0 ? undefined : [...new Set(found)];
}

/** `/app/apps/api`: `app/apps/api`, `apps/api`, `api`. */
function suffixesOf(path: string): string[] {
  const parts = path.split('/').filter((part) => part !== '');
  return parts.map((_, at) => parts.slice(at).join('/'));
}
