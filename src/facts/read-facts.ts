import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode } from '../outcome/user-error.ts';
import { collect } from './gc.ts';
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
/** Files from which on what was needed to read them is freed before the next step takes its room. */
const MANY = 10_000;

/** One pass over the workspace; nothing of it is run. Files that have not changed since are taken from the cache. */
export async function readFacts(
  root: string,
  extractors: readonly Extractor[] | (() => Promise<readonly Extractor[]>),
  cache?: FactCache,
  listed: Files = filesOf(root),
): Promise<Facts> {
  const { reads, files, odd } = await readAll(root, extractors, cache, listed);
  if (files.length > MANY) collect();
  return {
    root,
    facts: reads.flatMap(({ facts }) => facts),
    unread: [
      ...odd.map((file) => ({ file, line: 1, because: 'its name is not UTF-8' })),
      ...reads.flatMap(({ unread }) => unread),
    ],
    files,
  };
}

/** What each file gave. What is known of the files beside that is forgotten with the end of this function. */
async function readAll(
  root: string,
  extractors: readonly Extractor[] | (() => Promise<readonly Extractor[]>),
  cache: FactCache | undefined,
  { files, others, odd }: Files,
): Promise<{ reads: Read[]; files: string[]; odd: readonly string[] }> {
  const kept = files.map((file) => cache?.get(file));
  // Parsers of a dozen formats take longer to load than a workspace that has not changed takes to look through.
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
    // A line of a file that is not what it seems may be the whole file.
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
      // What stands before the mistake stands; what comes behind it is not known.
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

/** The content of a file, in a place that the next one takes over: a workspace has more files than memory has room. */
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
