import { existsSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeOf, restore } from '../files/write.ts';
import { list, undo } from '../quarantine/quarantine.ts';
import { printable } from '../files/name.ts';
import { digestOf } from '../plan/digest.ts';
import { errorCode, UserError } from '../outcome/user-error.ts';
import { Held } from './execute.ts';
import type { Change } from './journal-state.ts';
import type { Lease } from './lease.ts';
import type { Session } from './session.ts';

export interface Undone {
  readonly run: string;
  /** How many files and folders are again as they were before the run. */
  readonly restored: number;
  /** Not restored, because something else is there now. */
  readonly conflicts: readonly string[];
}

/** Takes back what a run changed in the workspace: what it moved away and what it wrote. Never overwrites. */
export async function takeBackRun(session: Session, named: string | undefined): Promise<Undone | undefined> {
  const { workspace, past } = session;
  const quarantined = new Set((await list(workspace.state)).filter((run) => !run.undone).map(({ run }) => run));
  const changed = [...past.runs].filter(
    ([run, { worktree }]) => worktree === workspace.root && (quarantined.has(run) || past.changes.has(run)),
  );
  const run = named ?? changed.at(-1)?.[0];
  if (run === undefined) return undefined;
  if (!past.runs.has(run))
    throw new UserError(`there is no run ${run} in the journal`, './task undo without a name takes back the last run');
  const tasks = [...(past.runs.get(run)?.tasks ?? [])];
  return whileNobodyWorks(session, tasks, async () => {
    const files = takeBackFiles(session, run, past.changes.get(run) ?? []);
    const { restored, conflicts } = quarantined.has(run)
      ? await undo({ root: workspace.root, state: workspace.state, run, signal: session.signal })
      : { restored: [], conflicts: [] };
    const left = [...files.conflicts, ...conflicts.map(({ path, because }) => `${printable(path)}: ${because}`)];
    const items = files.restored + restored.length;
    if (items > 0 || left.length === 0) session.emit({ event: 'undo', of: run, tasks, items });
    return { run, restored: items, conflicts: left };
  });
}

/** Takes the leases of tasks without waiting, because the work of a running task must not be taken back. */
export async function whileNobodyWorks<V>(
  session: Session,
  tasks: readonly string[],
  body: () => Promise<V>,
): Promise<V> {
  const leases: Lease[] = [];
  try {
    for (const task of tasks) {
      const lease = session.leases.take(task, session.past.leaseOf(task));
      if (!('number' in lease)) throw new Held(`${task} is held by process ${lease.pid} (run ${lease.run})`);
      leases.push(lease);
    }
    return await body();
  } finally {
    for (const lease of leases) lease.release();
  }
}

/** The last write is taken back first. A file that was edited since is kept. */
function takeBackFiles(
  { workspace: { root, state } }: Session,
  run: string,
  changes: readonly Change[],
): { restored: number; conflicts: string[] } {
  const conflicts: string[] = [];
  let restored = 0;
  for (const { path, hash, before, made } of changes.toReversed()) {
    const now = digestOf(root, path);
    if (now === before) continue;
    if (now !== hash) {
      conflicts.push(`${path}: it was edited since`);
      continue;
    }
    const full = join(root, path);
    if (before === null) rmSync(full);
    else restore(join(beforeOf(state, run), before), full, join(state, 'aside'));
    for (const folder of made.toReversed()) removeEmpty(join(root, folder));
    restored += 1;
  }
  if (conflicts.length === 0 && existsSync(beforeOf(state, run))) rmSync(beforeOf(state, run), { recursive: true });
  return { restored, conflicts };
}

function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch (error) {
    // Something else was put into it.
    if (!['ENOTEMPTY', 'EEXIST', 'ENOENT'].includes(errorCode(error) ?? '')) throw error;
  }
}
