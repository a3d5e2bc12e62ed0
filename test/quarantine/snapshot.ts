import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync, type BigIntStats } from 'node:fs';

/** A tree as lines, one an entry: name bytes, kind, mode, size, mtime, link target, content, and which names are one file. */
export function snapshot(root: string, leaveOut: readonly string[] = ['.turnaround']): string[] {
  const lines: string[] = [];
  const groups = new Map<bigint, number>();
  const visit = (path: Buffer, shown: string): void => {
    const stats = lstatSync(path, { bigint: true });
    if (stats.nlink > 1n && !stats.isDirectory() && !groups.has(stats.ino)) groups.set(stats.ino, groups.size);
    lines.push([shown, describe(path, stats), groups.get(stats.ino) ?? '-'].join(' '));
    if (!stats.isDirectory()) return;
    const names = readdirSync(path, { encoding: 'buffer' }).toSorted(Buffer.compare);
    for (const name of names) {
      if (leaveOut.includes(name.toString('latin1'))) continue;
      visit(Buffer.concat([path, Buffer.from('/'), name]), `${shown}/${name.toString('hex')}`);
    }
  };
  visit(Buffer.from(root), '');
  return lines;
}

function describe(path: Buffer, stats: BigIntStats): string {
  const mode = `${(stats.mode & 0o7777n).toString(8)} ${stats.uid}:${stats.gid} ${stats.mtimeNs}`;
  if (stats.isDirectory()) return `directory ${mode}`;
  if (stats.isSymbolicLink()) return `link ${mode} ${readlinkSync(path, { encoding: 'hex' })}`;
  if (!stats.isFile()) return `other ${mode}`;
  return `file ${mode} ${stats.size} ${createHash('sha256').update(readFileSync(path)).digest('hex').slice(0, 24)}`;
}
