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

/** The real location of a path in the workspace, or why it must not be written. */
export function placeInside(root: string, path: string): { full: string; name: string } | { refused: string } {
  const full = resolve(root, path);
  const name = relative(root, full);
  if (name === '' || name.startsWith('..') || resolve(name) === name)
    return { refused: `${path} is outside the workspace` };
  const [top] = name.split(sep);
  if (top === '.git' || top === '.turnaround') return { refused: `${path} belongs to git or to Turnaround` };
  // A folder in the path may be a link that leads out.
  let parent = dirname(full);
  while (!existsSync(parent)) parent = dirname(parent);
  const real = realpathSync(parent);
  const realRoot = realpathSync(root);
  if (real !== realRoot && !real.startsWith(realRoot + sep))
    return { refused: `${path} leads out of the workspace through a link` };
  return { full, name };
}

/** Where the former contents of overwritten files are kept, each under the hash of its content. */
export function beforeOf(state: string, run: string): string {
  return join(state, 'before', run);
}

/** Keeps a copy of a file under the hash of its content, so that `undo` can restore it. */
export function keep(full: string, folder: string, name: string): void {
  mkdirSync(folder, { recursive: true });
  const kept = join(folder, name);
  if (existsSync(kept)) return;
  try {
    // The inode keeps the old content when the new file is renamed over the name.
    linkSync(full, kept);
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return;
    const aside = `${kept}.new`;
    copyFileSync(full, aside);
    renameSync(aside, kept);
  }
}

/** Writes the file as a whole or not at all: written under another name, flushed, then renamed. */
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
    // The state is on another device. The name is always the same, so that a killed attempt leaves nothing behind.
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

/** Restores the former content under its name, with its mode and times. */
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
