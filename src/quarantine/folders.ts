import { chmodSync, mkdirSync } from 'node:fs';
import { flush } from '../files/copy.ts';
import type { Manifest, ParentState } from './manifest.ts';
import { nameKey, nameToJson } from '../files/name.ts';
import { OwnChanges } from './own-changes.ts';
import type { Refusal } from './refusal.ts';
import { absolute, foldersAbove, parentOf } from '../files/path.ts';
import type { ManifestRecord } from './record.ts';
import { statOrNothing } from '../files/identity.ts';
import { setTimes, type Times } from '../files/times.ts';

const inTheWay: Refusal = { code: 'exists', because: 'a folder above it is now a link or a file' };

/** The folders into which an undo moves things back. */
export class Folders {
  readonly #manifest: Manifest;
  readonly #root: string;
  readonly #ready = new Map<string, Refusal | undefined>();
  readonly #made: Buffer[] = [];

  constructor(manifest: Manifest, root: string) {
    this.#manifest = manifest;
    this.#root = root;
  }

  /** Folders that something else changed since the run took entries from them. Must be called before anything is moved back. */
  foreign(): Buffer[] {
    const ours = new OwnChanges(this.#manifest, this.#root);
    const { undoing } = this.#manifest;
    return this.#touched().flatMap((parent) => {
      const now = statOrNothing(absolute(this.#root, parent.path))?.mtimeNs;
      if (now === undefined || now === parent.before || now === parent.after) return [];
      const mayBeOurs = undoing || parent.after === undefined;
      return mayBeOurs && ours.left(parent, now) ? [] : [parent.path];
    });
  }

  #touched(): ParentState[] {
    return [...this.#manifest.parents.values()].filter(({ before }) => before !== undefined);
  }

  /** Makes sure that a folder exists as before; returns what prevents it, if anything does. */
  ready(folder: Buffer): Refusal | undefined {
    const key = nameKey(folder);
    if (this.#ready.has(key)) return this.#ready.get(key);
    const refusal = folder.length === 0 ? undefined : (this.ready(parentOf(folder)) ?? this.#make(folder));
    this.#ready.set(key, refusal);
    return refusal;
  }

  #make(folder: Buffer): Refusal | undefined {
    const at = absolute(this.#root, folder);
    const stats = statOrNothing(at);
    if (stats !== undefined) return stats.isDirectory() ? undefined : inTheWay;
    mkdirSync(at, 0o700);
    chmodSync(at, this.#mode(folder) | 0o700);
    this.#made.push(folder);
    return undefined;
  }

  #mode(folder: Buffer): number {
    return this.#manifest.parents.get(nameKey(folder))?.mode ?? 0o755;
  }

  /** Flushes the folders and restores their times, except those that something else changed or that still lack entries. */
  async finish(left: ReadonlySet<number>): Promise<void> {
    const lacking = new Set<string>();
    for (const n of left) {
      const item = this.#manifest.items.get(n);
      for (const folder of item ? foldersAbove(item.path) : []) lacking.add(nameKey(folder));
    }
    for (const folder of this.#made.toReversed()) chmodSync(absolute(this.#root, folder), this.#mode(folder));
    const times: Times[] = [];
    const records: ManifestRecord[] = [];
    for (const { path, before } of this.#touched()) {
      const at = absolute(this.#root, path);
      const stats = statOrNothing(at);
      if (before === undefined || stats?.isDirectory() !== true) continue;
      await flush(at);
      const foreign = this.#manifest.foreign.has(nameKey(path));
      if (lacking.has(nameKey(path))) {
        if (!foreign) records.push({ type: 'after', path: nameToJson(path), mtimeNs: String(stats.mtimeNs) });
      } else if (!foreign) times.push({ path: at, mtimeNs: before, atimeNs: stats.atimeNs });
    }
    await setTimes(times);
    await this.#manifest.append([...records, { type: left.size > 0 ? 'halted' : 'undone' }]);
  }
}
