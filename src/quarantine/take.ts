import { randomUUID } from 'node:crypto';
import type { BigIntStats } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import { flush } from '../files/copy.ts';
import { weigh } from '../files/discard.ts';
import { Inside } from './inside.ts';
import { Manifest } from './manifest.ts';
import { unmark } from './marker.ts';
import { changed, intent, isAsSeen, moveOut, type Mover, type Planned } from './move.ts';
import { nameKey } from '../files/name.ts';
import { refusalOf, type Refusal, type Skipped } from './refusal.ts';
import { outermost } from './outermost.ts';
import { Parents } from './parents.ts';
import { absolute } from '../files/path.ts';
import { inodeKey, statOrNothing, type Seen } from '../files/identity.ts';
import { recoverRun } from './recover.ts';
import { isRunOf, itemPath, makeRunFolder, rootName, runsIn, stored } from './store.ts';

const BATCH = 256;

export interface TakeOptions {
  /** The workspace. */
  readonly root: string;
  /** The state folder; may be on another device. */
  readonly state: string;
  readonly run: string;
  readonly task: string;
  readonly entries: readonly Seen[];
  /** Called before each batch; throws to stop the take, for example if the task has lost its lease. */
  readonly guard?: () => void;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
}

export interface Taken {
  readonly path: Buffer;
  /** Its number in the quarantine of the run; entries in one directory share it. */
  readonly n: number;
}

export interface TakeResult {
  readonly run: string;
  readonly taken: readonly Taken[];
  readonly skipped: readonly Skipped[];
  /** The bytes that a purge of the taken entries would free. */
  readonly bytes: number;
}

/** Moves entries into the quarantine of a run. Entries that cannot be moved stay and are listed. */
export async function take(options: TakeOptions): Promise<TakeResult> {
  const { entries, inner } = outermost(options.entries);
  let taking: Taking;
  try {
    taking = await Taking.begin(options, entries.length);
  } catch (error) {
    const refusal = refusalOf(error);
    return {
      run: options.run,
      taken: [],
      skipped: options.entries.map(({ path }) => ({ path, ...refusal })),
      bytes: 0,
    };
  }
  await taking.all(entries);
  const { taken, skipped } = taking;
  const numbers = new Map(taken.map(({ path, n }) => [nameKey(path), n]));
  const reasons = new Map(skipped.map(({ path, code, because }) => [nameKey(path), { code, because }]));
  for (const { entry, within } of inner) {
    const n = numbers.get(nameKey(within.path));
    if (n !== undefined) taken.push({ path: entry.path, n });
    else skipped.push({ path: entry.path, ...(reasons.get(nameKey(within.path)) ?? changed) });
  }
  const bytes = await weigh([...new Set(taken.map(({ n }) => n))].map((n) => itemPath(taking.folder, n)));
  return { run: options.run, taken, skipped, bytes };
}

class Taking {
  readonly taken: Taken[] = [];
  readonly skipped: Skipped[] = [];
  readonly folder: string;
  readonly #options: TakeOptions;
  readonly #inside: Inside;
  readonly #mover: Mover;
  readonly #parents: Parents;
  /** Entries that an earlier take of this run, perhaps killed, has already moved. */
  readonly #earlier = new Map<string, { n: number; inode: string }>();
  #next = 0;

  constructor(options: TakeOptions, manifest: Manifest, inside: Inside) {
    const { run, signal } = options;
    this.#options = options;
    this.folder = manifest.folder;
    this.#inside = inside;
    this.#mover = { root: inside.root, run, claim: randomUUID(), manifest, signal, unsettled: false };
    this.#parents = new Parents(manifest, inside.root);
  }

  static async begin(options: TakeOptions, count: number): Promise<Taking> {
    const { root, state, run } = options;
    const folder = makeRunFolder(state, run);
    const inside = new Inside(root, state);
    const touched: string[] = [];
    for (const other of runsIn(state)) {
      if (isRunOf(other.manifest, inside)) touched.push(...(await recoverRun(inside.root, other.run, other.manifest)));
    }
    const manifest = new Manifest(folder);
    for (const inode of touched) manifest.inodes.add(inode);
    const taking = new Taking(options, manifest, inside);
    await taking.#reserve(count);
    return taking;
  }

  async #reserve(count: number): Promise<void> {
    const { manifest, claim } = this.#mover;
    const there = stored(this.folder);
    for (const item of manifest.items.values()) {
      if (!there.has(item.n)) continue;
      this.#earlier.set(nameKey(item.path), { n: item.n, inode: inodeKey(item) });
    }
    await manifest.append([
      { type: 'claim', id: claim, task: this.#options.task, count, root: rootName(this.#inside), at: Date.now() },
    ]);
    this.#next = manifest.firstNumbers.get(claim) ?? 0;
    // Only a damaged manifest can know less than the store.
    for (const n of there) this.#next = Math.max(this.#next, n + 1);
  }

  async all(entries: readonly Seen[]): Promise<void> {
    const { guard, signal, onProgress } = this.#options;
    try {
      for (let at = 0; at < entries.length; at += BATCH) {
        guard?.();
        signal?.throwIfAborted();
        await this.#batch(entries.slice(at, at + BATCH));
        onProgress?.(Math.min(at + BATCH, entries.length), entries.length);
        await turn();
      }
    } finally {
      await this.#finish();
    }
  }

  async #batch(entries: readonly Seen[]): Promise<void> {
    this.#inside.forget();
    const planned = entries.flatMap((seen) => this.#plan(seen) ?? []);
    const { manifest } = this.#mover;
    try {
      await manifest.append([
        ...planned.flatMap(({ real }) => this.#parents.before(real)),
        ...planned.map((plan) => intent(plan, this.#options.task)),
      ]);
    } catch (error) {
      for (const { seen } of planned) this.#skip(seen, refusalOf(error));
      return;
    }
    const refusals = await moveOut(this.#mover, planned);
    for (const { seen, n } of planned) {
      const refusal = refusals.get(n);
      if (refusal) this.#skip(seen, refusal);
      else this.taken.push({ path: seen.path, n });
    }
  }

  #plan(seen: Seen): Planned | undefined {
    const real = this.#inside.resolve(seen.path);
    if (!Buffer.isBuffer(real)) return this.#skip(seen, real);
    let stats: BigIntStats | undefined;
    try {
      stats = statOrNothing(absolute(this.#inside.root, real));
    } catch (error) {
      return this.#skip(seen, refusalOf(error));
    }
    if (stats === undefined) return this.#isGone(seen, real);
    if (!isAsSeen(this.#mover.manifest, seen, stats)) return this.#skip(seen, changed);
    return { seen, real, stats, n: this.#next++ };
  }

  #isGone(seen: Seen, real: Buffer): undefined {
    const earlier = this.#earlier.get(nameKey(real));
    if (earlier?.inode === inodeKey(seen)) this.taken.push({ path: seen.path, n: earlier.n });
    else this.#skip(seen, { code: 'gone', because: 'it no longer exists' });
  }

  #skip({ path }: Seen, refusal: Refusal): undefined {
    this.skipped.push({ path, ...refusal });
  }

  async #finish(): Promise<void> {
    if (!this.#mover.unsettled) unmark(this.folder, this.#mover.claim);
    try {
      await flush(this.folder);
      await this.#parents.finish();
    } catch (error) {
      // The moves are done. Without these records, undo treats the folders' times as after a kill.
      refusalOf(error);
    }
  }
}
