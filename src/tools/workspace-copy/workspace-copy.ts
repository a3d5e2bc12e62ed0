import { constants } from 'node:fs';
import { copyFile, lstat, mkdir, readdir, readlink, symlink, utimes } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, sep } from 'node:path';
import { run } from '../_child.ts';
import { gitEnvironment, HARMLESS } from '../../workspace/git.ts';
import { exists, NOT_THEIRS } from '../python/files.ts';

/** Larger files are weights, dumps and recordings: an import does not need them, and copying them is slow. */
const LARGEST = 10 * 1024 * 1024;

/** Whether a file contains real values; `.env.example` and similar files do not. */
export function holdsValues(path: string): boolean {
  const name = basename(path).toLowerCase();
  return /^\.env(?:rc|[._-].*)?$|\.env$/.test(name) && !/example|sample|template|dist$|default/.test(name);
}

/** Copies the workspace's own files, without files that git ignores, environments, `.env` files, and large files. */
export async function copyWorkspace(root: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const names = (await listed(root)) ?? (await walk(root, ''));
  const folders = new Map<string, Promise<unknown>>();
  for (const name of names) {
    if (holdsValues(name)) continue;
    const above = dirname(name);
    let made = folders.get(above);
    if (made === undefined) folders.set(above, (made = mkdir(bytes(folder, above), { recursive: true })));
    await made;
    await copyOne(root, folder, name);
  }
}

/** Copies one more file or folder, such as a generated module that git ignores; false if it does not exist. */
export async function supply(root: string, folder: string, name: string): Promise<boolean> {
  if (holdsValues(name) || !(await exists(join(root, name)))) return false;
  const entry = await lstat(join(root, name));
  const inside = entry.isDirectory() ? await walk(root, name) : [name];
  if (entry.isDirectory()) await mkdir(join(folder, name), { recursive: true });
  for (const one of inside) {
    if (holdsValues(one)) continue;
    await mkdir(bytes(folder, dirname(one)), { recursive: true });
    await copyOne(root, folder, one, Infinity);
  }
  return true;
}

/** Names have one character per byte (`latin1`), so that every name can be copied. */
function bytes(folder: string, name: string): Buffer {
  return Buffer.concat([Buffer.from(folder + sep), Buffer.from(name, 'latin1')]);
}

async function copyOne(root: string, folder: string, name: string, largest = LARGEST): Promise<void> {
  const [from, to] = [bytes(root, name), bytes(folder, name)];
  try {
    const entry = await lstat(from);
    if (entry.isSymbolicLink()) await copyLink(name, from, to);
    else if (entry.isFile() && entry.size <= largest) {
      await copyFile(from, to, constants.COPYFILE_FICLONE);
      await utimes(to, entry.atime, entry.mtime);
    }
  } catch (error) {
    // It was deleted but is still in git's index, may not be read, or was already copied.
    if (!isLeftOut(error)) throw error;
  }
}

function isLeftOut(error: unknown): boolean {
  const codes = ['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM', 'EEXIST', 'EISDIR'];
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}

/** A link out of the workspace is left out, because it would allow writing there. */
async function copyLink(name: string, from: Buffer, to: Buffer): Promise<void> {
  const target = await readlink(from, { encoding: 'latin1' });
  const full = join(dirname(name), target);
  const leadsOut = isAbsolute(target) || full === '..' || full.startsWith('../');
  if (!leadsOut && !holdsValues(full)) await symlink(Buffer.from(target, 'latin1'), to);
}

async function listed(root: string): Promise<string[] | null> {
  const args = [...HARMLESS, '-C', root, 'ls-files', '-z', '-co', '--exclude-standard'];
  const ran = await run('git', args, { cwd: root, env: gitEnvironment(), timeout: 60_000 });
  // There is no git, no repository, or the repository around the workspace ignores it.
  if (ran.code !== 0 || ran.stdout.length === 0) return null;
  const names = new Set(ran.stdout.toString('latin1').split('\0').filter(Boolean));
  return [...names].filter((name) => !name.split('/').some((part) => NOT_THEIRS.has(part)));
}

async function walk(root: string, folder: string): Promise<string[]> {
  const at = folder === '' ? Buffer.from(root) : bytes(root, folder);
  const entries = await readdir(at, { withFileTypes: true, encoding: 'buffer' });
  const names: string[] = [];
  for (const entry of entries) {
    const name = entry.name.toString('latin1');
    const path = folder === '' ? name : `${folder}/${name}`;
    if (!entry.isDirectory()) names.push(path);
    else if (!NOT_THEIRS.has(name) && !(await exists(bytes(root, `${path}/pyvenv.cfg`))))
      names.push(...(await walk(root, path)));
  }
  return names;
}
