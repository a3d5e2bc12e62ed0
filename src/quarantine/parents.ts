import { flush } from '../files/copy.ts';
import type { Manifest } from './manifest.ts';
import { nameKey, nameToJson } from '../files/name.ts';
import { absolute, foldersAbove, parentOf } from '../files/path.ts';
import type { ManifestRecord } from './record.ts';
import { OwnChanges } from './own-changes.ts';
import { statOrNothing } from '../files/identity.ts';

/** The folders from which one take removes entries: their modes and times before, their times after. */
export class Parents {
  readonly #manifest: Manifest;
  readonly #root: string;
  readonly #touched = new Map<string, Buffer>();
  readonly #ours: OwnChanges;
  readonly #recorded = new Set<string>();

  constructor(manifest: Manifest, root: string) {
    this.#manifest = manifest;
    this.#root = root;
    this.#ours = new OwnChanges(manifest, root);
  }

  /** The records to write before an entry is taken from the folder of `path`. */
  before(path: Buffer): ManifestRecord[] {
    const parent = parentOf(path);
    if (this.#touched.has(nameKey(parent))) return [];
    this.#touched.set(nameKey(parent), parent);
    const records: ManifestRecord[] = [];
    const known = this.#manifest.parents.get(nameKey(parent));
    const stats = statOrNothing(absolute(this.#root, parent));
    if (stats && !(known?.before !== undefined && this.#ours.left(known, stats.mtimeNs))) {
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

  /** Flushes the folders and records their present times. */
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
