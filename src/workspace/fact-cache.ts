import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createHash } from 'node:crypto';
import { errorCode } from '../task/fault.ts';
import type { Read } from './facts.ts';
import type { Listed } from './files.ts';
import { cacheFolder } from './locate.ts';

/** What files gave, as long as they stay as they were. */
export interface FactCache {
  get(file: Listed): Read | undefined;
  set(file: Listed, read: Read): void;
  save(): void;
}

interface Kept {
  readonly version: string;
  readonly files: Readonly<Record<string, readonly [stamp: string, read: Read | null]>>;
}

/** A file that was written less than this many milliseconds before it was read may have been written again since. */
const RECENT = 2000;

/**
 * The cache of a workspace, outside of it and of its state: commands that only look change neither. Where it cannot be kept, everything is read again.
 */
export function factCache(root: string, env: NodeJS.ProcessEnv): FactCache {
  const path = join(cacheFolder(env), 'facts', `${digest(root).slice(0, 24)}.json`);
  const version = versionOf(import.meta.dirname);
  const before = load(path);
  const known = before?.version === version ? before.files : {};
  const files: Record<string, readonly [string, Read | null]> = Object.create(null) as typeof files;
  let isChanged = before?.version !== version;
  const began = Date.now();
  return {
    get({ path: name, stamp }) {
      const kept = Object.hasOwn(known, name) ? known[name] : undefined;
      if (kept?.[0] !== stamp) return undefined;
      files[name] = kept;
      return kept[1] ?? NOTHING;
    },
    set({ path: name, stamp, changed }, read) {
      isChanged = true;
      if (began - changed > RECENT) files[name] = [stamp, read.facts.length + read.unread.length === 0 ? null : read];
    },
    save() {
      if (!isChanged && Object.keys(files).length === Object.keys(known).length) return;
      store(path, JSON.stringify({ version, files } satisfies Kept));
    },
  };
}

const NOTHING: Read = { facts: [], unread: [] };

function load(path: string): Kept | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Kept;
  } catch (error) {
    // None yet, not ours to read, or half of one: then everything is read again.
    if (error instanceof SyntaxError || errorCode(error) !== undefined) return undefined;
    throw error;
  }
}

function store(path: string, text: string): void {
  const aside = `${path}.${process.pid}`;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(aside, text, { mode: 0o600 });
    renameSync(aside, path);
  } catch (error) {
    if (errorCode(error) === undefined) throw error; // no room, no right: it is only a cache
  }
}

/** Readers that were edited read other things. */
function versionOf(folder: string): string {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  const stamps = files.toSorted().map((name) => {
    const { size, mtimeMs } = statSync(join(folder, name));
    return `${name} ${size} ${mtimeMs}`;
  });
  return digest([process.version, ...stamps].join('\n'));
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
