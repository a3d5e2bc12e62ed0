import { lstatSync, readdirSync, type BigIntStats } from 'node:fs';
import { breather } from './yield.ts';
import { isProtectedName } from './reserved-names.ts';
import { absolute, joined, nothing } from './path.ts';
import { errorCode, kindOf, seenAs, type Kind, type Seen } from './identity.ts';
import type { Listed, Listings } from './listings.ts';

export type { Seen } from './identity.ts';

/** What could not be looked at: with one of these, a scan is partial. */
export interface Unreadable {
  readonly path: Buffer;
  readonly error: Error;
}

export interface WalkOptions {
  /** Whether to stay out of a directory. It is still among the entries. */
  readonly skip?: (directory: Entry) => boolean;
  readonly signal?: AbortSignal;
  /** What earlier walks of the same root listed: those folders are not read again. */
  readonly listings?: Listings;
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
        const entry = new Entry(this, folder, found.name, found.kind);
        yield entry;
        if (entry.kind === 'directory' && skip?.(entry) !== true) ahead.push(entry.path);
      }
    }
  }

  look(path: Buffer): BigIntStats | undefined {
    return this.#attempt(path, (at) => lstatSync(at, { bigint: true }));
  }

  #read(folder: Buffer, device: bigint | undefined): readonly Listed[] {
    const { listings } = this.#options;
    const known = listings?.get(folder);
    if (known !== undefined) return known;
    const stats = folder.length === 0 ? undefined : this.look(folder);
    // Between the listing and now it may have become a link or a file; what it is now was not asked for.
    if (folder.length > 0 && stats?.isDirectory() !== true) return [];
    if (stats !== undefined && stats.dev !== device) {
      this.mounts.push(folder);
      return [];
    }
    const listed = this.#attempt(folder, (at) => readdirSync(at, { withFileTypes: true, encoding: 'buffer' }));
    const entries = listed?.map((found) => ({ name: found.name, kind: kindOf(found) }));
    if (entries !== undefined) listings?.set(folder, entries);
    return entries ?? [];
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
