import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
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

export interface Started {
  /** The task whose commands are meant, or those of any; without it whatever the run started. */
  readonly task?: string;
  /** The first process that may be meant. */
  readonly since?: number;
}

/**
 * Pids whose environment carries the mark of `run`, and of a task. Linux only; elsewhere the journalled groups have to do.
 * A zombie has no environment any more.
 */
function survivorsOf(run: string, { task, since }: Started): number[] {
  if (process.platform !== 'linux') return [];
  const ofTask = task === 'any' ? `\0${TASK_MARK}=` : `\0${TASK_MARK}=${task}\0`;
  const marks = [`\0${RUN_MARK}=${run}\0`, ...(task === undefined ? [] : [ofTask])];
  return ((since !== undefined && fewSince(since)) || everyProcess()).filter((pid) => {
    const environment = pid === process.pid ? '' : `\0${readOr(`/proc/${pid}/environ`)}\0`;
    return marks.every((mark) => environment.includes(mark));
  });
}

/** More pids than this are not tried one by one. */
const FEW = 256;

/**
 * Processes that can have been started since `first` was. Linux gives out pids in turn and names the last one, so that
 * this costs the same however many processes a machine has. Undefined where there are many, or where the numbers began anew.
 */
function fewSince(first: number): number[] | undefined {
  const last = Number(readOr('/proc/loadavg').split(' ').at(-1));
  const count = last - first + 1;
  if (!(count > 0 && count <= FEW)) return undefined;
  return Array.from({ length: count }, (_, at) => first + at).filter((pid) => existsSync(`/proc/${pid}`));
}

function everyProcess(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

/** Ends what left its group and outlived its command; it had its chance to end by itself. */
export function endSurvivorsOf(run: string, started: Started = {}): void {
  for (const pid of survivorsOf(run, started)) {
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
