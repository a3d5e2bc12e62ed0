import { accessSync, constants, renameSync } from 'node:fs';
import { attributesOf, copyTree, flush, flushCopies, type Copied, type Copy } from '../files/copy.ts';
import { discard } from '../files/discard.ts';
import type { Item, Manifest } from './manifest.ts';
import { nameToJson } from '../files/name.ts';
import { absolute, joined } from '../files/path.ts';
import { isCopy } from '../files/same-content.ts';
import { isSame, seenAs, statOrNothing } from '../files/identity.ts';
import { asideOf, partOf } from './recover.ts';
import { itemPath } from './store.ts';

interface Load extends Copy {
  readonly item: Item;
  readonly from: Buffer;
}

/**
 * Takes items to a store on another device: copies, flushes, sets the original aside, compares, and only then removes it.
 * `<n>` appears in the store once copy and original are known to be the same. Items that fail or have changed are restored
 * by the caller.
 */
export class CrossDeviceTake {
  readonly #root: string;
  readonly #run: string;
  readonly #manifest: Manifest;
  readonly #signal: AbortSignal | undefined;
  readonly #loads: Load[] = [];

  constructor(root: string, run: string, manifest: Manifest, signal: AbortSignal | undefined) {
    this.#root = root;
    this.#run = run;
    this.#manifest = manifest;
    this.#signal = signal;
  }

  async load(item: Item): Promise<void> {
    const from = absolute(this.#root, item.path);
    const to = partOf(this.#manifest, item);
    const copied = await copyTree(from, to, this.#signal);
    refuseUnremovable(from, copied);
    this.#loads.push({ item, from, to, copied });
  }

  /** Makes the copies safe from a power failure and records the attributes that the store may not keep. */
  async secure(): Promise<void> {
    await flushCopies(this.#manifest.folder, this.#loads);
    await this.#manifest.append(
      this.#loads.flatMap(({ item: { n }, copied }) =>
        copied.map(({ path, stats }) => ({
          type: 'member' as const,
          n,
          path: nameToJson(path),
          ...attributesOf(stats),
        })),
      ),
    );
  }

  /** False if the original has changed since it was copied. */
  async exchange(item: Item): Promise<boolean> {
    const load = this.#loads.find((each) => each.item.n === item.n);
    if (load === undefined) throw new Error(`item ${item.n} was not copied before its exchange`);
    const aside = asideOf(this.#root, this.#run, item);
    renameSync(load.from, aside);
    if (!isUnchanged(aside, item, load.copied) || !(await isCopy(aside, load.to, this.#signal))) return false;
    renameSync(load.to, itemPath(this.#manifest.folder, item.n));
    return true;
  }

  /** Removes the originals of the items that are now safely in the store. */
  async unload(items: readonly Item[]): Promise<void> {
    await flush(this.#manifest.folder);
    for (const item of items) await discard(asideOf(this.#root, this.#run, item));
  }
}

function isUnchanged(aside: Buffer, item: Item, copied: readonly Copied[]): boolean {
  const { kind, dev, ino, size, mtimeNs } = item;
  const top = { kind, dev: BigInt(dev), ino: BigInt(ino), size: BigInt(size), mtimeNs: BigInt(mtimeNs) };
  return copied.every(({ path, stats }) => {
    const now = statOrNothing(joined(aside, path));
    return now !== undefined && isSame(path.length === 0 ? top : seenAs(path, stats), now);
  });
}

/** A foreign folder that can be read but not emptied would leave a part of the original behind. */
function refuseUnremovable(from: Buffer, copied: readonly Copied[]): void {
  const me = BigInt(process.geteuid?.() ?? 0);
  for (const { path, stats } of copied) {
    if (!stats.isDirectory() || stats.uid === me) continue;
    accessSync(joined(from, path), constants.W_OK | constants.X_OK);
  }
}
