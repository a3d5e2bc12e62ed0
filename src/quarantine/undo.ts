import { existsSync, unlinkSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import { Restorer, occupied, type Away, type Way } from './restore-across-devices.ts';
import { Folders } from './folders.ts';
import { Inside } from './inside.ts';
import type { Item } from './manifest.ts';
import { nameToJson } from '../files/name.ts';
import { refusalOf, type Refusal, type Skipped } from './refusal.ts';
import { absolute, parentOf } from '../files/path.ts';
import { place } from '../files/place.ts';
import { statOrNothing } from '../files/identity.ts';
import { recoverRun } from './recover.ts';
import { isRunOf, itemPath, runsIn, stored, type Run } from './store.ts';

const BATCH = 256;
/** The number of copies that share one flush; until then each takes its space twice. */
const AT_ONCE = 32;

export interface UndoOptions {
  readonly root: string;
  readonly state: string;
  /** Default: the last run of this workspace that is not yet undone. */
  readonly run?: string;
  readonly guard?: () => void;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
}

export interface UndoResult {
  /** `null` if there was nothing to undo. */
  readonly run: string | null;
  readonly restored: readonly Buffer[];
  /** What stays in the quarantine, because something is in its place or for another reason. */
  readonly conflicts: readonly Skipped[];
}

/** Restores what a run took, and never overwrites. */
export async function undo(options: UndoOptions): Promise<UndoResult> {
  const found = find(options);
  if (found === undefined) return { run: null, restored: [], conflicts: [] };
  const undoing = new Undoing(options, found);
  await undoing.all();
  return { run: found.run, restored: undoing.restored, conflicts: undoing.conflicts };
}

function find({ root, state, run }: UndoOptions): Run | undefined {
  if (!existsSync(state)) return undefined;
  const inside = new Inside(root, state);
  const runs = runsIn(state).filter(({ manifest }) => isRunOf(manifest, inside));
  return runs.findLast((each) => (run === undefined ? !isUndone(each) : each.run === run));
}

/** A run that was killed before it moved anything counts as undone. */
const isUndone = ({ manifest }: Run): boolean =>
  manifest.undone || (!manifest.undoing && stored(manifest.folder).size === 0);

class Undoing {
  readonly restored: Buffer[] = [];
  readonly conflicts: Skipped[] = [];
  readonly #options: UndoOptions;
  readonly #found: Run;
  readonly #inside: Inside;
  readonly #folders: Folders;
  readonly #fetcher: Restorer;

  constructor(options: UndoOptions, found: Run) {
    this.#options = options;
    this.#found = found;
    this.#inside = new Inside(options.root, options.state);
    this.#folders = new Folders(found.manifest, this.#inside.root);
    this.#fetcher = new Restorer(this.#inside.root, found, options.signal);
  }

  async all(): Promise<void> {
    const { guard, signal, onProgress } = this.#options;
    const { manifest, run } = this.#found;
    guard?.();
    await recoverRun(this.#inside.root, run, manifest);
    await manifest.append([{ type: 'undo', foreign: this.#folders.foreign().map(nameToJson) }]);
    const items = this.#itemsInStore();
    for (let at = 0; at < items.length; at += BATCH) {
      guard?.();
      signal?.throwIfAborted();
      await this.#batch(items.slice(at, at + BATCH));
      onProgress?.(Math.min(at + BATCH, items.length), items.length);
      await turn();
    }
    this.#fetcher.finish();
    await this.#folders.finish(stored(manifest.folder));
  }

  /** The last taken item is restored first, because an item may belong into a folder that was taken after it. */
  #itemsInStore(): Item[] {
    const { manifest } = this.#found;
    const numbers = [...stored(manifest.folder)].toSorted((a, b) => b - a);
    return numbers.flatMap((n) => {
      const item = manifest.items.get(n);
      if (item === undefined) {
        const path = itemPath(manifest.folder, n);
        this.conflicts.push({
          path,
          code: 'failed',
          because: 'the manifest is damaged: its former path is unknown',
        });
      }
      return item ?? [];
    });
  }

  async #batch(items: readonly Item[]): Promise<void> {
    const away: Away[] = [];
    for (const item of items) {
      const way = this.#bringBack(item);
      if (way === 'back') this.restored.push(item.path);
      else if (typeof way === 'object') this.conflicts.push({ path: item.path, ...way });
      else away.push({ item, way });
    }
    for (let at = 0; at < away.length; at += AT_ONCE) {
      for (const { item, refusal } of await this.#fetcher.fetch(away.slice(at, at + AT_ONCE))) {
        if (refusal) this.conflicts.push({ path: item.path, ...refusal });
        else this.restored.push(item.path);
      }
    }
  }

  #bringBack(item: Item): 'back' | Way | Refusal {
    const store = itemPath(this.#found.manifest.folder, item.n);
    const at = absolute(this.#inside.root, item.path);
    try {
      const refusal = this.#folders.ready(parentOf(item.path));
      if (refusal) return refusal;
      const placed = place(store, at, item.kind);
      if (placed === 'placed') return 'back';
      if (placed === 'no-links') return 'beside';
      if (placed === 'other-device') return 'across';
      if (isSameInode(store, at)) {
        // It was killed between link and unlink.
        unlinkSync(store);
        return 'back';
      }
      return this.#fetcher.isResumed ? 'half' : occupied;
    } catch (error) {
      return refusalOf(error);
    }
  }
}

function isSameInode(one: Buffer, other: Buffer): boolean {
  const [a, b] = [statOrNothing(one), statOrNothing(other)];
  return a !== undefined && b !== undefined && a.ino === b.ino && a.dev === b.dev;
}
