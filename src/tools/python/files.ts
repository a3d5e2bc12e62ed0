import { lstat, readFile } from 'node:fs/promises';

export async function exists(path: string | Buffer): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (isAbsent(error)) return false;
    throw error;
  }
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && 'code' in error && ['ENOENT', 'ENOTDIR', 'EACCES'].includes(String(error.code));
}

export async function textOf(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    // Deleted but still in git's index, a broken link, or a folder called `x.py`.
    if (isAbsent(error) || (error instanceof Error && 'code' in error && error.code === 'EISDIR')) return null;
    throw error;
  }
}

export const NOT_THEIRS: ReadonlySet<string> = new Set([
  '.git',
  '.turnaround',
  'node_modules',
  'site-packages',
  '__pycache__',
]);
