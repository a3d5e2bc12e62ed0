import { lstatSync, readdirSync, type BigIntStats, type Dirent } from 'node:fs';
import { breather } from './breathe.ts';
import { isProtectedName } from './own.ts';
import { absolute, joined, nothing } from './path.ts';
import { errorCode, kindOf, seenAs, type Kind, type Seen } from './seen.ts';

export type { Seen } from './seen.ts';

/** What could not be looked at: with one of these, a scan is partial. */
export interface Unreadable {
  readonly path: Buffer;
  readonly error: Error;
}

export interface WalkOptions {
  /** Whether to stay out of a directory. It is still among the entries. */
  readonly skip?: (directory: Entry) => boolean;
  readonly signal?: AbortSignal;
}

export class Entry {
  readonly name: Buffer;
  readonly kind: Kind;
  readonly #walk: Walk;
  readonly #folder: Buffer;

  constructor(walk: Walk, folder: Buffer, name: Buffer, kind: Kind) {
    this.#walk = walk;
    this.#folder = folder;
    this.name = name;
    this.kind = kind;
  }

  /** Relative to the root of the walk. */
  get path(): Buffer {
    return joined(this.#folder, this.name);
  }

  /** `undefined` when it cannot be read any more, which the walk then lists as unreadable. */
  lstat(): BigIntStats | undefined {
    return this.#walk.look(this.path);
  }

  /** Its identity now, as the quarantine wants it. */
  seen(): Seen | undefined {
    const stats = this.lstat();
    return stats && seenAs(this.path, stats);
  }
}

/**
 * Everything below `root`, but for `.git` and `.turnaround`; links are not followed and other file systems not entered.
 * After the loop, `unreadable` and `mounts` say what was not looked at.
 */
export class Walk implements AsyncIterable<Entry> {
  readonly unreadable: Unreadable[] = [];
  readonly mounts: Buffer[] = [];
  readonly #root: string;
  readonly #options: WalkOptions;

  constructor(root: string, options: WalkOptions) {
    this.#root = root;
    this.#options = options;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Entry> {
    const { skip, signal } = this.#options;
    const breathe = breather(signal);
    const device = this.look(nothing)?.dev;
    const ahead: Buffer[] = device === undefined ? [] : [nothing];
    for (let folder = ahead.pop(); folder !== undefined; folder = ahead.pop()) {
      const pause = breathe();
      if (pause) await pause;
      for (const found of this.#read(folder, device)) {
        if (isProtectedName(found.name.toString('latin1'))) continue;
        const entry = new Entry(this, folder, found.name, kindOf(found));
        yield entry;
        if (entry.kind === 'directory' && skip?.(entry) !== true) ahead.push(entry.path);
      }
    }
  }

  look(path: Buffer): BigIntStats | undefined {
    return this.#attempt(path, (at) => lstatSync(at, { bigint: true }));
  }

  #read(folder: Buffer, device: bigint | undefined): Dirent<Buffer>[] {
    const stats = folder.length === 0 ? undefined : this.look(folder);
    // Between the listing and now it may have become a link or a file; what it is now was not asked for.
    if (folder.length > 0 && stats?.isDirectory() !== true) return [];
    if (stats !== undefined && stats.dev !== device) {
      this.mounts.push(folder);
      return [];
    }
    return this.#attempt(folder, (at) => readdirSync(at, { withFileTypes: true, encoding: 'buffer' })) ?? [];
  }

  #attempt<T>(path: Buffer, read: (at: Buffer) => T): T | undefined {
    try {
      return read(absolute(this.#root, path));
    } catch (error) {
      errorCode(error);
      this.unreadable.push({ path, error: error as Error });
      return undefined;
    }
  }
}

export function walk(root: string, options: WalkOptions = {}): Walk {
  return new Walk(root, options);
}
