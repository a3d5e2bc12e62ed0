import { chmodSync, lstatSync, readdirSync, rmdirSync, unlinkSync } from 'node:fs';
import { yielder } from './yield.ts';
import { joined } from './path.ts';
import { errorCode, statOrNothing } from './identity.ts';

/** Deletes an entry of the quarantine or a copy for good; returns the freed bytes. It may be killed at any time. */
export async function discard(path: Buffer, signal?: AbortSignal): Promise<number> {
  const breathe = yielder(signal);
  let freed = 0;
  const visit = async (at: Buffer): Promise<void> => {
    const stats = statOrNothing(at);
    if (stats === undefined) return;
    const pause = breathe();
    if (pause) await pause;
    if (!stats.isDirectory()) {
      unlinkSync(at);
      // The last name of the file: only its removal frees the bytes.
      if (stats.nlink === 1n) freed += Number(stats.size);
      return;
    }
    for (const name of open(at)) await visit(joined(at, name));
    rmdirSync(at);
  };
  await visit(path);
  return freed;
}

/** Lists a folder that will be deleted, and makes sure that its entries can be removed. */
function open(folder: Buffer): Buffer[] {
  try {
    if ((lstatSync(folder).mode & 0o700) !== 0o700) chmodSync(folder, 0o700);
  } catch (error) {
    // The folder of another user; perhaps its group may write.
    if (errorCode(error) !== 'EPERM') throw error;
  }
  return readdirSync(folder, { encoding: 'buffer' });
}

/**
 * The bytes that removing all of these together would free, counted as sizes, not as blocks:
 * a file counts once, and only if all its names are among them.
 */
export async function weigh(paths: Iterable<Buffer>, signal?: AbortSignal): Promise<number> {
  const breathe = yielder(signal);
  const shared = new Map<string, bigint>();
  let bytes = 0;
  const ahead = [...paths];
  for (let at = ahead.pop(); at !== undefined; at = ahead.pop()) {
    const stats = statOrNothing(at);
    if (stats === undefined) continue;
    const pause = breathe();
    if (pause) await pause;
    if (stats.isDirectory()) for (const name of list(at)) ahead.push(joined(at, name));
    else if (stats.nlink === 1n) bytes += Number(stats.size);
    else {
      const key = `${stats.dev}:${stats.ino}`;
      const left = (shared.get(key) ?? stats.nlink) - 1n;
      shared.set(key, left);
      if (left === 0n) bytes += Number(stats.size);
    }
  }
  return bytes;
}

function list(folder: Buffer): Buffer[] {
  try {
    return readdirSync(folder, { encoding: 'buffer' });
  } catch (error) {
    // Entries that cannot be read are not counted: the estimate may be too low, but not too high.
    errorCode(error);
    return [];
  }
}
