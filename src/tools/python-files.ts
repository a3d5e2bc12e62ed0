import { lstat, readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { run } from './child.ts';
import { gitEnvironment, HARMLESS } from './git.ts';

export async function exists(path: string): Promise<boolean> {
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
    // Deleted but still in git's index; a link that leads nowhere; a folder called `x.py`.
    if (isAbsent(error) || (error instanceof Error && 'code' in error && error.code === 'EISDIR')) return null;
    throw error;
  }
}

/** A package, with or without `__init__.py`. */
export async function holdsPython(folder: string): Promise<boolean> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    if (entries.some((entry) => entry.name.endsWith('.py'))) return true;
    const folders = entries.filter((entry) => entry.isDirectory());
    return (await Promise.all(folders.map((entry) => exists(join(folder, entry.name, '__init__.py'))))).includes(true);
  } catch (error) {
    if (isAbsent(error)) return false;
    throw error;
  }
}

const NOT_THEIRS = new Set(['.git', '.turnaround', 'node_modules', 'site-packages', '__pycache__']);

/** Every Python file that is the workspace's own source, relative to the root. */
export async function pythonFiles(root: string): Promise<string[]> {
  const args = [...HARMLESS, '-C', root, 'ls-files', '-z', '-co', '--exclude-standard', '--', '*.py'];
  const listed = await run('git', args, { cwd: root, env: gitEnvironment(), timeout: 60_000 });
  // No git, no repository, or a workspace that the repository around it ignores (a copy in `.scratch/`).
  if (listed.code !== 0 || listed.stdout.length === 0) return walk(root, '');
  // Once per stage while a merge is in conflict.
  const files = new Set(listed.stdout.toString().split('\0').filter(Boolean));
  const environments = new Map<string, boolean>();
  const kept: string[] = [];
  for (const file of files) if (!(await isApart(root, dirname(file), environments))) kept.push(file);
  return kept;
}

/** In a folder that is nobody's source: packages, or a virtual environment that was committed. */
async function isApart(root: string, folder: string, known: Map<string, boolean>): Promise<boolean> {
  if (folder === '.') return false;
  const before = known.get(folder);
  if (before !== undefined) return before;
  const apart =
    NOT_THEIRS.has(basename(folder)) ||
    (await exists(join(root, folder, 'pyvenv.cfg'))) ||
    (await isApart(root, dirname(folder), known));
  known.set(folder, apart);
  return apart;
}

async function walk(root: string, folder: string): Promise<string[]> {
  const entries = await readdir(join(root, folder), { withFileTypes: true });
  const files: string[] = [];
  for (const entry of entries) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isFile() && entry.name.endsWith('.py')) files.push(path);
    if (!entry.isDirectory() || NOT_THEIRS.has(entry.name)) continue;
    if (!(await exists(join(root, path, 'pyvenv.cfg')))) files.push(...(await walk(root, path)));
  }
  return files;
}
