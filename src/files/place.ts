import { linkSync, mkdirSync, renameSync, rmdirSync, unlinkSync } from 'node:fs';
import { errorCode, statOrNothing, type Kind } from './identity.ts';

/** exists: something else is there. no-links: the file system (or its rules) refuse link(2). */
export type Placed = 'placed' | 'exists' | 'no-links' | 'other-device';

// Nothing else creates an empty folder with the sticky bit and no access for others, so it is recognized after a kill.
const PLACEHOLDER_MODE = 0o1700;

/** Moves within one file system and never replaces anything; rename(2) alone would replace a file. */
export function place(from: Buffer, to: Buffer, kind: Kind): Placed {
  return kind === 'directory' ? placeDirectory(from, to) : placeFile(from, to);
}

function placeFile(from: Buffer, to: Buffer): Placed {
  try {
    linkSync(from, to);
  } catch (error) {
    const refused = refusal(errorCode(error));
    if (refused === undefined) throw error;
    return refused;
  }
  unlinkSync(from);
  return 'placed';
}

function refusal(code: string): Placed | undefined {
  if (code === 'EEXIST') return 'exists';
  if (code === 'EXDEV') return 'other-device';
  // EPERM is also the answer to a link to another user's file (fs.protected_hardlinks).
  return ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(code) ? 'no-links' : undefined;
}

function placeDirectory(from: Buffer, to: Buffer): Placed {
  try {
    mkdirSync(to, PLACEHOLDER_MODE);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
    if (!isPlaceholder(to)) return 'exists';
  }
  try {
    renameSync(from, to);
    return 'placed';
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOTEMPTY' || code === 'EEXIST') return 'exists';
    rmdirSync(to);
    if (code === 'EXDEV') return 'other-device';
    throw error;
  }
}

function isPlaceholder(path: Buffer): boolean {
  const stats = statOrNothing(path);
  return stats?.isDirectory() === true && Number(stats.mode & 0o7777n) === PLACEHOLDER_MODE;
}
