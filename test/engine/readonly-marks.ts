import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/** Every entry below a folder and all that a change of it would move: content, mode, mtime, ctime, inode. */
export function marks(root: string): string[] {
  const stat = lstatSync(root, { bigint: true });
  const own = `${root} ${stat.mode.toString(8)} ${stat.size} ${stat.mtimeNs} ${stat.ctimeNs} ${stat.ino}`;
  if (stat.isSymbolicLink()) return [`${own} ${readlinkSync(root)}`];
  if (stat.isFile()) return [`${own} ${createHash('sha256').update(readFileSync(root)).digest('hex')}`];
  if (!stat.isDirectory()) return [own];
  return [
    own,
    ...readdirSync(root)
      .toSorted()
      .flatMap((name) => marks(join(root, name))),
  ];
}
