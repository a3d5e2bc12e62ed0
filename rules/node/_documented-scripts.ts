import { dirname, join } from 'node:path/posix';
import type { Fact, View } from 'turnaround/rule';
import { callOf } from '../_commands.ts';
import { foldersAbove, tidy } from '../_folders.ts';

/** The scripts of the package that a document is about: in its last `cd` folder, else around it, else all scripts. */
export function besideOf(view: View, command: Fact, scripts: readonly Fact[]): readonly Fact[] {
  const gone = goneTo(view, command);
  const folders = [
    ...(gone === undefined ? [] : [join(dirname(command.file), gone), gone]),
    ...foldersAbove(command.file),
    '.',
  ].map(tidy);
  const [own] = folders
    .map((folder) => scripts.filter(({ file }) => dirname(file) === folder))
    .filter((found) => found.length > 0);
  return own ?? scripts;
}

/** The folder to which a document last changes before a command. */
function goneTo(view: View, command: Fact): string | undefined {
  return view
    .about('command', command.file)
    .filter(({ line }) => line < command.line)
    .flatMap((one) => (callOf(one).program === 'cd' ? callOf(one).rest.slice(0, 1) : []))
    .at(-1);
}

/** Whether the document last changed to a missing folder within an existing one: something creates it first. */
export function isInMade(view: View, command: Fact): boolean {
  const target = goneTo(view, command);
  if (target?.includes('/') !== true) return false;
  const places = [tidy(target), tidy(join(dirname(command.file), target))];
  return (
    !places.some((place) => view.has(place)) &&
    places.some((place) => dirname(place) !== '.' && view.has(dirname(place)))
  );
}
