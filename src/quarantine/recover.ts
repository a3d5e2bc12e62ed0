import { renameSync, type BigIntStats } from 'node:fs';
import { discard } from '../files/discard.ts';
import type { Item, Manifest } from './manifest.ts';
import { deadMarks, unmark } from './marker.ts';
import { nameToJson } from '../files/name.ts';
import { isNear } from './own-changes.ts';
import { asideName } from '../files/reserved-names.ts';
import { absolute, joined, parentOf } from '../files/path.ts';
import { place } from '../files/place.ts';
import { isCopy } from '../files/same-content.ts';
import { inodeKey, statOrNothing } from '../files/identity.ts';
import { itemPath } from './store.ts';
import { setTimes } from '../files/times.ts';

export const asideOf = (root: string, run: string, item: Item): Buffer =>
  absolute(root, joined(parentOf(item.path), asideName(run, item.n)));

export const partOf = ({ folder }: Manifest, { n }: Item): Buffer =>
  Buffer.concat([itemPath(folder, n), Buffer.from('.part')]);

/**
 * Cleans up after copying processes that were killed, so that each of their items is whole in one place again.
 * Returns the inodes that this may have touched: removing one name of a file sets the ctime of its other names.
 */
export async function recoverRun(root: string, run: string, manifest: Manifest): Promise<ReadonlySet<string>> {
  const touched = new Set<string>();
  for (const id of deadMarks(manifest.folder)) {
    const first = manifest.firstNumbers.get(id) ?? 0;
    const end = manifest.firstNumbers.has(id) ? nextFirst(manifest, first) : Infinity;
    let whole = true;
    for (const item of manifest.items.values()) {
      if (item.n < first || item.n >= end) continue;
      touched.add(inodeKey(item));
      whole = (await recover(root, run, manifest, item, 'onward')) && whole;
    }
    if (whole) unmark(manifest.folder, id);
  }
  return touched;
}

function nextFirst(manifest: Manifest, first: number): number {
  const later = [...manifest.firstNumbers.values()].filter((n) => n > first);
  return later.length > 0 ? Math.min(...later) : Infinity;
}

/** False if the item is still set aside because something new has taken its place. */
export async function recover(
  root: string,
  run: string,
  manifest: Manifest,
  item: Item,
  way: 'back' | 'onward',
): Promise<boolean> {
  const store = itemPath(manifest.folder, item.n);
  const aside = asideOf(root, run, item);
  const parent = absolute(root, parentOf(item.path));
  const before = statOrNothing(parent);
  const there = statOrNothing(aside);
  let whole = true;
  if (there !== undefined) {
    const isWhole = statOrNothing(store) !== undefined || (way === 'onward' && (await complete(store, aside, item)));
    if (isWhole) await discard(aside);
    else whole = putBack(aside, absolute(root, item.path), item);
    if (before) await keepTime(manifest, parentOf(item.path), parent, before, there);
  }
  for (const rest of ['.part', '.gone']) await discard(Buffer.concat([store, Buffer.from(rest)]));
  return whole;
}

/** Cleaning up must not look like a foreign change of the folder; setting the item aside was Turnaround's change as well. */
async function keepTime(
  manifest: Manifest,
  folder: Buffer,
  at: Buffer,
  { mtimeNs, atimeNs }: BigIntStats,
  aside: BigIntStats,
): Promise<void> {
  await setTimes([{ path: at, mtimeNs, atimeNs }]);
  if (isNear(aside.ctimeNs, mtimeNs)) {
    await manifest.append([{ type: 'after', path: nameToJson(folder), mtimeNs: String(mtimeNs) }]);
  }
}

/** An original is set aside only after its copy was made; if both are still the same, the move is completed. */
async function complete(store: Buffer, aside: Buffer, item: Item): Promise<boolean> {
  const part = Buffer.concat([store, Buffer.from('.part')]);
  const stats = statOrNothing(aside);
  if (stats === undefined || statOrNothing(part) === undefined) return false;
  if (String(stats.mtimeNs) !== item.mtimeNs || !(await isCopy(aside, part))) return false;
  renameSync(part, store);
  return true;
}

/** Moves within one folder, without overwriting. */
export function putBack(from: Buffer, to: Buffer, { kind }: Pick<Item, 'kind'>): boolean {
  const placed = place(from, to, kind);
  if (placed !== 'no-links') return placed === 'placed';
  // link(2) is not available here: the best protection is a check before the rename.
  if (statOrNothing(to) !== undefined) return false;
  renameSync(from, to);
  return true;
}
