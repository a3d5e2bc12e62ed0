import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode } from '../outcome/user-error.ts';
import { HolderFile, markReleased } from './holder-file.ts';
import { hostId, startOf } from './process.ts';

/** Who holds a lease: enough to tell, on the same host, whether that process still lives. */
export interface Holder {
  readonly run: string;
  readonly pid: number;
  readonly since: string | null;
  readonly host: string;
  readonly at: string;
}

export interface Lease {
  readonly name: string;
  /** Grows with every change of hands; a record with a lower number than the newest is not counted. */
  readonly number: number;
  /** The file to touch so that other hosts see that the holder lives. */
  readonly beat: string;
  /** Whether nobody took this lease over meanwhile. */
  held(): boolean;
  release(): void;
}

/** How long a holder on another host may be silent, in milliseconds; judged by our own clock alone. */
export const SILENCE = 60_000;

/**
 * Leases are numbered files, `<name>.<n>`, and the highest number counts; `<name>.<n>.free` beside it says that it was
 * released. The next holder creates n+1 exclusively; the highest file is never removed nor renamed, so a number never
 * comes back, also not for somebody who looked long ago. Renaming one lock file to take it over loses this race: two can
 * see the same dead holder, and the second rename takes from the first.
 */
export class Leases {
  readonly #folder: string;
  readonly #me: Holder;
  readonly #holder: HolderFile;
  /** Last seen heartbeat of holders on other hosts: file time, and when we first saw it. */
  readonly #beats = new Map<string, { beat: number; seen: number }>();

  constructor(state: string, run: string) {
    this.#folder = join(state, 'leases');
    this.#me = {
      run,
      pid: process.pid,
      since: startOf(process.pid) ?? null,
      host: hostId(),
      at: new Date().toISOString(),
    };
    this.#holder = new HolderFile(state, run, JSON.stringify(this.#me), (text) => this.#isAbandoned(text));
  }

  /** The lease, with a number above `above` (the journal may know more than a folder that was made anew), or who holds it. */
  take(task: string, above = 0): Lease | Holder {
    mkdirSync(this.#folder, { recursive: true });
    // To list a folder of many leases takes long. If nobody took the lease yet, or if the last known holder released it,
    // the next number is tried at once: if another run was faster, that number exists, or `#create` sees a higher one.
    const isFree = above === 0 || existsSync(`${this.#pathOf(task, above)}.free`);
    let next = isFree ? above + 1 : this.#next(task, above);
    while (typeof next === 'number') {
      const lease = this.#create(task, next);
      if (lease !== undefined) return lease;
      next = this.#next(task, above);
    }
    return next;
  }

  /** The number after the highest one, or who holds the highest one. */
  #next(task: string, above: number): number | Holder {
    const { number, free } = topOf(this.#entries(task)) ?? { number: 0, free: true };
    const path = this.#pathOf(task, number);
    const holder = free ? undefined : this.#holderOf(path);
    if (holder !== undefined && this.#alive(path, holder)) return holder;
    return Math.max(number, above) + 1;
  }

  #create(task: string, number: number): Lease | undefined {
    const path = this.#pathOf(task, number);
    const beat = this.#holder.createLease(path);
    if (beat === undefined) return undefined;
    const entries = this.#entries(task);
    // Somebody slow may have created a number that is already history: only the highest counts.
    if (topOf(entries)?.number !== number) {
      rmSync(path, { force: true });
      return undefined;
    }
    for (const old of entries) if (old.number < number) rmSync(join(this.#folder, old.entry), { force: true });
    const held = (): boolean => topOf(this.#entries(task))?.number === number;
    return { name: task, number, beat, held, release: () => markReleased(path) };
  }

  /** Call it when the run ends. What it still holds stays until somebody sees that the process is gone. */
  close(): void {
    this.#holder.remove();
  }

  #pathOf(task: string, number: number): string {
    return join(this.#folder, `${fileName(task)}.${number}`);
  }

  #entries(task: string): Entry[] {
    const name = fileName(task);
    return readdirSync(this.#folder).flatMap((entry) => parse(entry, name) ?? []);
  }

  /** Files of other hosts are left alone: only a process of the same host can be seen to have ended. */
  #isAbandoned(text: string): boolean {
    try {
      const holder = JSON.parse(text) as Holder;
      return holder.host === this.#me.host && !isRunning(holder);
    } catch (error) {
      if (error instanceof SyntaxError) return false; // another run is writing it
      throw error;
    }
  }

  #holderOf(path: string): Holder | undefined {
    try {
      return JSON.parse(readFileSync(path, 'utf8')) as Holder;
    } catch (error) {
      // Released, swept, or (where there are no links) still being written: look again.
      if (errorCode(error) === 'ENOENT') return undefined;
      if (error instanceof SyntaxError) return Date.now() - statSync(path).mtimeMs < 5000 ? UNREADABLE : undefined;
      throw error;
    }
  }

  #alive(path: string, holder: Holder): boolean {
    if (holder.host === this.#me.host) return isRunning(holder);
    if (holder === UNREADABLE) return true;
    let beat: number;
    try {
      beat = statSync(path).mtimeMs;
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return true; // changed hands under our eyes: look again
      throw error;
    }
    const last = this.#beats.get(path);
    if (last?.beat !== beat) this.#beats.set(path, { beat, seen: performance.now() });
    return last?.beat !== beat || performance.now() - last.seen < SILENCE;
  }
}

const UNREADABLE: Holder = { run: '?', pid: 0, since: null, host: '?', at: '?' };

/** On this host. */
function isRunning({ pid, since }: Holder): boolean {
  return since !== null && startOf(pid) === since;
}

/** `:` cannot stand in a file's name everywhere. An area has no `-`, so the first one is the colon. */
function fileName(task: string): string {
  return task.replace(':', '-');
}

interface Entry {
  readonly entry: string;
  readonly number: number;
  readonly free: boolean;
}

function topOf(entries: readonly Entry[]): { number: number; free: boolean } | undefined {
  const number = Math.max(0, ...entries.filter(({ free }) => !free).map((entry) => entry.number));
  if (number === 0) return undefined;
  return { number, free: entries.some((entry) => entry.free && entry.number === number) };
}

function parse(entry: string, name: string): Entry | undefined {
  if (!entry.startsWith(`${name}.`)) return undefined;
  const match = /^(\d+)(\.free)?$/.exec(entry.slice(name.length + 1));
  return match === null ? undefined : { entry, number: Number(match[1]), free: match[2] !== undefined };
}
