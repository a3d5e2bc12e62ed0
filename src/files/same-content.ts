import { closeSync, constants, lstatSync, openSync, readdirSync, readlinkSync, readSync } from 'node:fs';
import { yielder } from './yield.ts';
import { joined, nothing } from './path.ts';
import { kindOf } from './identity.ts';

const CHUNK = 1 << 18;

/** Whether kinds, names, link targets and bytes are equal; modes and times are not compared. */
export async function isCopy(one: Buffer, other: Buffer, signal?: AbortSignal): Promise<boolean> {
  const [a, b] = [lstatSync(one, { bigint: true }), lstatSync(other, { bigint: true })];
  const kind = kindOf(a);
  if (kind !== kindOf(b)) return false;
  if (kind === 'file') return a.size === b.size && startsWith(one, other, signal);
  if (kind === 'link') return readlinkSync(one, 'buffer').equals(readlinkSync(other, 'buffer'));
  if (kind === 'other') return false;
  const [inOne, inOther] = [names(one), names(other)];
  if (inOne.length !== inOther.length || inOne.some((name, i) => !name.equals(inOther[i] ?? nothing))) return false;
  for (const name of inOne) if (!(await isCopy(joined(one, name), joined(other, name), signal))) return false;
  return true;
}

const names = (folder: Buffer): Buffer[] => readdirSync(folder, { encoding: 'buffer' }).toSorted(Buffer.compare);

/** Whether the file `whole` begins with the whole content of the file `start`. */
export async function startsWith(whole: Buffer, start: Buffer, signal?: AbortSignal): Promise<boolean> {
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW;
  const chunk = Math.min(CHUNK, lstatSync(start).size + 1);
  const [left, right] = [Buffer.allocUnsafe(chunk), Buffer.allocUnsafe(chunk)];
  const breathe = yielder(signal);
  const files: number[] = [];
  const open = (path: Buffer): number => files[files.push(openSync(path, flags)) - 1] ?? -1;
  try {
    const [a, b] = [open(whole), open(start)];
    for (;;) {
      const length = readSync(b, right, 0, chunk, null);
      if (length === 0) return true;
      if (readSync(a, left, 0, length, null) < length) return false;
      if (left.compare(right, 0, length, 0, length) !== 0) return false;
      await breathe();
    }
  } finally {
    for (const file of files) closeSync(file);
  }
}
