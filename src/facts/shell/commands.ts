import { masked, type Dialect } from './filled-in.ts';
import type { Found, Reading } from './found.ts';
import { linesOf } from './lines.ts';
import { LONG } from './parsed.ts';
import { Walk } from './walk.ts';

export interface ShellCommand<Folder = string> extends Found<Folder> {
  /** The line that it begins on, counted from 0; lines that `\` or a quote joins are one. */
  readonly line: number;
}

/**
 * The commands of shell text in the order in which they stand: of blocks, functions, subshells, `$(…)`, and of what
 * `sh -c` is handed. Tests and here-documents are none.
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

/** The commands of a text of which nobody asks where they run. */
export function commandsAnywhere(text: string, dialect: Dialect = 'shell'): ShellCommand[] {
  return commandsIn(text, dialect, NOWHERE);
}
