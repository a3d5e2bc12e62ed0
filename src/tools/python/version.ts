import { readdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, delimiter, dirname, join, relative } from 'node:path';
import { run } from '../_child.ts';
import { exists, textOf } from './files.ts';

/** `[3, 12]` */
type Version = readonly [major: number, minor: number];

const COMPILE = 'import sys; compile(open(sys.argv[1], "rb").read(), sys.argv[1], "exec", dont_inherit=True)';

export interface Needed {
  /** `3.12`; null if no Python of this machine can compile the file. */
  readonly version: string | null;
  readonly tried: readonly string[];
}

/** The oldest Python of this machine that is newer than the failed one and can compile the file. The file is not run. */
export async function neededPython(file: string, current: string, env: NodeJS.ProcessEnv): Promise<Needed> {
  const newer = (await pythons(env)).filter(({ version }) => compare(version, versionOf(current)) > 0);
  const tried: string[] = [];
  for (const { python, version } of newer) {
    const limits = { cwd: dirname(file), env: { PATH: env.PATH }, timeout: 20_000 };
    const ran = await run(python, ['-I', '-S', '-B', '-c', COMPILE, file], limits);
    if (ran.code === 0) return { version: version.join('.'), tried: [...tried, version.join('.')] };
    if (ran.stderr.includes('Error')) tried.push(version.join('.')); // otherwise it did not start
  }
  return { version: null, tried };
}

/** The interpreter for a new environment: the version that the workspace names, otherwise the nearest newer one. */
export async function pythonFor(root: string, dir: string, env: NodeJS.ProcessEnv): Promise<string | null> {
  const declared = await declaredPython(root, dir);
  const found = await pythons(env);
  const least = versionOf(declared?.version ?? '3.11');
  return (found.find(({ version }) => compare(version, least) >= 0) ?? found.at(-1))?.python ?? null;
}

/** One interpreter per version: those of pyenv and uv, then `python3.N` on PATH. */
async function pythons(env: NodeJS.ProcessEnv): Promise<{ python: string; version: Version }[]> {
  const home = env.HOME ?? homedir();
  const found = new Map<string, string>();
  const add = (version: string, python: string): void => {
    if (/^3\.\d+$/.test(version) && !found.has(version)) found.set(version, python);
  };
  for (const versions of [
    join(env.PYENV_ROOT ?? join(home, '.pyenv'), 'versions'),
    join(home, '.local/share/uv/python'),
  ]) {
    for (const name of await namesIn(versions)) {
      const python = join(versions, name, 'bin/python3');
      const version = /^(?:cpython-)?(3\.\d+)\./.exec(name)?.[1];
      if (version !== undefined && (await exists(python))) add(version, python);
    }
  }
  for (const folder of (env.PATH ?? '').split(delimiter)) {
    if (basename(folder) === 'shims') continue; // shims of pyenv start the version that its settings name, or nothing
    for (const name of await namesIn(folder)) add(/^python(3\.\d+)$/.exec(name)?.[1] ?? '', join(folder, name));
  }
  return Array.from(found, ([version, python]) => ({ python, version: versionOf(version) })).toSorted((a, b) =>
    compare(a.version, b.version),
  );
}

async function namesIn(folder: string): Promise<string[]> {
  return folder !== '' && (await exists(folder)) ? readdir(folder).catch(unreadable) : [];
}

function unreadable(error: unknown): string[] {
  if (error instanceof Error && 'code' in error && ['EACCES', 'ENOTDIR'].includes(String(error.code))) return [];
  throw error;
}

function versionOf(text: string): Version {
  const [major = 3, minor = 0] = text.split('.').map(Number);
  return [major, minor];
}

function compare(a: Version, b: Version): number {
  return a[0] - b[0] || a[1] - b[1];
}

export interface Declared {
  readonly version: string;
  readonly file: string;
  readonly line: number;
}

const SAYS: readonly (readonly [RegExp, RegExp])[] = [
  [/^\.python-version$/, /^(3\.\d+)/],
  [/^pyproject\.toml$/, /^\s*(?:requires-python|python)\s*=\s*"([^"]+)"/],
  [/^Pipfile$/, /^\s*python(?:_full)?_version\s*=\s*"(3\.\d+)/],
  [/Dockerfile/, /^\s*FROM\s+(?:\S+\/)?python:(3\.\d+)/i],
];

/** The oldest Python that the workspace claims to support, between the application's folder and the root, if it says so. */
export async function declaredPython(root: string, dir: string): Promise<Declared | null> {
  const found: Declared[] = [];
  for (let folder = dir; ; folder = dirname(folder)) {
    for (const name of await namesIn(folder)) {
      const [, pattern] = SAYS.find(([file]) => file.test(name)) ?? [];
      if (pattern === undefined) continue;
      for (const [index, text] of ((await textOf(join(folder, name))) ?? '').split('\n').entries()) {
        const said = pattern.exec(text)?.[1];
        const version = said === undefined || name !== 'pyproject.toml' ? said : await oldestOf(said);
        if (version !== undefined) found.push({ version, file: relative(root, join(folder, name)), line: index + 1 });
      }
    }
    if (folder === root || folder === dirname(folder) || relative(root, folder).startsWith('..')) break;
  }
  return found.toSorted((a, b) => compare(versionOf(a.version), versionOf(b.version)))[0] ?? null;
}

/** Loaded here because every start of the program loads this file, and few read a range. */
async function oldestOf(range: string): Promise<string | undefined> {
  const { oldestIn } = await import('../python-range/python-range.ts');
  return oldestIn(range);
}

export function isOlder(a: string, b: string): boolean {
  return compare(versionOf(a), versionOf(b)) < 0;
}
