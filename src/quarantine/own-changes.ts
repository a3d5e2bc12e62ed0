import type { Item, Manifest, ParentState } from './manifest.ts';
import { nameKey } from '../files/name.ts';
import { absolute, parentOf } from '../files/path.ts';
import { statOrNothing } from '../files/identity.ts';
import { itemPath } from './store.ts';

/** A rename sets the folder's mtime and the item's ctime, but not always in the same tick. */
const TOLERANCE_NS = 2_000_000_000n;

export function isNear(ctimeNs: bigint, mtimeNs: bigint): boolean {
  const apart = ctimeNs - mtimeNs;
  return apart < TOLERANCE_NS && apart > -TOLERANCE_NS;
}

/** Distinguishes own changes of a folder from others, after a take or an undo that was killed before it recorded them. */
export class OwnChanges {
  readonly #manifest: Manifest;
  readonly #root: string;
  #byParent: Map<string, Item[]> | undefined;

  constructor(manifest: Manifest, root: string) {
    this.#manifest = manifest;
    this.#root = root;
  }

  left({ path, before, after }: ParentState, mtimeNs: bigint): boolean {
    if (mtimeNs === before || mtimeNs === after) return true;
    return this.#itemsOf(path).some((item) => {
      const inStore = statOrNothing(itemPath(this.#manifest.folder, item.n));
      const stats = inStore ?? statOrNothing(absolute(this.#root, item.path));
      return stats !== undefined && isNear(stats.ctimeNs, mtimeNs);
    });
  }

  #itemsOf(path: Buffer): readonly Item[] {
    if (this.#byParent === undefined) {
      this.#byParent = new Map();
      for (const item of this.#manifest.items.values()) {
        const key = nameKey(parentOf(item.path));
        const items = this.#byParent.get(key);
        if (items) items.push(item);
        else this.#byParent.set(key, [item]);
      }
    }
    return this.#byParent.get(nameKey(path)) ?? [];
  }
}
