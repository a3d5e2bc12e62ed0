import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { execFileSync } from 'node:child_process';
import { errorCode } from '../outcome/user-error.ts';

/** Every child carries its run in the environment, so that survivors of a killed runner can be told from strangers. */
export const RUN_MARK = 'TURNAROUND_RUN';
/** And the task for which it was started. */
export const TASK_MARK = 'TURNAROUND_TASK';

/** One machine between two starts, and one pid namespace of it: only there do pids mean the same. */
export function hostId(): string {
  return [hostname(), readOr('/proc/sys/kernel/random/boot_id'), linkOr('/proc/self/ns/pid')].filter(Boolean).join('/');
}

/**
 * When the process started, in the system's own words; undefined when there is none. With the pid it names one
 * process for ever. A zombie counts as gone: nothing of it runs any more.
 */
export function startOf(pid: number): string | undefined {
  if (process.platform !== 'linux') return startByPs(pid);
  const stat = readOr(`/proc/${pid}/stat`);
  // The second field is the program's name in parentheses and may hold anything.
  const [state, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (stat === '' || state === 'Z' || state === 'X') return undefined;
  return rest[18];
}

function startByPs(pid: number): string | undefined {
  try {
    const line = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    return line === '' || line.startsWith('Z') ? undefined : line.replace(/^\S+\s+/, '');
  } catch {
    return undefined; // ps exits 1 for a pid that does not exist
  }
}

/** Signals a whole process group; false when nothing of it is left. */
export function signalGroup(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(-pid, signal);
    return true;
  } catch (error) {
    if (errorCode(error) === 'ESRCH') return false;
    throw error;
  }
}

/** Pids whose environment carries the mark of `run` (and of `task`). Linux only; elsewhere the journalled groups have to do. */
export function survivorsOf(run: string, task?: string): number[] {
  if (process.platform !== 'linux') return [];
  const marks = [`\0${RUN_MARK}=${run}\0`, ...(task === undefined ? [] : [`\0${TASK_MARK}=${task}\0`])];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => pid !== process.pid && startOf(pid) !== undefined)
    .filter((pid) => marks.every((mark) => `\0${readOr(`/proc/${pid}/environ`)}\0`.includes(mark)));
}

/** Ends what left its group and outlived its command; it had its chance to end by itself. */
export function endSurvivorsOf(run: string, task?: string): void {
  for (const pid of survivorsOf(run, task)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch (error) {
      if (errorCode(error) !== 'ESRCH') throw error;
    }
  }
}

function readOr(path: string): string {
  try {
    return readFileSync(path, 'latin1').trim();
  } catch {
    return ''; // gone meanwhile, somebody else's, or no /proc here
  }
}

function linkOr(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return ''; // no /proc here
  }
}
