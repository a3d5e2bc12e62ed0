import { basename, dirname, join, normalize } from 'node:path/posix';
import { attribute, valuesOf, type Fact, type View } from 'turnaround/rule';
import { areTogether, goesTo } from '../_commands.ts';
import { foldersAbove, tidy } from '../_folders.ts';

/** The targets that a command calls; empty if they cannot be determined. */
export function calledBy([program = '', ...words]: readonly string[]): string[] {
  if (valuesOf(words, '-f', '--file', '--makefile', '-d', '--dir', '-t', '--taskfile', '--justfile').length > 0)
    return [];
  if (
    words.some((word) =>
      /[$`<>{}[\]()]|^(?:sure|it|use|a|the|an)$|^--?(?:l|list|list-all|version|help|init|g|global)$/.test(word),
    )
  )
    return [];
  const own = words.slice(0, words.includes('--') ? words.indexOf('--') : words.length);
  const names = own.filter(
    (word, at) =>
      /^[\w./:-]+$/.test(word) && !/^[-/]|^\d+$/.test(word) && !/^(?:-C|--directory|-j|-o|-I)$/.test(own[at - 1] ?? ''),
  );
  return program === 'make' ? names : names.slice(0, 1);
}

/** Whether the job or recipe changed to a cloned folder that is not in the workspace. */
export function isElsewhere(view: View, command: Fact): boolean {
  const before = view.about('command').filter((one) => areTogether(one, command) && one.line <= command.line);
  const gone = before.flatMap((one) => goesTo(one) ?? []);
  const last = gone.at(-1);
  return (
    last !== undefined &&
    before.some(({ value }) => /git clone/.test(value)) &&
    !view.has(normalize(last).replace(/\/$/, ''))
  );
}

/** Whether a document changed, just before, to a folder that does not contain these files. */
export function isInAnother(view: View, command: Fact, files: readonly string[]): boolean {
  if (attribute(command, 'by') !== 'markdown') return false;
  const gone = view
    .about('command', command.file)
    .filter(({ line }) => line < command.line && line > command.line - 6)
    .flatMap((one) => goesTo(one) ?? [])
    .at(-1);
  if (gone === undefined) return false;
  const places = ['.', ...foldersAbove(command.file)].map((base) => tidy(join(base, gone)));
  return !files.some((file) => places.includes(dirname(file)));
}

/** Where a command may run: the folder of its file, the folders above, and every folder that the file changes to. */
export function foldersOf(view: View, command: Fact, words: readonly string[]): string[] {
  const isRecipe = attribute(command, 'target') !== undefined;
  // Commands in a document run in its folder or in one above: `backend/docs` is about `backend`.
  const bases = isRecipe ? [dirname(command.file)] : ['.', ...foldersAbove(command.file)];
  const named = view.about('path.named').filter((path) => path.file === command.file);
  const gone = view.about('command', command.file).flatMap((one) => goesTo(one) ?? []);
  const moved = [
    ...valuesOf(words, '-C', '--directory'),
    ...named.filter((path) => /^(?:working-directory|cd)$/.test(attribute(path, 'by') ?? '')).map(({ value }) => value),
    ...gone,
  ];
  return [
    ...new Set([
      ...bases,
      ...moved.flatMap((folder) => bases.map((base) => normalize(join(base, folder)).replace(/(.)\/$/, '$1'))),
    ]),
  ];
}

export function isFileOf(kind: string, file: string): boolean {
  const name = basename(file).toLowerCase();
  return kind === 'makefile'
    ? /^(?:gnu)?makefile$/.test(name)
    : kind === 'justfile'
      ? /^\.?justfile$/.test(name)
      : /^taskfile\.(?:dist\.)?ya?ml$/.test(name);
}

/** Whether some targets are unknown: included files, patterns. An included file of variables has no targets. */
export function isOpen(view: View, files: readonly string[]): boolean {
  return view
    .about('command.open')
    .some(({ file, value }) => files.includes(file) && !/include .*\.?env\S*$/.test(value));
}
