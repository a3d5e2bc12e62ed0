import { setting, task, type Workspace } from 'turnaround/task';
import { openFiles } from 'turnaround/tools/open-files';
import { clean, names, untracked, type Junk } from './_junk.ts';

const FOLDERS = setting('logs.folders', {
  type: 'array',
  items: { type: 'string', format: 'workspace-path' },
  description: 'Folders of log files.',
  default: ['logs'],
});

const DAYS = setting('logs.days', {
  type: 'number',
  minimum: 0,
  description: 'Log files that were written within this many days are kept.',
  default: 7,
});

/**
 * Moves log files into the quarantine that were last written more than `logs.days` days ago (7), from `logs.folders` (logs).
 * Does nothing without such a folder. A file that a process has open is kept. `./task undo` takes the move back.
 */
export const logs = task(import.meta, {
  summary: 'Move old log files away',
  effect: 'reversible',
  settings: [FOLDERS, DAYS],
  probe: async (workspace) => names(await search(workspace)),

  async run(context) {
    const old = await search(context.workspace, context.signal);
    const open = openFiles();
    const entries = old.entries.filter(({ dev, ino }) => !open.has(`${dev}:${ino}`));
    return clean(context, { ...old, entries });
  },
});

async function search(workspace: Workspace, signal?: AbortSignal): Promise<Junk> {
  const tops = FOLDERS.of(workspace).map(
    (folder) => `${Buffer.from(folder.replace(/^\.\/|\/+$/g, '')).toString('latin1')}/`,
  );
  const within = (path: string): boolean => tops.some((top) => `${path}/`.startsWith(top));
  const towards = (path: string): boolean => tops.some((top) => top.startsWith(`${path}/`));
  const files = await untracked({
    workspace,
    ...(signal && { signal }),
    pick: ({ kind }, path) => kind === 'file' && within(path),
    skip: (path) => !within(path) && !towards(path),
  });
  const before = BigInt(Date.now()) * 1_000_000n - BigInt(Math.round(DAYS.of(workspace) * 24 * 3600)) * 1_000_000_000n;
  return { ...files, entries: files.entries.filter(({ mtimeNs }) => mtimeNs < before) };
}
