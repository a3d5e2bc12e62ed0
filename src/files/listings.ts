import type { Kind } from './identity.ts';

export interface Listed {
  readonly name: Buffer;
  readonly kind: Kind;
}

/** The entries of folders, by their path relative to one root, kept from the first read until something changes there. */
export class Listings {
  readonly #folders = new Map<string, readonly Listed[]>();

  get(folder: Buffer): readonly Listed[] | undefined {
    return this.#folders.get(keyOf(folder));
  }

  set(folder: Buffer, entries: readonly Listed[]): void {
    this.#folders.set(keyOf(folder), entries);
  }

  /** Forgets the folders that contain these paths, and all folders below the paths. */
  forget(paths: Iterable<Buffer>): void {
    const gone = new Set<string>();
    for (const path of paths) {
      gone.add(keyOf(path));
      this.#folders.delete(above(keyOf(path)));
    }
    if (gone.size === 0) return;
    for (const folder of this.#folders.keys()) {
      for (let at = folder; at !== ''; at = above(at)) if (gone.has(at)) this.#folders.delete(folder);
    }
  }

  clear(): void {
    this.#folders.clear();
  }
}

/** One character per byte, so that every name can be a key. */
const keyOf = (path: Buffer): string => path.toString('latin1');

const above = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));
