import {
  closeSync,
  existsSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { errorCode } from '../outcome/user-error.ts';
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
  readonly path: string;
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
  }

  /** The lease, with a number above `above` (the journal may know more than a folder that was made anew), or who holds it. */
  take(task: string, above = 0): Lease | Holder {
    const name = fileName(task);
    mkdirSync(this.#folder, { recursive: true });
    for (;;) {
      const top = this.#top(name);
      if (top !== undefined && !top.free) {
        const holder = this.#holder(top.path);
        if (holder !== undefined && this.#alive(top.path, holder)) return holder;
      }
      const number = Math.max(top?.number ?? 0, above) + 1;
      const path = join(this.#folder, `${name}.${number}`);
      if (!this.#create(path)) continue;
      // Somebody slow may have created a number that is already history: only the highest counts.
      if (this.#top(name)?.number !== number) {
        rmSync(path, { force: true });
        continue;
      }
      this.#sweep(name, number);
      return { name: task, number, path, held: () => this.#top(name)?.number === number, release: () => release(path) };
    }
  }

  #top(name: string): { number: number; free: boolean; path: string } | undefined {
    const entries = readdirSync(this.#folder).flatMap((entry) => parse(entry, name) ?? []);
    const number = Math.max(0, ...entries.filter(({ free }) => !free).map((entry) => entry.number));
    if (number === 0) return undefined;
    const free = entries.some((entry) => entry.free && entry.number === number);
    return { number, free, path: join(this.#folder, `${name}.${number}`) };
  }

  #holder(path: string): Holder | undefined {
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
    if (holder.host === this.#me.host) return (startOf(holder.pid) ?? null) === holder.since && holder.since !== null;
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

  /** Written aside and linked into place, so that nobody ever reads half of it; exclusively created where links are unknown. */
  #create(path: string): boolean {
    const aside = `${path}.${this.#me.run}.new`;
    writeWhole(aside, 'w', JSON.stringify(this.#me));
    try {
      linkSync(aside, path);
      return true;
    } catch (error) {
      if (errorCode(error) === 'EEXIST') return false;
      if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes(errorCode(error) ?? '')) throw error;
      return createExclusively(path, JSON.stringify(this.#me));
    } finally {
      rmSync(aside, { force: true });
    }
  }

  #sweep(name: string, below: number): void {
    for (const entry of readdirSync(this.#folder)) {
      const parsed = parse(entry, name);
      if (parsed !== undefined && parsed.number < below) rmSync(join(this.#folder, entry), { force: true });
    }
  }
}

const UNREADABLE: Holder = { run: '?', pid: 0, since: null, host: '?', at: '?' };

/** `:` cannot stand in a file's name everywhere. An area has no `-`, so the first one is the colon. */
function fileName(task: string): string {
  return task.replace(':', '-');
}

function parse(entry: string, name: string): { number: number; free: boolean } | undefined {
  if (!entry.startsWith(`${name}.`)) return undefined;
  const match = /^(\d+)(\.free)?$/.exec(entry.slice(name.length + 1));
  return match === null ? undefined : { number: Number(match[1]), free: match[2] !== undefined };
}

function release(path: string): void {
  try {
    // Taken over and swept meanwhile: nothing of ours is left to release.
    if (existsSync(path)) writeWhole(`${path}.free`, 'w', '');
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error; // the state was removed under our feet
  }
}

function createExclusively(path: string, text: string): boolean {
  try {
    writeWhole(path, 'wx', text);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

function writeWhole(path: string, flag: 'w' | 'wx', text: string): void {
  const fd = openSync(path, flag, 0o644);
  try {
    // Not synced: a lease means nothing after the machine has started anew.
    writeSync(fd, text);
  } finally {
    closeSync(fd);
  }
}
