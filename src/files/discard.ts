import { chmodSync, lstatSync, readdirSync, rmdirSync, unlinkSync } from 'node:fs';
import { breather } from './yield.ts';
import { joined } from './path.ts';
import { errorCode, statOrNothing } from './identity.ts';

/** Removes for good what is in the quarantine or was copied there; returns the bytes that this freed. Killable. */
export async function discard(path: Buffer, signal?: AbortSignal): Promise<number> {
  const breathe = breather(signal);
  let freed = 0;
  const visit = async (at: Buffer): Promise<void> => {
    const stats = statOrNothing(at);
    if (stats === undefined) return;
    const pause = breathe();
    if (pause) await pause;
    if (!stats.isDirectory()) {
      unlinkSync(at);
      // The last name of the file: only this one frees its bytes.
      if (stats.nlink === 1n) freed += Number(stats.size);
      return;
    }
    for (const name of open(at)) await visit(joined(at, name));
    rmdirSync(at);
  };
  await visit(path);
  return freed;
}

/** Lists a folder that is about to go, and makes sure that its entries can be removed. */
function open(folder: Buffer): Buffer[] {
  try {
    if ((lstatSync(folder).mode & 0o700) !== 0o700) chmodSync(folder, 0o700);
  } catch (error) {
    // Somebody else's folder: perhaps its group may write.
    if (errorCode(error) !== 'EPERM') throw error;
  }
  return readdirSync(folder, { encoding: 'buffer' });
}

/**
 * The bytes that removing all of these together would free, as sizes and not as blocks:
 * a file counts once, and only when every name of it is among them.
 */
export async function weigh(paths: Iterable<Buffer>, signal?: AbortSignal): Promise<number> {
  const breathe = breather(signal);
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
    // What cannot be looked into is not counted: an estimate too low is the honest side.
    errorCode(error);
    return [];
  }
}
