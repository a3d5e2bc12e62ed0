import type { Item, Manifest } from './manifest.ts';
import { nameKey } from '../files/name.ts';
import { absolute } from '../files/path.ts';
import { isCopy } from '../files/same-content.ts';
import { inodeKey, statOrNothing } from '../files/identity.ts';
import { walk } from '../files/walk.ts';

/** Finds the other names of files that come back from another device, so that a file with two names comes back as one file. */
export class Hardlinks {
  readonly #manifest: Manifest;
  readonly #root: string;
  readonly #made = new Map<string, Buffer>();
  #names: Map<string, Item[]> | undefined;
  #outside: Map<string, Buffer> | undefined;

  constructor(manifest: Manifest, root: string) {
    this.#manifest = manifest;
    this.#root = root;
  }

  /** The present path of another name of the same file, if it has the content in the store. */
  async find(item: Item, store: Buffer): Promise<Buffer | undefined> {
    if (item.kind !== 'file') return undefined;
    for (const path of await this.#candidates(item)) {
      const stats = path && statOrNothing(path);
      if (!path || stats?.isFile() !== true) continue;
      const isSame = String(stats.size) === item.size && String(stats.mtimeNs) === item.mtimeNs;
      // A copy that was just made has no times yet, but this undo made it.
      if ((isSame || path === this.#made.get(inodeKey(item))) && (await isCopy(store, path))) return path;
    }
    return undefined;
  }

  made(item: Item, copy: Buffer): void {
    if (item.kind === 'file') this.#made.set(inodeKey(item), copy);
  }

  async #candidates(item: Item): Promise<(Buffer | undefined)[]> {
    const key = inodeKey(item);
    this.#names ??= namesByInode(this.#manifest.items.values());
    const names = this.#names.get(key) ?? [];
    const taken = names.filter(({ n }) => n !== item.n).map(({ path }) => absolute(this.#root, path));
    // A take that was killed and repeated planned the same path twice.
    const paths = new Set(names.map(({ path }) => nameKey(path))).size;
    const hasOthers = names.some(({ nlink }) => nlink > paths);
    return [this.#made.get(key), ...taken, hasOthers ? (await this.#walked()).get(key) : undefined];
  }

  /** Names that were never taken; only a walk finds them. */
  async #walked(): Promise<Map<string, Buffer>> {
    if (this.#outside !== undefined) return this.#outside;
    this.#outside = new Map();
    const wanted = new Set(this.#names?.keys());
    for await (const entry of walk(this.#root)) {
      const stats = entry.kind === 'file' ? entry.lstat() : undefined;
      if (stats && wanted.has(inodeKey(stats))) this.#outside.set(inodeKey(stats), absolute(this.#root, entry.path));
    }
    return this.#outside;
  }
}

function namesByInode(items: Iterable<Item>): Map<string, Item[]> {
  const names = new Map<string, Item[]>();
  for (const item of items) {
    const known = names.get(inodeKey(item));
    if (known) known.push(item);
    else names.set(inodeKey(item), [item]);
  }
  return names;
}
