import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { namesIn } from './store.ts';

// Copying to another device has intermediate states that the next run must clean up, unless the copying process is alive.
// Meanwhile a file `copying-<id>` in the run's folder names that process.
const prefix = 'copying-';

export function mark(folder: string, id: string): void {
  writeFileSync(
    join(folder, prefix + id),
    JSON.stringify({ host: hostname(), pid: process.pid, started: started(process.pid) }),
  );
}

export function unmark(folder: string, id: string): void {
  rmSync(join(folder, prefix + id), { force: true });
}

/** The ids of copying processes that were killed. */
export function deadMarks(folder: string): string[] {
  const marks = namesIn(folder).filter((name) => name.startsWith(prefix));
  return marks.filter((name) => !isAlive(join(folder, name))).map((name) => name.slice(prefix.length));
}

function isAlive(file: string): boolean {
  try {
    const { host, pid, started: then } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    return host !== hostname() || (started(Number(pid)) ?? null) === (then ?? null);
  } catch (error) {
    // Torn by a kill while it was written.
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

/** The start time of a process, in any unit that distinguishes it from another one with the same number; `undefined` if it is gone. */
function started(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    // The process does not exist, or there is no /proc: then only the number counts.
    return isRunning(pid) ? 'running' : undefined;
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
