import { lstatSync, type BigIntStats } from 'node:fs';

export type Kind = 'file' | 'directory' | 'link' | 'other';

/** What a scan saw at a path: enough to tell later whether the same thing is still there. */
export interface Seen {
  /** Relative to the root of the workspace. */
  readonly path: Buffer;
  readonly kind: Kind;
  readonly dev: bigint;
  readonly ino: bigint;
  readonly size: bigint;
  readonly mtimeNs: bigint;
  /** Detects a change whose mtime was set back. */
  readonly ctimeNs?: bigint;
}

export const inodeKey = ({ dev, ino }: { dev: bigint | string; ino: bigint | string }): string => `${dev}:${ino}`;

export function kindOf(stats: Pick<BigIntStats, 'isFile' | 'isDirectory' | 'isSymbolicLink'>): Kind {
  if (stats.isFile()) return 'file';
  if (stats.isDirectory()) return 'directory';
  return stats.isSymbolicLink() ? 'link' : 'other';
}

export function seenAs(path: Buffer, stats: BigIntStats): Seen {
  const { dev, ino, size, mtimeNs, ctimeNs } = stats;
  return { path, kind: kindOf(stats), dev, ino, size, mtimeNs, ctimeNs };
}

/** Whether it is the same, unchanged entry. A move sets the ctime, so only `isUntouched` compares it. */
export function isSame(seen: Omit<Seen, 'path'>, now: BigIntStats): boolean {
  return (
    seen.ino === now.ino &&
    seen.dev === now.dev &&
    seen.size === now.size &&
    seen.mtimeNs === now.mtimeNs &&
    seen.kind === kindOf(now)
  );
}

export function isUntouched(seen: Omit<Seen, 'path'>, now: BigIntStats): boolean {
  return isSame(seen, now) && (seen.ctimeNs === undefined || seen.ctimeNs === now.ctimeNs);
}

/** `undefined` if there is nothing; any other error is thrown. */
export function statOrNothing(path: Buffer | string): BigIntStats | undefined {
  try {
    return lstatSync(path, { bigint: true, throwIfNoEntry: false });
  } catch (error) {
    // A parent is a file: nothing can exist below it.
    if (errorCode(error) === 'ENOTDIR') return undefined;
    throw error;
  }
}

/** The code of a failed system call; anything else that was thrown is a bug and is thrown again. */
export function errorCode(error: unknown): string {
  if (error instanceof Error && 'code' in error && 'syscall' in error) return String(error.code);
  throw error;
}
