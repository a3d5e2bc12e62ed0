import { linkSync, renameSync, unlinkSync } from 'node:fs';
import { attributesOf, copyTree, flush, setAttributes } from './copy.ts';
import { discard } from './discard.ts';
import type { Item } from './manifest.ts';
import { mark, unmark } from './marker.ts';
import { nameFromJson, nameKey } from './name.ts';
import { refusalOf, type Refusal } from './outcome.ts';
import { absolute, joined, parentOf } from './path.ts';
import { place } from './place.ts';
import { isCopy, startsWith } from './same.ts';
import { errorCode, statOrNothing } from './seen.ts';
import { asideOf } from './settle.ts';
import { itemPath, type Run } from './store.ts';
import { setTimes, type Times } from './times.ts';
import { Twins } from './twins.ts';

/** beside: link(2) is refused; across: another device; half: something stands there that a killed undo may have left. */
export type Way = 'beside' | 'across' | 'half';

export interface Away {
  readonly item: Item;
  readonly way: Way;
}

interface Fetched {
  readonly item: Item;
  readonly refusal?: Refusal;
}

interface Copy {
  readonly item: Item;
  readonly store: Buffer;
  readonly at: Buffer;
  /** Where the copy stands: aside, or already in its place. */
  readonly copy: Buffer;
}

export const occupied: Refusal = { code: 'exists', because: 'something else stands there now' };

/** Brings items back by copy, where they cannot be moved: made, flushed, compared, and only then removed from the store. */
export class Fetcher {
  /** A killed undo had begun to copy: what stands in an item's place may be the copy, or a part of it. */
  readonly isResumed: boolean;
  readonly #root: string;
  readonly #found: Run;
  readonly #signal: AbortSignal | undefined;
  readonly #twins: Twins;
  #begun = false;

  constructor(root: string, found: Run, signal: AbortSignal | undefined) {
    this.#root = root;
    this.#found = found;
    this.#signal = signal;
    this.#twins = new Twins(found.manifest, root);
    this.isResumed = found.manifest.copying;
  }

  async fetch(away: readonly Away[]): Promise<Fetched[]> {
    if (away.length === 0) return [];
    await this.#begin();
    const fetched: Fetched[] = [];
    const copies: Copy[] = [];
    const times: Times[] = [];
    for (const each of away) {
      const copy = await this.#attempt(each.item, () => this.#copy(each, times));
      if (copy === undefined) fetched.push({ item: each.item });
      else if ('because' in copy) fetched.push({ item: each.item, refusal: copy });
      else copies.push(copy);
    }
    await setTimes(times);
    for (const copy of copies) {
      const refusal = await this.#attempt(copy.item, () => this.#finish(copy));
      fetched.push({ item: copy.item, ...(refusal && { refusal }) });
    }
    return fetched;
  }

  finish(): void {
    if (this.#begun) unmark(this.#found.manifest.folder, 'undo');
  }

  async #begin(): Promise<void> {
    if (this.#begun) return;
    this.#begun = true;
    const { manifest } = this.#found;
    mark(manifest.folder, 'undo');
    await manifest.append([{ type: 'copying' }]);
  }

  async #attempt<T>(item: Item, work: () => Promise<T>): Promise<T | Refusal> {
    try {
      return await work();
    } catch (error) {
      await discard(asideOf(this.#root, this.#found.run, item));
      if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return occupied;
      return refusalOf(error);
    }
  }

  /** Undefined when a killed undo had brought it back already. */
  async #copy({ item, way }: Away, times: Times[]): Promise<Copy | Refusal | undefined> {
    const store = itemPath(this.#found.manifest.folder, item.n);
    const at = absolute(this.#root, item.path);
    const aside = asideOf(this.#root, this.#found.run, item);
    if (statOrNothing(at) !== undefined) {
      if (!this.isResumed || !(await isLeftover(store, at, item))) return occupied;
      if (item.kind === 'directory') return void (await forget(store));
      unlinkSync(at);
    }
    await discard(aside);
    const copy = way === 'beside' ? at : aside;
    const twin = await this.#twins.find(item, store);
    if (twin) linkSync(twin, copy);
    else {
      try {
        await this.#copyFrom(store, copy, item, times);
      } catch (error) {
        // A half copy in the item's own place would be a conflict with ourselves.
        const isHalf = copy === at && errorCode(error) !== 'EEXIST' && (await isLeftover(store, at, item));
        if (isHalf) unlinkSync(at);
        throw error;
      }
    }
    this.#twins.made(item, copy);
    return { item, store, at, copy };
  }

  async #copyFrom(from: Buffer, to: Buffer, item: Item, times: Times[]): Promise<void> {
    const known = new Map(this.#found.manifest.members.get(item.n)?.map((m) => [nameKey(nameFromJson(m.path)), m]));
    // The folder's own times are set after those of what is in it.
    const copied = (await copyTree(from, to, this.#signal)).toReversed();
    for (const { path, stats } of copied) {
      const wanted = path.length === 0 ? item : (known.get(nameKey(path)) ?? attributesOf(stats));
      const at = joined(to, path);
      setAttributes(at, wanted);
      times.push({ path: at, mtimeNs: BigInt(wanted.mtimeNs), atimeNs: BigInt(wanted.atimeNs) });
    }
  }

  async #finish({ item, store, at, copy }: Copy): Promise<Refusal | undefined> {
    if (!(await isCopy(store, copy, this.#signal))) return { code: 'failed', because: 'the copy differs from the original' };
    if (copy !== at) {
      const placed = place(copy, at, item.kind);
      if (placed === 'no-links') await this.#copyInto(copy, at, item);
      else if (placed !== 'placed') {
        await discard(copy);
        return occupied;
      }
    }
    await flush(absolute(this.#root, parentOf(item.path)));
    await forget(store);
    return undefined;
  }

  async #copyInto(copy: Buffer, at: Buffer, item: Item): Promise<void> {
    const times: Times[] = [];
    await this.#copyFrom(copy, at, item, times);
    await setTimes(times);
    await discard(copy);
  }
}

/** Whether this is the copy, or a part of the copy, that a killed undo made: then nothing is lost by making it anew. */
async function isLeftover(store: Buffer, at: Buffer, { kind }: Item): Promise<boolean> {
  const isFile = statOrNothing(at)?.isFile() === true;
  if (kind === 'file') return isFile && startsWith(store, at);
  return isCopy(store, at);
}

/** One rename, so that a kill does not leave half an item in the store. */
async function forget(store: Buffer): Promise<void> {
  const gone = Buffer.concat([store, Buffer.from('.gone')]);
  renameSync(store, gone);
  await discard(gone);
}
