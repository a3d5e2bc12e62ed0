import { createHash } from 'node:crypto';

const asidePrefix = '.turnaround-aside-';

/** The name of an item, beside its own place, while it changes devices. */
export function asideName(run: string, n: number): Buffer {
  return Buffer.from(`${asidePrefix}${createHash('sha256').update(run).digest('hex').slice(0, 12)}-${n}`);
}

/** Git's folder, in upper or lower case (file systems of macOS ignore case), and Turnaround's: never walked, never taken. */
export function isProtectedName(name: string): boolean {
  if (name.length === 4) return name.toLowerCase() === '.git';
  return name === '.turnaround' || name.startsWith(asidePrefix);
}
