import { lstatSync, readdirSync, type BigIntStats } from 'node:fs';
import { yielder } from './yield.ts';
import { isProtectedName } from './reserved-names.ts';
import { absolute, joined, nothing } from './path.ts';
import { errorCode, kindOf, seenAs, type Kind, type Seen } from './identity.ts';
import type { Listed, Listings } from './listings.ts';

export type { Seen } from './identity.ts';

/** What could not be read: a scan with any of these is partial. */
export interface Unreadable {
  readonly path: Buffer;
  readonly error: Error;
}

export interface WalkOptions {
  /** Whether to skip the content of a directory; the directory itself is still an entry. */
  readonly skip?: (directory: Entry) => boolean;
  readonly signal?: AbortSignal;
  /** The listings of earlier walks of the same root: those folders are not read again. */
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

  /** `undefined` if it can no longer be read; the walk then lists it as unreadable. */
  lstat(): BigIntStats | undefined {
    return this.#walk.look(this.path);
  }

  /** Its present identity, as the quarantine needs it. */
  seen(): Seen | undefined {
    const stats = this.lstat();
    return stats && seenAs(this.path, stats);
  }
}

/**
 * Every entry below `root`, except `.git` and `.turnaround`; links are not followed and other file systems are not entered.
 * After the loop, `unreadable` and `mounts` contain what was not read.
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
    const breathe = yielder(signal);
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
    // It may have become a link or a file since it was listed; the new entry was not asked for.
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
