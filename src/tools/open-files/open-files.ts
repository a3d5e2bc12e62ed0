import { readdirSync, statSync } from 'node:fs';

/**
 * Files that some process has open, as `device:inode`. Read from /proc, so only on Linux; elsewhere it is empty, and only its
 * age protects a file that is being written. Only root sees the processes of other users.
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
        // It was closed in the meantime, or is a socket that cannot be inspected.
      }
    }
  }
  return open;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // the process ended, or belongs to another user
  }
}
