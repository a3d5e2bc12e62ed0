import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { flush } from '../files/copy.ts';
import { discard, weigh } from '../files/discard.ts';
import { settleRun } from './recover.ts';
import { itemPath, namesIn, quarantineIn, rootOf, runsIn, stored, type Run } from './store.ts';

export interface ListedRun {
  readonly run: string;
  /** When something was last taken, in milliseconds since 1970. */
  readonly at: number;
  readonly tasks: readonly string[];
  /** Items that are in the quarantine now; a directory counts as one. */
  readonly items: number;
  /** What a purge of this run alone would free. */
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
  /** What this freed: a file with another name outside frees nothing. */
  readonly bytes: number;
}

// One rename takes a run out of undo's reach, so that a killed purge never leaves half a run to undo.
const prefix = '.purge-';

/** Removes runs for good. Killed, the next purge goes on. */
export async function purge({ state, guard, signal, ...which }: PurgeOptions): Promise<PurgeResult> {
  const quarantine = quarantineIn(state);
  guard?.();
  let bytes = await sweep(quarantine, signal);
  const runs = runsIn(state).filter((each) => isWanted(each, which));
  for (const { run, manifest } of runs) {
    guard?.();
    signal?.throwIfAborted();
    const root = rootOf(state, manifest);
    if (root !== undefined && existsSync(root)) await settleRun(root, run, manifest);
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
    // The rest is our own bookkeeping, which nobody counts as theirs.
    await discard(Buffer.from(folder), signal);
  }
  return bytes;
}
