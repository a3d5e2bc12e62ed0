import { closeSync, openSync, readSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { errorCode } from '../outcome/user-error.ts';
import { collectGarbage } from './gc.ts';
import type { Read } from './fact.ts';
import type { Listed } from '../workspace/files.ts';
import { isFact, type Told } from './is-fact.ts';
import { digest } from '../files/digest.ts';
import { codeStamp, keep, RECENT } from '../workspace/cache.ts';

/** The facts of files, as long as the files do not change. */
export interface FactCache {
  get(file: Listed): Read | undefined;
  set(file: Listed, read: Read): void;
  /** Must be the last call: afterwards nothing is cached any more. */
  save(): void;
}

/** A line of the cache: the facts of a file, null for none. */
type Line = readonly [path: string, stamp: string, read: Read | null];

/** Facts without their file, which is the file of the line. */
type Bare = readonly [
  path: string,
  stamp: string,
  read: { facts: Omit<Told, 'file'>[]; unread: Read['unread'] } | null,
];

/**
 * The cache of a workspace. It is outside of the workspace and its state, because read-only commands change neither. If it
 * cannot be written, everything is read again.
 */
export function factCache(root: string, folder: string): FactCache {
  const path = join(folder, 'facts', `${digest(root).slice(0, 24)}.jsonl`);
  const version = codeStamp(import.meta.dirname);
  let known = load(path, version);
  const lines = new Map<string, Line>();
  let isChanged = known === undefined;
  const began = Date.now();
  return {
    get({ path: name, stamp }) {
      const kept = known?.get(name);
      if (kept?.[1] !== stamp) return undefined;
      lines.set(name, kept);
      return kept[2] ?? NOTHING;
    },
    set({ path: name, stamp, changed }, read) {
      isChanged = true;
      const isEmpty = read.facts.length + read.unread.length === 0;
      if (began - changed > RECENT) lines.set(name, [name, stamp, isEmpty ? null : read]);
    },
    save() {
      if (isChanged || lines.size !== known?.size) store(path, version, lines.values());
      known = undefined;
      lines.clear();
    },
  };
}

/** From this number of lines on, memory is freed after reading them, before the next step needs it. */
const MANY = 10_000;

const NOTHING: Read = { facts: [], unread: [] };

function load(path: string, version: string): Map<string, Line> | undefined {
  try {
    const lines = new Map<string, Line>();
    let isOurs: boolean | undefined;
    for (const line of linesOf(path)) {
      isOurs ??= line === version;
      if (!isOurs) return undefined;
      if (line === version) continue;
      const [path, stamp, read] = JSON.parse(line) as Bare;
      const facts = read?.facts.map((fact) => placed(fact, path)) ?? [];
      if (!facts.every(isFact)) return undefined;
      lines.set(path, [path, stamp, read && { facts, unread: read.unread }]);
    }
    if (lines.size > MANY) collectGarbage();
    return isOurs === true ? lines : undefined;
  } catch (error) {
    // There is no cache yet, it cannot be read, or it is incomplete: then everything is read again.
    if (error instanceof SyntaxError || errorCode(error) !== undefined) return undefined;
    throw error;
  }
}

/** All facts have one shape, and equal subjects share one string: there are many facts but few subjects. */
function placed({ subject, value, line, sure, attributes }: Omit<Told, 'file'>, file: string): Told {
  const fact = { subject: once(subject), value: typeof value === 'string' ? once(value) : value, file, line, sure };
  return attributes === undefined ? fact : { ...fact, attributes };
}

const texts = new Map<string, string>();

function once(text: string): string {
  const known = texts.get(text);
  if (known !== undefined) return known;
  texts.set(text, text);
  return text;
}

/** The lines of a file, which is never in memory as a whole. */
function* linesOf(path: string): Generator<string> {
  const file = openSync(path, 'r');
  const room = Buffer.allocUnsafe(CHUNK);
  const decoder = new StringDecoder('utf8');
  let rest = '';
  try {
    for (let read = readSync(file, room); read > 0; read = readSync(file, room)) {
      const lines = (rest + decoder.write(room.subarray(0, read))).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
    if (rest !== '') yield rest;
  } finally {
    closeSync(file);
  }
}

const CHUNK = 1 << 20;

function bare([path, stamp, read]: Line): Bare {
  // JSON omits what is undefined.
  const facts = read?.facts.map((fact) => ({ ...fact, file: undefined }));
  return [path, stamp, read && { facts: facts ?? [], unread: read.unread }];
}

function store(path: string, version: string, lines: Iterable<Line>): void {
  keep(path, (aside) => {
    const file = openSync(aside, 'w', 0o600);
    let chunk = `${version}\n`;
    for (const line of lines) {
      chunk += `${JSON.stringify(bare(line))}\n`;
      if (chunk.length < CHUNK) continue;
      writeFileSync(file, chunk);
      chunk = '';
    }
    writeFileSync(file, chunk);
    closeSync(file);
  });
}
