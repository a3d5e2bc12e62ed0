import { masked, type Dialect } from './filled-in.ts';
import type { Found, Reading } from './found.ts';
import { linesOf } from './lines.ts';
import { LONG } from './parsed.ts';
import { Walk } from './walk.ts';

export interface ShellCommand<Folder = string> extends Found<Folder> {
  /** The line that it starts on, from 0 on. Lines that `\` or a quote joins count as their first line. */
  readonly line: number;
}

/**
 * The commands of shell text in source order, including those in blocks, functions, subshells, `$(…)` and the script after
 * `sh -c`. Tests (`[ -f a ]`) and here-documents are not commands.
 */
export function commandsIn<Folder>(text: string, dialect: Dialect, reading: Reading<Folder>): ShellCommand<Folder>[] {
  const mask = masked(text, dialect);
  const walk = new Walk(reading, mask.restore);
  walk.read(mask.text);
  const lineOf = linesOf(mask.text, walk.long);
  return walk.found
    .filter(({ text }) => text.length < LONG)
    .map((found) => Object.assign(found, { line: lineOf(found.within) }));
}

const NOWHERE: Reading<string> = { folder: undefined, enter: () => undefined };

/** The commands of a text, without the folders that they run in. */
export function commandsAnywhere(text: string, dialect: Dialect = 'shell'): ShellCommand[] {
  return commandsIn(text, dialect, NOWHERE);
}
