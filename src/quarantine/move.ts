import { lstatSync, renameSync, type BigIntStats } from 'node:fs';
import { CrossDeviceTake } from './take-across-devices.ts';
import { attributesOf } from '../files/copy.ts';
import type { Item, Manifest } from './manifest.ts';
import { mark } from './marker.ts';
import { nameToJson, printable } from '../files/name.ts';
import { refusalOf, type Refusal } from './refusal.ts';
import { absolute, baseOf } from '../files/path.ts';
import type { Move } from './record.ts';
import { errorCode, inodeKey, isSame, isUntouched, type Seen } from '../files/identity.ts';
import { asideOf, putBack, recover } from './recover.ts';
import { itemPath } from './store.ts';

/** The number of copies that share one flush; until then each takes its space twice. */
const AT_ONCE = 32;

/** One entry on its way into the store. */
export interface Planned {
  readonly seen: Seen;
  /** Its real path relative to the root, without links. */
  readonly real: Buffer;
  readonly n: number;
  readonly stats: BigIntStats;
}

export interface Mover {
  readonly root: string;
  readonly run: string;
  readonly claim: string;
  readonly manifest: Manifest;
  readonly signal: AbortSignal | undefined;
  /** An original is still set aside because its place was taken: the mark stays, so the next run tries again. */
  unsettled: boolean;
}

export const changed: Refusal = { code: 'changed', because: 'it changed while it was being moved' };
const stopped: Refusal = { code: 'failed', because: 'the run was stopped' };
const displaced: Refusal = {
  code: 'changed',
  because: 'it changed while it was being moved, and something new is in its place: undo lists it',
};

export function intent({ seen, real, n, stats }: Planned, task: string): Move & { task: string } {
  const { kind, dev, ino, size } = seen;
  return {
    type: 'move',
    n,
    path: nameToJson(real),
    task,
    kind,
    dev: String(dev),
    ino: String(ino),
    size: String(size),
    nlink: Number(stats.nlink),
    ...attributesOf(stats),
  };
}

/** Moving one name of a file sets the ctime of its other names; for those of this run, the other attributes must match. */
export function isAsSeen(manifest: Manifest, seen: Seen, now: BigIntStats): boolean {
  if (isUntouched(seen, now)) return true;
  manifest.refresh();
  return isSame(seen, now) && seen.kind !== 'directory' && manifest.inodes.has(inodeKey(seen));
}

/** Whether it changed since it was planned, a moment ago. */
function isStill({ seen, stats }: Planned, now: BigIntStats): boolean {
  const hasOtherNames = stats.nlink > 1n && seen.kind !== 'directory';
  return isSame(seen, now) && (hasOtherNames || stats.ctimeNs === now.ctimeNs);
}

/** Moves the planned and recorded entries into the store; returns why the others stay where they are. */
export async function moveOut(mover: Mover, planned: readonly Planned[]): Promise<Map<number, Refusal>> {
  const refusals = new Map<number, Refusal>();
  const away: Item[] = [];
  for (const each of planned) {
    try {
      const refusal = moveHere(mover, each);
      if (refusal) refusals.set(each.n, refusal);
    } catch (error) {
      const item = mover.manifest.items.get(each.n);
      if (errorCode(error) === 'EXDEV' && item) away.push(item);
      else refusals.set(each.n, refusalOf(error));
    }
  }
  if (away.length > 0) mark(mover.manifest.folder, mover.claim);
  for (let at = 0; at < away.length; at += AT_ONCE) {
    await moveAway(mover, away.slice(at, at + AT_ONCE), refusals);
  }
  return refusals;
}

function moveHere(mover: Mover, planned: Planned): Refusal | undefined {
  const { seen, real, n } = planned;
  const from = absolute(mover.root, real);
  const to = itemPath(mover.manifest.folder, n);
  if (!isStill(planned, lstatSync(from, { bigint: true }))) return changed;
  renameSync(from, to);
  if (isSame(seen, lstatSync(to, { bigint: true }))) return undefined;
  return putBack(to, from, seen) ? changed : displaced;
}

/** Moves to another device, with one flush for all entries. */
async function moveAway(mover: Mover, items: readonly Item[], refusals: Map<number, Refusal>): Promise<void> {
  const { root, run, manifest, signal } = mover;
  const carrier = new CrossDeviceTake(root, run, manifest, signal);
  const attempt = async (item: Item, work: () => Promise<boolean>): Promise<Item[]> => {
    let refusal = changed;
    try {
      if (await work()) return [item];
    } catch (error) {
      refusal = isAbort(error, signal) ? stopped : refusalOf(error);
    }
    refusals.set(item.n, await bringBack(mover, item, refusal));
    return [];
  };
  const loaded: Item[] = [];
  for (const item of items) loaded.push(...(await attempt(item, () => carrier.load(item).then(() => true))));
  try {
    await carrier.secure();
  } catch (error) {
    for (const item of loaded) refusals.set(item.n, await bringBack(mover, item, refusalOf(error)));
    return;
  }
  const exchanged: Item[] = [];
  for (const item of loaded) exchanged.push(...(await attempt(item, () => carrier.exchange(item))));
  await carrier.unload(exchanged);
}

const isAbort = (error: unknown, signal: AbortSignal | undefined): boolean =>
  signal?.aborted === true && error === signal.reason;

async function bringBack(mover: Mover, item: Item, refusal: Refusal): Promise<Refusal> {
  const { root, run, manifest } = mover;
  if (await recover(root, run, manifest, item, 'back')) return refusal;
  mover.unsettled = true;
  const aside = printable(baseOf(asideOf(root, run, item)));
  return { code: 'changed', because: `something new is in its place: the former content is beside it as ${aside}` };
}
