import { mkdirSync, readdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { digest } from '../files/digest.ts';
import { errorCode } from '../outcome/user-error.ts';

/** A file that was written less than this many milliseconds before it was read may have been written again since. */
export const RECENT = 2000;

/** A stamp of Turnaround's own code in these folders: after an edit of it, cached results are not used. */
export function codeStamp(...folders: readonly string[]): string {
  const stamps = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .toSorted()
      .map((name) => {
        const { size, mtimeMs } = statSync(join(folder, name));
        return `${name} ${size} ${mtimeMs}`;
      }),
  );
  return digest([process.version, ...stamps].join('\n'));
}

/** Writes a file of the cache with one rename. Without space or permission, nothing is cached. */
export function keep(path: string, write: (aside: string) => void): void {
  const aside = `${path}.${process.pid}`;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    write(aside);
    renameSync(aside, path);
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
  }
}

/** A string in a file of the cache. */
export function keepText(path: string, text: string): void {
  keep(path, (aside) => writeFileSync(aside, text, { mode: 0o600 }));
}
