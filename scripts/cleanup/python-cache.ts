import { existsSync } from 'node:fs';
import { task, type Workspace } from 'turnaround/task';
import type { Entry } from 'turnaround/tools/files';
import { clean, names, untracked } from './_junk.ts';

/**
 * Moves Python's caches into the quarantine: whole `__pycache__` folders, and a loose `*.pyc` if its source is beside it
 * (a `.pyc` without its source is the program itself). Skips environments and tracked files. `./task undo` takes it back.
 */
export const pythonCache = task(import.meta, {
  summary: "Move Python's bytecode caches away",
  effect: 'reversible',
  probe: async (workspace) => names(await search(workspace)),

  async run(context) {
    return clean(context, await search(context.workspace, context.signal));
  },
});

function search(workspace: Workspace, signal?: AbortSignal): ReturnType<typeof untracked> {
  return untracked({
    workspace,
    ...(signal && { signal }),
    installed: 'skip',
    pick: (entry) => isCache(entry) || isLoose(workspace.root, entry),
  });
}

function isCache({ kind, name }: Entry): boolean {
  return kind === 'directory' && name.equals(CACHE);
}

function isLoose(root: string, { kind, name, path }: Entry): boolean {
  if (kind !== 'file' || !/\.py[co]$/.test(name.toString('latin1'))) return false;
  return existsSync(Buffer.concat([Buffer.from(`${root}/`), path.subarray(0, -1)]));
}

const CACHE = Buffer.from('__pycache__');
