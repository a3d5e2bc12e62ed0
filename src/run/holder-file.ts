import { closeSync, linkSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode } from '../outcome/user-error.ts';

/** Errors of a file system without hard links. */
const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS']);

/**
 * A file that names the holder of a run's leases, `holders/<run>.<n>`. Each lease is a hard link to it: taking a lease is
 * one call, a lease is never half written, and touching this file touches all of them. Without hard links, each lease is
 * a file of its own.
 */
export class HolderFile {
  readonly #folder: string;
  readonly #run: string;
  readonly #text: string;
  readonly #isAbandoned: (text: string) => boolean;
  #count = 0;

  /** `isAbandoned`: whether the process that wrote a holder file has ended. */
  constructor(state: string, run: string, text: string, isAbandoned: (text: string) => boolean) {
    this.#folder = join(state, 'holders');
    this.#run = run;
    this.#text = text;
    this.#isAbandoned = isAbandoned;
  }

  /** Creates a lease. The result is the file to touch for its heartbeat; undefined if a file with that name exists. */
  createLease(lease: string): string | undefined {
    for (let tries = 0; ; tries += 1) {
      const file = this.#path(this.#count);
      try {
        linkSync(file, lease);
        return file;
      } catch (error) {
        const code = errorCode(error) ?? '';
        if (code === 'EEXIST') return undefined;
        if (NO_LINKS.has(code)) return create(lease, this.#text) ? lease : undefined;
        // Not written yet, or the file has as many links as the file system allows.
        if (tries > 0 || (code !== 'ENOENT' && code !== 'EMLINK')) throw error;
        this.#write();
      }
    }
  }

  remove(): void {
    for (let n = 1; n <= this.#count; n += 1) rmSync(this.#path(n), { force: true });
  }

  #path(n: number): string {
    return join(this.#folder, `${this.#run}.${n}`);
  }

  #write(): void {
    mkdirSync(this.#folder, { recursive: true });
    if (this.#count === 0) this.#removeAbandoned();
    this.#count += 1;
    create(this.#path(this.#count), this.#text);
  }

  /** Removes what killed runs left here. */
  #removeAbandoned(): void {
    for (const name of readdirSync(this.#folder)) {
      const path = join(this.#folder, name);
      try {
        if (this.#isAbandoned(readFileSync(path, 'utf8'))) rmSync(path, { force: true });
      } catch (error) {
        if (errorCode(error) !== 'ENOENT') throw error; // another run has just removed it
      }
    }
  }
}

/** Puts `<lease>.free` beside a lease. Does nothing if another run took the lease over and removed it. */
export function markReleased(lease: string): void {
  try {
    linkSync(lease, `${lease}.free`);
  } catch (error) {
    const code = errorCode(error) ?? '';
    if (NO_LINKS.has(code) || code === 'EMLINK') create(`${lease}.free`, '');
    else if (code !== 'ENOENT' && code !== 'EEXIST') throw error;
  }
}

/** Creates a file; false if one with that name exists. */
function create(path: string, text: string): boolean {
  let fd: number;
  try {
    fd = openSync(path, 'wx', 0o644);
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
  try {
    // Not synced: after a restart of the machine, a lease means nothing.
    writeSync(fd, text);
  } finally {
    closeSync(fd);
  }
  return true;
}
