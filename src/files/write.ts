import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  fchmodSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeSync,
} from 'node:fs';
import { hash } from 'node:crypto';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { errorCode } from '../outcome/user-error.ts';

/** Why a path of a workspace must not be written, or where it really is. */
export function placeInside(root: string, path: string): { full: string; name: string } | { refused: string } {
  const full = resolve(root, path);
  const name = relative(root, full);
  if (name === '' || name.startsWith('..') || resolve(name) === name)
    return { refused: `${path} is outside the workspace` };
  const [top] = name.split(sep);
  if (top === '.git' || top === '.turnaround') return { refused: `${path} is not the workspace's own` };
  // A folder on the way may be a link that leads out.
  let parent = dirname(full);
  while (!existsSync(parent)) parent = dirname(parent);
  const real = realpathSync(parent);
  const realRoot = realpathSync(root);
  if (real !== realRoot && !real.startsWith(realRoot + sep))
    return { refused: `${path} leads out of the workspace through a link` };
  return { full, name };
}

/** Where the former contents of what a run wrote over are kept, each under the hash of its content. */
export function beforeOf(state: string, run: string): string {
  return join(state, 'before', run);
}

/** Keeps a copy of a file, under the name of its content, so that `undo` can bring it back. */
export function keep(full: string, folder: string, name: string): void {
  mkdirSync(folder, { recursive: true });
  const kept = join(folder, name);
  if (existsSync(kept)) return;
  try {
    // The old content lives on in its inode once the new one is renamed over the name.
    linkSync(full, kept);
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return;
    const aside = `${kept}.new`;
    copyFileSync(full, aside);
    renameSync(aside, kept);
  }
}

/** The file as a whole or not at all: written aside, on the disk, then renamed over the name. */
export function writeWhole(full: string, content: string | Buffer, aside: string): void {
  mkdirSync(dirname(full), { recursive: true });
  mkdirSync(aside, { recursive: true });
  const mode = statSync(full, { throwIfNoEntry: false })?.mode;
  const label = hash('sha256', full).slice(0, 16);
  const temporary = join(aside, label);
  try {
    fill(temporary, content, mode);
    renameSync(temporary, full);
  } catch (error) {
    rmSync(temporary, { force: true });
    if (errorCode(error) !== 'EXDEV') throw error;
    // The state lies on another device. The same name each time, so that a killed attempt leaves nothing behind.
    const beside = join(dirname(full), `.${basename(full)}.${label}`);
    try {
      fill(beside, content, mode);
      renameSync(beside, full);
    } finally {
      rmSync(beside, { force: true });
    }
  }
  const folder = openSync(dirname(full), 'r');
  fsyncSync(folder);
  closeSync(folder);
}

function fill(path: string, content: string | Buffer, mode: number | undefined): void {
  const fd = openSync(path, 'w', 0o666);
  try {
    const bytes = Buffer.from(content as string);
    for (let at = 0; at < bytes.length;) at += writeSync(fd, bytes, at);
    if (mode !== undefined) fchmodSync(fd, mode & 0o7777);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** The former content back under its name, with the mode and the times it had. */
export function restore(kept: string, full: string, aside: string): void {
  try {
    renameSync(kept, full);
  } catch (error) {
    if (errorCode(error) !== 'EXDEV') throw error;
    const { mode, atime, mtime } = statSync(kept);
    writeWhole(full, readFileSync(kept), aside);
    chmodSync(full, mode & 0o7777);
    utimesSync(full, atime, mtime);
  }
}
