import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { copyWorkspace, supply } from 'turnaround/tools/workspace-copy';
import type { Failure } from './_answer.ts';

export interface Where {
  readonly root: string;
  /** The copy of `root` that is imported. */
  readonly copy: string;
  /** The application's folder, in `root`. */
  readonly folder: string;
  /** Names of the variables that the settings define. */
  readonly given?: readonly string[];
  /** The deadline, in milliseconds since the epoch. */
  readonly until?: number;
}

/** Makes the copy that the application is imported from, so that nothing is created in the workspace and no `.env` is read. */
export async function copied(root: string, folder: string, copy: string): Promise<void> {
  await copyWorkspace(root, copy);
  // The folder is ignored by git.
  if (!existsSync(inCopy(root, folder, copy))) await supply(root, copy, relative(root, folder));
}

export function inCopy(root: string, folder: string, copy: string): string {
  const name = relative(root, folder);
  return name.startsWith('..') ? folder : join(copy, name);
}

/** Removes what this import left (a table, a lock), so that the next import does not find it. */
export async function restore({ root, copy }: Where, { writes }: Failure): Promise<void> {
  for (const { path } of writes.toReversed()) {
    const name = relative(root, path);
    if (name === '' || name.startsWith('..')) continue;
    rmSync(join(copy, name), { recursive: true, force: true });
    await supply(root, copy, name);
  }
}

/** The line that failed and the next two, because a call may span several lines. */
export function codeAt({ root, copy }: Where, { file, line }: Failure): string {
  const path = file === null ? '' : join(copy, relative(root, file));
  if (line === null || !existsSync(path)) return '';
  return readFileSync(path, 'utf8')
    .split('\n')
    .slice(line - 1, line + 2)
    .join('\n');
}
