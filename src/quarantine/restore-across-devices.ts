import { linkSync, renameSync, unlinkSync } from 'node:fs';
import { attributesOf, copyTree, flush, flushCopies, setAttributes, type Copied, type Copy } from '../files/copy.ts';
import { discard } from '../files/discard.ts';
import type { Item } from './manifest.ts';
import { mark, unmark } from './marker.ts';
import { nameFromJson, nameKey } from '../files/name.ts';
import { refusalOf, type Refusal } from './refusal.ts';
import { absolute, joined, parentOf } from '../files/path.ts';
import { place } from '../files/place.ts';
import { isCopy, startsWith } from '../files/same-content.ts';
import { errorCode, statOrNothing } from '../files/identity.ts';
import { asideOf } from './recover.ts';
import { itemPath, type Run } from './store.ts';
import { setTimes, type Times } from '../files/times.ts';
import { Hardlinks } from './hardlinks.ts';

/** beside: link(2) is refused; across: another device; half: something is there that a killed undo may have left. */
export type Way = 'beside' | 'across' | 'half';

export interface Away {
  readonly item: Item;
  readonly way: Way;
}

interface Fetched {
  readonly item: Item;
  readonly refusal?: Refusal;
}

interface Fetching extends Copy {
  readonly item: Item;
  readonly store: Buffer;
  readonly at: Buffer;
}

export const occupied: Refusal = { code: 'exists', because: 'something else is there now' };

/** Restores items by copy if they cannot be moved: copied, flushed, compared, and only then removed from the store. */
export class Restorer {
  /** A killed undo had begun to copy: what is in an item's place may be the copy or a part of it. */
  readonly isResumed: boolean;
  readonly #root: string;
  readonly #found: Run;
  readonly #signal: AbortSignal | undefined;
  readonly #twins: Hardlinks;
  #begun = false;

  constructor(root: string, found: Run, signal: AbortSignal | undefined) {
    this.#root = root;
    this.#found = found;
    this.#signal = signal;
    this.#twins = new Hardlinks(found.manifest, root);
    this.isResumed = found.manifest.copying;
  }

  async fetch(away: readonly Away[]): Promise<Fetched[]> {
    if (away.length === 0) return [];
    await this.#begin();
    const fetched: Fetched[] = [];
    const copies: Fetching[] = [];
    for (const each of away) {
      const copy = await this.#attempt(each.item, () => this.#copy(each));
      if (copy === undefined) fetched.push({ item: each.item });
      else if ('because' in copy) fetched.push({ item: each.item, refusal: copy });
      else copies.push(copy);
    }
    await flushCopies(this.#root, copies);
    await setTimes(copies.flatMap((copy) => this.#dress(copy)));
    const placed: Fetching[] = [];
    for (const copy of copies) {
      const refusal = await this.#attempt(copy.item, () => this.#place(copy));
      if (refusal === undefined) placed.push(copy);
      fetched.push({ item: copy.item, ...(refusal && { refusal }) });
    }
    // The store may delete an item only when the folders are safe from a power failure.
    const parents = new Map(placed.map(({ item }) => [nameKey(parentOf(item.path)), parentOf(item.path)]));
    for (const parent of parents.values()) await flush(absolute(this.#root, parent));
    for (const { store } of placed) await forget(store);
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

  /** Undefined if a killed undo had already restored it. */
  async #copy({ item, way }: Away): Promise<Fetching | Refusal | undefined> {
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
    let copied: Copied[] = [];
    if (twin) linkSync(twin, copy);
    else {
      try {
        copied = await copyTree(store, copy, this.#signal);
      } catch (error) {
        // A partial copy in the item's place would be a conflict with ourselves.
        const isHalf = copy === at && errorCode(error) !== 'EEXIST' && (await isLeftover(store, at, item));
        if (isHalf) unlinkSync(at);
        throw error;
      }
    }
    this.#twins.made(item, copy);
    return { item, store, at, to: copy, copied };
  }

  /** Restores owners and modes of a copy and returns the times to set: a folder's times after those of its entries. */
  #dress({ item, to, copied }: Fetching): Times[] {
    const known = new Map(this.#found.manifest.members.get(item.n)?.map((m) => [nameKey(nameFromJson(m.path)), m]));
    return copied.toReversed().map(({ path, stats }) => {
      const wanted = path.length === 0 ? item : (known.get(nameKey(path)) ?? attributesOf(stats));
      setAttributes(joined(to, path), wanted);
      return { path: joined(to, path), mtimeNs: BigInt(wanted.mtimeNs), atimeNs: BigInt(wanted.atimeNs) };
    });
  }

  async #place({ item, store, at, to, copied }: Fetching): Promise<Refusal | undefined> {
    if (!(await isCopy(store, to, this.#signal)))
      return { code: 'failed', because: 'the copy differs from the original' };
    if (to === at) return undefined;
    const placed = place(to, at, item.kind);
    if (placed === 'placed') return undefined;
    if (placed === 'no-links') {
      const again = { to: at, copied: await copyTree(to, at, this.#signal) };
      await flushCopies(this.#root, [again]);
      await setTimes(this.#dress({ item, store, at, to: at, copied }));
    }
    await discard(to);
    return placed === 'no-links' ? undefined : occupied;
  }
}

/** Whether this is the copy, or a part of it, that a killed undo made: then it can be made again without loss. */
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
