import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { flush } from '../files/copy.ts';
import { discard, weigh } from '../files/discard.ts';
import { recoverRun } from './recover.ts';
import { itemPath, namesIn, quarantineIn, rootOf, runsIn, stored, type Run } from './store.ts';

export interface ListedRun {
  readonly run: string;
  /** When an entry was last taken, in milliseconds since 1970. */
  readonly at: number;
  readonly tasks: readonly string[];
  /** Items that are in the quarantine now; a directory counts as one. */
  readonly items: number;
  /** The bytes that a purge of only this run would free. */
  readonly bytes: number;
  readonly undone: boolean;
  /** Records of the manifest that cannot be read. */
  readonly damaged: number;
}

/** The runs in the quarantine, oldest first. */
export async function list(state: string): Promise<ListedRun[]> {
  const listed: ListedRun[] = [];
  for (const { run, manifest } of runsIn(state)) {
    const { folder, claim, tasks, undone, damaged } = manifest;
    const numbers = [...stored(folder)];
    const bytes = await weigh(numbers.map((n) => itemPath(folder, n)));
    listed.push({ run, at: claim?.at ?? 0, tasks: [...tasks], items: numbers.length, bytes, undone, damaged });
  }
  return listed;
}

export interface PurgeOptions {
  readonly state: string;
  /** Only this run. */
  readonly run?: string;
  /** Only runs that took nothing in the last so many days. */
  readonly olderThanDays?: number;
  readonly guard?: () => void;
  readonly signal?: AbortSignal;
}

export interface PurgeResult {
  readonly runs: readonly string[];
  /** The bytes that were freed; a file with another name outside frees nothing. */
  readonly bytes: number;
}

// One rename makes the run unavailable to undo, so that a killed purge never leaves half a run.
const prefix = '.purge-';

/** Deletes runs for good. After a kill, the next purge continues. */
export async function purge({ state, guard, signal, ...which }: PurgeOptions): Promise<PurgeResult> {
  const quarantine = quarantineIn(state);
  guard?.();
  let bytes = await sweep(quarantine, signal);
  const runs = runsIn(state).filter((each) => isWanted(each, which));
  for (const { run, manifest } of runs) {
    guard?.();
    signal?.throwIfAborted();
    const root = rootOf(state, manifest);
    if (root !== undefined && existsSync(root)) await recoverRun(root, run, manifest);
    renameSync(manifest.folder, join(quarantine, prefix + run));
    await flush(quarantine);
    bytes += await sweep(quarantine, signal);
  }
  return { runs: runs.map(({ run }) => run), bytes };
}

function isWanted({ run, manifest }: Run, { run: only, olderThanDays: days }: Omit<PurgeOptions, 'state'>): boolean {
  if (only !== undefined && run !== only) return false;
  return days === undefined || (manifest.claim?.at ?? 0) <= Date.now() - days * 86_400_000;
}

async function sweep(quarantine: string, signal?: AbortSignal): Promise<number> {
  let bytes = 0;
  for (const name of namesIn(quarantine)) {
    if (!name.startsWith(prefix)) continue;
    const folder = join(quarantine, name);
    for (const n of stored(folder)) bytes += await discard(itemPath(folder, n), signal);
    // The other files are only Turnaround's own records; they do not count as freed.
    await discard(Buffer.from(folder), signal);
  }
  return bytes;
}
