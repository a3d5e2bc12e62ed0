import { chmodSync, closeSync, constants, fsync, lchownSync, linkSync, lstatSync, mkdirSync, openSync } from 'node:fs';
import { readdirSync, readlinkSync, symlinkSync, type BigIntStats } from 'node:fs';
import { open } from 'node:fs/promises';
import { promisify } from 'node:util';
import { joined, nothing } from './path.ts';
import { errorCode, kindOf } from './seen.ts';
import type { Attributes } from './record.ts';

const CHUNK = 1 << 18;
const sync = promisify(fsync);

export interface Copied {
  /** Relative to the copied thing; itself is the empty path. */
  readonly path: Buffer;
  readonly stats: BigIntStats;
}

export async function flush(path: Buffer | string): Promise<void> {
  const file = openSync(path, constants.O_RDONLY);
  try {
    await sync(file);
  } catch (error) {
    // Some file systems cannot flush a folder; there is nothing more to be had there.
    if (errorCode(error) !== 'EINVAL') throw error;
  } finally {
    closeSync(file);
  }
}

/** Copies content, links and hard links among themselves onto a place where nothing is, flushed; modes and times come after. */
export async function copyTree(from: Buffer, to: Buffer, signal?: AbortSignal): Promise<Copied[]> {
  const copied: Copied[] = [];
  const linked = new Map<bigint, Buffer>();
  const visit = async (path: Buffer): Promise<void> => {
    signal?.throwIfAborted();
    const [source, target] = [joined(from, path), joined(to, path)];
    const stats = lstatSync(source, { bigint: true });
    copied.push({ path, stats });
    const twin = stats.nlink > 1n ? linked.get(stats.ino) : undefined;
    if (twin !== undefined && !stats.isDirectory()) return linkSync(twin, target);
    linked.set(stats.ino, target);
    await copyOne(source, target, stats);
    if (!stats.isDirectory()) return;
    for (const name of readdirSync(source, { encoding: 'buffer' })) await visit(joined(path, name));
    await flush(target);
  };
  await visit(nothing);
  return copied;
}

async function copyOne(source: Buffer, target: Buffer, stats: BigIntStats): Promise<void> {
  switch (kindOf(stats)) {
    case 'directory':
      return mkdirSync(target, 0o700);
    case 'link':
      return symlinkSync(readlinkSync(source, { encoding: 'buffer' }), target);
    case 'file':
      return copyBytes(source, target);
    case 'other':
      throw Object.assign(new Error('neither a file, a directory nor a link'), { code: 'ENOTSUP', syscall: 'copy' });
  }
}

// fs.copyFile insists on setting the mode, which fails where the file system has none.
async function copyBytes(source: Buffer, target: Buffer): Promise<void> {
  await using from = await open(source, constants.O_RDONLY | constants.O_NOFOLLOW);
  await using to = await open(target, 'wx', 0o600);
  const buffer = Buffer.allocUnsafe(CHUNK);
  for (;;) {
    const { bytesRead } = await from.read(buffer, 0, CHUNK);
    if (bytesRead === 0) break;
    await to.writeFile(buffer.subarray(0, bytesRead));
  }
  await to.sync();
}

export const attributesOf = (stats: BigIntStats): Attributes => ({
  mode: Number(stats.mode & 0o7777n),
  uid: Number(stats.uid),
  gid: Number(stats.gid),
  mtimeNs: String(stats.mtimeNs),
  atimeNs: String(stats.atimeNs),
});

/** Owner (where we may) and mode. Extended attributes and ACLs are not carried over. */
export function setAttributes(path: Buffer, wanted: Attributes): void {
  const stats = lstatSync(path);
  if (stats.uid !== wanted.uid || stats.gid !== wanted.gid) tolerate(() => lchownSync(path, wanted.uid, wanted.gid));
  // On a file system without modes there is nothing to set, and some say so with an error.
  if (!stats.isSymbolicLink()) tolerate(() => chmodSync(path, wanted.mode));
}

function tolerate(change: () => void): void {
  try {
    change();
  } catch (error) {
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP'].includes(errorCode(error))) throw error;
  }
}

