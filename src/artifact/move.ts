import { lstatSync, renameSync, type BigIntStats } from 'node:fs';
import { carry } from './carry.ts';
import { attributesOf } from './copy.ts';
import type { Manifest } from './manifest.ts';
import { mark } from './marker.ts';
import { nameToJson, printable } from './name.ts';
import { refusalOf, type Refusal } from './outcome.ts';
import { absolute, baseOf } from './path.ts';
import type { Move } from './record.ts';
import { errorCode, inodeKey, isSame, isUntouched, type Seen } from './seen.ts';
import { asideOf, putBack, settle } from './settle.ts';
import { itemPath } from './store.ts';

/** One entry on its way into the store. */
export interface Planned {
  readonly seen: Seen;
  /** Where it really lies, relative to the root: no link in it. */
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
  /** Something stands aside, because its place was taken: the mark stays, and the next one tries again. */
  unsettled: boolean;
}

export const changed: Refusal = { code: 'changed', because: 'it changed while it was looked at' };
const displaced: Refusal = {
  code: 'changed',
  because: 'it changed while it was looked at, and something new stands in its place: undo lists it',
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

/** Moving one name of a file sets the ctime of its other names: for those of this run the rest has to do. */
export function isAsSeen(manifest: Manifest, seen: Seen, now: BigIntStats): boolean {
  if (isUntouched(seen, now)) return true;
  manifest.refresh();
  return isSame(seen, now) && seen.kind !== 'directory' && manifest.inodes.has(inodeKey(seen));
}

/** Since it was planned, an instant ago. */
function isStill({ seen, stats }: Planned, now: BigIntStats): boolean {
  const hasOtherNames = stats.nlink > 1n && seen.kind !== 'directory';
  return isSame(seen, now) && (hasOtherNames || stats.ctimeNs === now.ctimeNs);
}

/** Moves what was planned, and recorded, into the store; the reason when it stays where it is. */
export async function moveOut(mover: Mover, planned: Planned): Promise<Refusal | undefined> {
  try {
    return moveHere(mover, planned);
  } catch (error) {
    if (errorCode(error) !== 'EXDEV') return refusalOf(error);
  }
  return moveAway(mover, planned);
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

async function moveAway(mover: Mover, { n }: Planned): Promise<Refusal | undefined> {
  const { root, run, manifest, claim, signal } = mover;
  const item = manifest.items.get(n);
  if (item === undefined) throw new Error(`item ${n} was not recorded before its move`);
  let refusal = changed;
  try {
    mark(manifest.folder, claim);
    if (await carry(root, run, manifest, item, signal)) return undefined;
  } catch (error) {
    refusal = refusalOf(error);
  }
  if (await settle(root, run, manifest, item, 'back')) return refusal;
  mover.unsettled = true;
  const aside = printable(baseOf(asideOf(root, run, item)));
  return { code: 'changed', because: `something new stands in its place: it stands beside that as ${aside}` };
}
