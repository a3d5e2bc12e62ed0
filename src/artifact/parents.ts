import { flush } from './copy.ts';
import type { Manifest, ParentState } from './manifest.ts';
import { nameKey, nameToJson } from './name.ts';
import { absolute, foldersAbove, parentOf } from './path.ts';
import type { ManifestRecord } from './record.ts';
import { statOrNothing } from './seen.ts';
import { itemPath } from './store.ts';

/** A rename sets the folder's mtime and the item's ctime, not always in the same tick. */
const TOLERANCE_NS = 2_000_000_000n;

/** Whether a folder's mtime was left by our own moves: for a take or an undo that was killed before it could say. */
export function isOurs(manifest: Manifest, root: string, { path, before, after }: ParentState, mtimeNs: bigint): boolean {
  if (mtimeNs === before || mtimeNs === after) return true;
  const key = nameKey(path);
  for (const item of manifest.items.values()) {
    if (nameKey(parentOf(item.path)) !== key) continue;
    const stats = statOrNothing(itemPath(manifest.folder, item.n)) ?? statOrNothing(absolute(root, item.path));
    if (stats === undefined) continue;
    const apart = stats.ctimeNs - mtimeNs;
    if (apart < TOLERANCE_NS && apart > -TOLERANCE_NS) return true;
  }
  return false;
}

/** The folders that one take removes from: their modes and times before, their times after. */
export class Parents {
  readonly #manifest: Manifest;
  readonly #root: string;
  readonly #touched = new Map<string, Buffer>();
  readonly #recorded = new Set<string>();

  constructor(manifest: Manifest, root: string) {
    this.#manifest = manifest;
    this.#root = root;
  }

  /** The records to write before something is taken from the folder of `path`. */
  before(path: Buffer): ManifestRecord[] {
    const parent = parentOf(path);
    if (this.#touched.has(nameKey(parent))) return [];
    this.#touched.set(nameKey(parent), parent);
    const records: ManifestRecord[] = [];
    const known = this.#manifest.parents.get(nameKey(parent));
    const stats = statOrNothing(absolute(this.#root, parent));
    if (stats && !(known && isOurs(this.#manifest, this.#root, known, stats.mtimeNs))) {
      records.push(this.#record(parent, Number(stats.mode & 0o7777n), String(stats.mtimeNs)));
    }
    return [...records, ...this.#above(parent)];
  }

  #above(parent: Buffer): ManifestRecord[] {
    const records: ManifestRecord[] = [];
    for (const folder of foldersAbove(parent)) {
      const key = nameKey(folder);
      if (folder.length === 0 || this.#recorded.has(key) || this.#manifest.parents.has(key)) continue;
      this.#recorded.add(key);
      const stats = statOrNothing(absolute(this.#root, folder));
      if (stats) records.push(this.#record(folder, Number(stats.mode & 0o7777n), null));
    }
    return records;
  }

  #record(path: Buffer, mode: number, before: string | null): ManifestRecord {
    return { type: 'parent', path: nameToJson(path), mode, before };
  }

  /** Flushes the folders and records the times that they have now. */
  async finish(): Promise<void> {
    const records: ManifestRecord[] = [];
    for (const path of this.#touched.values()) {
      const at = absolute(this.#root, path);
      const stats = statOrNothing(at);
      if (stats?.isDirectory() !== true) continue;
      await flush(at);
      records.push({ type: 'after', path: nameToJson(path), mtimeNs: String(stats.mtimeNs) });
    }
    await this.#manifest.append(records);
  }
}
