import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode } from '../outcome/user-error.ts';
import { collectGarbage } from './gc.ts';
import { Unreadable, type Fact, type Read, type Unread } from './fact.ts';
import type { FactCache } from './fact-cache.ts';
import type { Extractor } from './extractor.ts';
import { filesOf, type Files, type Listed } from '../workspace/files.ts';
import { Source } from './read/source.ts';

/** Everything that the files of a workspace state. */
export interface Facts {
  readonly root: string;
  readonly facts: readonly Fact[];
  readonly unread: readonly Unread[];
  /** Paths of all files and links of the workspace's own, sorted. */
  readonly files: readonly string[];
}

const LIMIT = 1024 * 1024;
const LONGEST = 200;
/** From this number of files on, memory is freed after reading them, before the next step needs it. */
const MANY = 10_000;

/** One pass over the workspace; nothing of it is run. Unchanged files are taken from the cache. */
export async function readFacts(
  root: string,
  extractors: readonly Extractor[] | (() => Promise<readonly Extractor[]>),
  cache?: FactCache,
  listed: Files = filesOf(root),
): Promise<Facts> {
  const { reads, files, odd } = await readAll(root, extractors, cache, listed);
  if (files.length > MANY) collectGarbage();
  return {
    root,
    facts: reads.flatMap(({ facts }) => facts),
    unread: [
      ...odd.map((file) => ({ file, line: 1, because: 'has a name that is not UTF-8' })),
      ...reads.flatMap(({ unread }) => unread),
    ],
    files,
  };
}

/** The facts of each file. Everything else about the files is freed when this function ends. */
async function readAll(
  root: string,
  extractors: readonly Extractor[] | (() => Promise<readonly Extractor[]>),
  cache: FactCache | undefined,
  { files, others, odd }: Files,
): Promise<{ reads: Read[]; files: string[]; odd: readonly string[] }> {
  const kept = files.map((file) => cache?.get(file));
  // Loading the parsers takes longer than checking a workspace that has not changed.
  const isKnown = kept.every((read) => read !== undefined);
  const readers = isKnown ? [] : typeof extractors === 'function' ? await extractors() : extractors;
  const reads = files.map((file, index) => {
    const known = kept[index];
    if (known !== undefined) return known;
    const read = readFile(root, file, readers);
    cache?.set(file, read);
    return read;
  });
  cache?.save();
  return { reads, files: [...files.map(({ path }) => path), ...others].toSorted(), odd };
}

function readFile(root: string, { path, size }: Listed, extractors: readonly Extractor[]): Read {
  const facts: Fact[] = [];
  const unread: Unread[] = [];
  const refuse = (because: string, line: number): void => {
    // If a file is not what it seems, a line may be the whole file.
    const said = because.length > LONGEST ? `${because.slice(0, LONGEST)}…` : because;
    unread.push({ file: path, line, because: said });
  };
  let source: Source | undefined;
  for (const extractor of extractors) {
    if (!extractor.reads(path)) continue;
    const limit = extractor.limit ?? LIMIT;
    if (size > limit) {
      refuse(`is larger than ${limit / LIMIT} MiB`, 1);
      continue;
    }
    try {
      source ??= new Source(path, contentOf(join(root, path), size));
      // Facts before the error are kept; what follows it is unknown.
      for (const fact of extractor.facts(source)) facts.push(fact);
    } catch (error) {
      if (error instanceof Unreadable) refuse(error.message, error.line);
      else if (error instanceof RangeError) refuse('is nested too deeply to be read', 1);
      else if (errorCode(error) !== undefined) refuse(`cannot be opened: ${errorCode(error)}`, 1);
      else throw error;
    }
  }
  return { facts, unread };
}

let room = Buffer.allocUnsafeSlow(1 << 16);

/** The content of a file in a shared buffer, which the next file overwrites, because not all files fit into memory. */
function contentOf(path: string, size: number): Buffer {
  if (size > room.length) room = Buffer.allocUnsafeSlow(size);
  const file = openSync(path, 'r');
  try {
    let length = 0;
    for (let read = -1; read !== 0 && length < size; length += read)
      read = readSync(file, room, length, size - length, null);
    return room.subarray(0, length);
  } finally {
    closeSync(file);
  }
}
