import { accessSync, constants, renameSync } from 'node:fs';
import { attributesOf, copyTree, flush, type Copied } from './copy.ts';
import { discard } from './discard.ts';
import type { Item, Manifest } from './manifest.ts';
import { nameToJson } from './name.ts';
import { absolute, joined, parentOf } from './path.ts';
import { isCopy } from './same.ts';
import { isSame, seenAs, statOrNothing } from './seen.ts';
import { asideOf } from './settle.ts';
import { itemPath } from './store.ts';

/**
 * Takes an item to a store on another device: copy, flush, set the original aside, compare, and only then remove it.
 * `<n>` appears in the store when copy and original are known to be the same. False when the original has
 * changed meanwhile. After that or a failure, `settle` brings everything back.
 */
export async function carry(
  root: string,
  run: string,
  manifest: Manifest,
  item: Item,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const from = absolute(root, item.path);
  const store = itemPath(manifest.folder, item.n);
  const part = Buffer.concat([store, Buffer.from('.part')]);
  const aside = asideOf(root, run, item);
  const copied = await copyTree(from, part, signal);
  refuseUnremovable(from, copied);
  await manifest.append(
    copied.map(({ path, stats }) => ({ type: 'member', n: item.n, path: nameToJson(path), ...attributesOf(stats) })),
  );
  renameSync(from, aside);
  await flush(absolute(root, parentOf(item.path)));
  if (!isUnchanged(aside, item, copied) || !(await isCopy(aside, part, signal))) return false;
  renameSync(part, store);
  await flush(manifest.folder);
  await discard(aside);
  return true;
}

function isUnchanged(aside: Buffer, item: Item, copied: readonly Copied[]): boolean {
  const { kind, dev, ino, size, mtimeNs } = item;
  const top = { kind, dev: BigInt(dev), ino: BigInt(ino), size: BigInt(size), mtimeNs: BigInt(mtimeNs) };
  return copied.every(({ path, stats }) => {
    const now = statOrNothing(joined(aside, path));
    return now !== undefined && isSame(path.length === 0 ? top : seenAs(path, stats), now);
  });
}

/** Somebody else's folder that we may read but not empty would leave half an original behind. */
function refuseUnremovable(from: Buffer, copied: readonly Copied[]): void {
  const me = BigInt(process.geteuid?.() ?? 0);
  for (const { path, stats } of copied) {
    if (!stats.isDirectory() || stats.uid === me) continue;
    accessSync(joined(from, path), constants.W_OK | constants.X_OK);
  }
}
