import { execFileSync } from 'node:child_process';
import { existsSync, lstatSync, readdirSync, type Dirent, type Stats } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { gitEnvironment, HARMLESS, isInRepository } from './git.ts';

/** A file of the workspace, and what tells whether it has changed. */
export interface Listed {
  /** Relative to the workspace, with `/`. */
  readonly path: string;
  readonly size: number;
  /** Size, times and inode as one string: it stays the same as long as the file is not written. */
  readonly stamp: string;
  readonly changed: number;
}

const NOT_THEIRS = new Set([
  '.git',
  '.turnaround',
  'node_modules',
  'site-packages',
  'dist-packages',
  '__pycache__',
  '.venv',
  '.tox',
  '.nox',
  '.mypy_cache',
  '.pytest_cache',
  '.ruff_cache',
  '.next',
  '.scratch',
]);

export interface Files {
  readonly files: readonly Listed[];
  /** Links and submodules: they exist, but their content is listed under its own name or not at all. */
  readonly others: readonly string[];
  /** Names that are not UTF-8, in a printable form: no fact can name such a file, so it is not read. */
  readonly odd: readonly string[];
}

/** The workspace's own files: what git lists, and `.env` files that it ignores; without git, every file. */
export function filesOf(root: string): Files {
  const listed = listedByGit(root) ?? walked(root);
  const environments = new Map<string, boolean>();
  const files: Listed[] = [];
  const others: string[] = [];
  const odd: string[] = [];
  for (const path of listed.toSorted()) {
    if (isApart(root, dirname(path), environments)) continue;
    const found = path.includes('\uFFFD') ? undefined : lstatSync(`${root}/${path}`, { throwIfNoEntry: false });
    if (path.includes('\uFFFD')) odd.push(path);
    else if (found?.isFile() === true)
      files.push({ path, size: found.size, stamp: stampOf(found), changed: found.mtimeMs });
    else if (found !== undefined) others.push(path);
  }
  return { files, others, odd };
}

/** Times are rounded to a quarter of a microsecond, which is finer than the clock of file systems. */
function stampOf({ size, mtimeMs, ctimeMs, ino }: Stats): string {
  return `${size} ${mtimeMs} ${ctimeMs} ${ino}`;
}

function listedByGit(root: string): string[] | undefined {
  const list = (...args: string[]): string[] =>
    execFileSync('git', [...HARMLESS, '-C', root, 'ls-files', '-z', ...args], {
      encoding: 'utf8',
      env: gitEnvironment(),
      maxBuffer: 1 << 30,
      stdio: ['ignore', 'pipe', 'ignore'],
    })
      .split('\0')
      .filter(Boolean);
  if (!isInRepository(root)) return undefined;
  try {
    const own = list('-co', '--exclude-standard');
    // The repository around the workspace ignores it, for example a copy in a scratch folder.
    if (own.length === 0) return undefined;
    const ignored = list('-oi', '--exclude-standard', '--directory', '--', '.env*', '*/.env*');
    return [...new Set([...own, ...ignored.filter((path) => !path.endsWith('/'))])];
  } catch {
    return undefined; // there is no git, or it refuses the repository: then every file is listed
  }
}

/** In a folder that contains no source code: packages, caches, a committed virtual environment. */
function isApart(root: string, folder: string, known: Map<string, boolean>): boolean {
  if (folder === '.') return false;
  const before = known.get(folder);
  if (before !== undefined) return before;
  const apart =
    NOT_THEIRS.has(basename(folder)) ||
    isApart(root, dirname(folder), known) ||
    existsSync(join(root, folder, 'pyvenv.cfg')) ||
    existsSync(join(root, folder, 'bin/activate'));
  known.set(folder, apart);
  return apart;
}

/** Every file and link in a folder; a folder that cannot be opened or is gone has none. */
function walked(root: string): string[] {
  const found: string[] = [];
  const walk = (folder: string): void => {
    for (const entry of entriesOf(join(root, folder))) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isFile() || entry.isSymbolicLink()) found.push(path);
      else if (entry.isDirectory() && !NOT_THEIRS.has(entry.name)) walk(path);
    }
  };
  walk('');
  return found;
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'EACCES' || error.code === 'ENOENT')) return [];
    throw error;
  }
}
