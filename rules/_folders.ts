import { dirname, join, normalize } from 'node:path/posix';
import { told, type Fact, type View } from 'turnaround/rule';
import { areTogether } from './_commands.ts';

/** What a fact `path.named` means, relative to the workspace. */
export function placeOf(named: Fact): string {
  const from = told(named, 'from') ?? 'root';
  const base = from === 'root' || from === 'context' ? '' : from === 'file' ? dirname(named.file) : from;
  return tidy(join(base, String(named.value)));
}

/** The folders that a file lies in, the nearest first, without the workspace itself. */
export function foldersAbove(path: string): string[] {
  const folder = dirname(path);
  return folder === '.' ? [] : [folder, ...foldersAbove(folder)];
}

/** A path without `./` and without a slash at its end; the workspace itself is `.`. */
export function tidy(path: string): string {
  return normalize(path).replace(/(.)\/$/, '$1');
}

/**
 * The folders that a command of a workflow, a script or a Makefile may run in: where it begins, and wherever what runs
 * it goes. Undefined where that is not to be seen: behind a variable, in a job of a matrix.
 */
export function foldersOf(view: View, command: Fact, isMatrixFine = false): ReadonlySet<string> | undefined {
  const by = told(command, 'by') ?? '';
  if (!['workflow', 'script', 'makefile', 'justfile', 'taskfile', 'shell', 'procfile'].includes(by)) return undefined;
  const job = view
    .about('job')
    .find(({ file, value }) => file === command.file && String(value) === told(command, 'job'));
  if (job?.of?.['matrix'] === true && !isMatrixFine) return undefined;
  const at = told(command, 'in');
  if (at !== undefined) return at === '?' ? undefined : view.has(at) ? new Set([at]) : undefined;
  const own = dirname(command.file);
  const start = by === 'workflow' ? tidy(command.file.replace(/\.github\/workflows\/.*$/, '') || '.') : own;
  const folders = new Set([start, ...(by === 'shell' ? ['.'] : [])]);
  const named = view.about('path.named').filter((fact) => areTogether(fact, command));
  for (const fact of named)
    if (/^(?:cd|working-directory|folder)$/.test(told(fact, 'by') ?? '')) folders.add(placeOf(fact));
  const moves = view
    .about('command')
    .filter((fact) => areTogether(fact, command) && /^(?:cd|pushd)\b/.test(String(fact.value)));
  const isSeen = moves.every(({ line }) => named.some((fact) => told(fact, 'by') === 'cd' && fact.line === line));
  // A folder that is not there is made before, or is what is wrong: nothing is known of what runs in it.
  const last = named.findLast((fact) => told(fact, 'by') === 'cd' && fact.line <= command.line);
  const isThere = last === undefined || view.has(placeOf(last));
  return isSeen && isThere ? folders : undefined;
}
