import { dirname, join, normalize } from 'node:path/posix';
import { attribute, type Fact, type View } from 'turnaround/rule';
import { areTogether, callOf } from './_commands.ts';

/** The path of a fact `path.named`, relative to the workspace. */
export function placeOf(named: Fact): string {
  const from = attribute(named, 'from') ?? 'root';
  const base = from === 'root' || from === 'context' ? '' : from === 'file' ? dirname(named.file) : from;
  return tidy(join(base, String(named.value)));
}

/** The folders that contain a file, the nearest first, without the workspace itself. */
export function foldersAbove(path: string): string[] {
  const folder = dirname(path);
  return folder === '.' ? [] : [folder, ...foldersAbove(folder)];
}

/** A path without `./` and without a slash at its end; the workspace itself is `.`. */
export function tidy(path: string): string {
  return normalize(path).replace(/(.)\/$/, '$1');
}

/**
 * The folders in which a command of a workflow, a script or a Makefile may run: where it starts, and every folder that
 * its job or script changes to. Undefined if they cannot be determined: behind a variable, in a matrix job.
 */
export function foldersOf(view: View, command: Fact, isMatrixFine = false): ReadonlySet<string> | undefined {
  const by = attribute(command, 'by') ?? '';
  if (!['workflow', 'script', 'makefile', 'justfile', 'taskfile', 'shell', 'procfile'].includes(by)) return undefined;
  const job = view.about('job').find(({ file, value }) => file === command.file && value === attribute(command, 'job'));
  if (job?.attributes?.['matrix'] === true && !isMatrixFine) return undefined;
  const at = attribute(command, 'in');
  if (at !== undefined) return at === '?' ? undefined : view.has(at) ? new Set([at]) : undefined;
  const own = dirname(command.file);
  const start = by === 'workflow' ? tidy(command.file.replace(/\.github\/workflows\/.*$/, '') || '.') : own;
  const folders = new Set([start, ...(by === 'shell' ? ['.'] : [])]);
  const named = view.about('path.named').filter((fact) => areTogether(fact, command));
  for (const fact of named)
    if (/^(?:cd|working-directory|folder)$/.test(attribute(fact, 'by') ?? '')) folders.add(placeOf(fact));
  const moves = view
    .about('command')
    .filter((fact) => areTogether(fact, command) && /^(?:cd|pushd)$/.test(callOf(fact).program));
  const isSeen = moves.every(({ line }) => named.some((fact) => attribute(fact, 'by') === 'cd' && fact.line === line));
  // A missing folder is created earlier, or is itself the error: nothing is known about what runs in it.
  const last = named.findLast((fact) => attribute(fact, 'by') === 'cd' && fact.line <= command.line);
  const isThere = last === undefined || view.has(placeOf(last));
  return isSeen && isThere ? folders : undefined;
}
