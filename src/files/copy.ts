import {
  chmodSync,
  closeSync,
  constants,
  fsync,
  lchownSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readSync,
  writeSync,
} from 'node:fs';
import { readdirSync, readlinkSync, symlinkSync, type BigIntStats } from 'node:fs';
import { execFile } from 'node:child_process';
import { setImmediate as turn } from 'node:timers/promises';
import { promisify } from 'node:util';
import { yielder } from './yield.ts';
import { joined, nothing } from './path.ts';
import { errorCode, kindOf } from './identity.ts';

const CHUNK = 1 << 18;
const sync = promisify(fsync);

export interface Attributes {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly mtimeNs: string;
  readonly atimeNs: string;
}

export interface Copied {
  /** Relative to the copied entry; the entry itself has the empty path. */
  readonly path: Buffer;
  readonly stats: BigIntStats;
}

export async function flush(path: Buffer | string): Promise<void> {
  const file = openSync(path, constants.O_RDONLY);
  try {
    await sync(file);
  } catch (error) {
    // Some file systems cannot flush a folder; nothing more can be done there.
    if (errorCode(error) !== 'EINVAL') throw error;
  } finally {
    closeSync(file);
  }
}

/** Above this number of files, one flush of the whole file system is cheaper than one flush each. */
const MANY = 256;

export interface Copy {
  readonly to: Buffer;
  readonly copied: readonly Copied[];
}

/** Flushes what was copied into `folder`. */
export async function flushCopies(folder: string, copies: readonly Copy[]): Promise<void> {
  const count = copies.reduce((sum, { copied }) => sum + copied.length, 0);
  if (count > MANY && (await flushFileSystem(folder))) return;
  for (const { to, copied } of copies) {
    for (const { path, stats } of copied) {
      if (stats.isFile() || stats.isDirectory()) await flush(joined(to, path));
    }
  }
}

/** syncfs(2), which Node lacks; false if `sync` does not support it. */
function flushFileSystem(folder: string): Promise<boolean> {
  return promisify(execFile)('sync', ['-f', '--', folder]).then(
    () => true,
    () => false,
  );
}

/** Copies content, links, and hard links within the tree to an empty place. The caller flushes and sets modes and times. */
export async function copyTree(from: Buffer, to: Buffer, signal?: AbortSignal): Promise<Copied[]> {
  const copied: Copied[] = [];
  const linked = new Map<bigint, Buffer>();
  const breathe = yielder(signal);
  const visit = async (path: Buffer): Promise<void> => {
    await breathe();
    const [source, target] = [joined(from, path), joined(to, path)];
    const stats = lstatSync(source, { bigint: true });
    copied.push({ path, stats });
    const twin = stats.nlink > 1n ? linked.get(stats.ino) : undefined;
    if (twin !== undefined && !stats.isDirectory()) return linkSync(twin, target);
    linked.set(stats.ino, target);
    await copyOne(source, target, stats);
    if (!stats.isDirectory()) return;
    for (const name of readdirSync(source, { encoding: 'buffer' })) await visit(joined(path, name));
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
      return copyBytes(source, target, Number(stats.size));
    case 'other':
      throw Object.assign(new Error('neither a file, a directory nor a link'), { code: 'ENOTSUP', syscall: 'copy' });
  }
}

// fs.copyFile always sets the mode, which fails on a file system without modes.
async function copyBytes(source: Buffer, target: Buffer, size: number): Promise<void> {
  const from = openSync(source, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    const to = openSync(target, 'wx', 0o600);
    try {
      // One byte more than expected, so that small files end with the first read.
      const buffer = Buffer.allocUnsafe(Math.min(CHUNK, size + 1));
      let length = readSync(from, buffer);
      while (length > 0) {
        for (let at = 0; at < length;) at += writeSync(to, buffer, at, length - at);
        if (length < buffer.length) break;
        await turn();
        length = readSync(from, buffer);
      }
    } finally {
      closeSync(to);
    }
  } finally {
    closeSync(from);
  }
}

export const attributesOf = (stats: BigIntStats): Attributes => ({
  mode: Number(stats.mode & 0o7777n),
  uid: Number(stats.uid),
  gid: Number(stats.gid),
  mtimeNs: String(stats.mtimeNs),
  atimeNs: String(stats.atimeNs),
});

/** Sets the owner (if permitted) and the mode. Extended attributes and ACLs are not copied. */
export function setAttributes(path: Buffer, wanted: Attributes): void {
  const stats = lstatSync(path);
  if (stats.uid !== wanted.uid || stats.gid !== wanted.gid) tolerate(() => lchownSync(path, wanted.uid, wanted.gid));
  // A file system without modes has nothing to set; some report that as an error.
  if (!stats.isSymbolicLink()) tolerate(() => chmodSync(path, wanted.mode));
}

function tolerate(change: () => void): void {
  try {
    change();
  } catch (error) {
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP'].includes(errorCode(error))) throw error;
  }
}
