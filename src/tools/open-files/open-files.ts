import { readdirSync, statSync } from 'node:fs';

/**
 * Files that some process has open, as `device:inode`. Read from /proc, so Linux alone: elsewhere it is empty, and a file
 * that is being written is protected by its age only. Processes of others are seen only by root.
 */
export function openFiles(): Set<string> {
  const open = new Set<string>();
  if (process.platform !== 'linux') return open;
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    for (const fd of namesIn(`/proc/${pid}/fd`)) {
      try {
        const { dev, ino } = statSync(`/proc/${pid}/fd/${fd}`, { bigint: true });
        open.add(`${dev}:${ino}`);
      } catch {
        // closed between the two looks, or a socket that cannot be looked at
      }
    }
  }
  return open;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // the process ended, or belongs to somebody else
  }
}
