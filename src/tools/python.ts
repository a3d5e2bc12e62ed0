import { basename, delimiter, dirname, join, relative, resolve, sep } from 'node:path';
import { run } from './child.ts';
import { exists, holdsPython, pythonFiles, textOf } from './python-files.ts';
import { applicationsOf, codeOf, factoriesOf } from './python-source.ts';

export interface Refusal {
  python: string;
  /** In words, for a person who expected this interpreter to be taken. */
  because: string;
}

export type Interpreter =
  | { python: string; version: string; because: string; refused: Refusal[] }
  | { python: null; refused: Refusal[] };

const PROBE_SECONDS = 10;
const OLDEST = [3, 8] as const; // sys.addaudithook

// Python 2 must be able to read this too, to say its version. `-I` keeps the workspace's own files out of the search,
// and with them the user's packages, which the application would find.
const PROBE = `
import sys
found = False
if sys.version_info >= (3, 8):
    import importlib.util, site
    if sys.prefix == sys.base_prefix:
        sys.path.append(site.getusersitepackages())
    found = importlib.util.find_spec('fastapi') is not None
print('\\n'.join(['', 'turnaround', sys.executable, '.'.join(map(str, sys.version_info[:3])), str(found)]))
`;

/**
 * The interpreter that the application in `dir` is meant to run under: the one that is `given` and no other, else the
 * first that works of `VIRTUAL_ENV`, a virtual environment in `dir` or above it up to `root`, and `python3`.
 */
export async function findInterpreter(where: {
  dir: string;
  root: string;
  given?: string | undefined;
  env?: NodeJS.ProcessEnv;
}): Promise<Interpreter> {
  const { dir, env = process.env } = where;
  const refused: Refusal[] = [];
  for (const { python, because } of await interpreters({ ...where, env })) {
    if (refused.some((other) => other.python === python)) continue;
    const probed = await probe(python, dir, env);
    if ('refused' in probed) refused.push({ python, because: `${because}: ${probed.refused}` });
    else return { python: probed.python, version: probed.version, because, refused };
  }
  if (refused.length === 0) refused.push({ python: 'python3', because: 'there is none on PATH' });
  return { python: null, refused };
}

/** What would be tried, in order; nothing is started. */
export async function interpreters(where: {
  dir: string;
  root: string;
  given?: string | undefined;
  env: NodeJS.ProcessEnv;
}): Promise<Refusal[]> {
  const { dir, root, given, env } = where;
  if (given !== undefined) {
    const python = given.includes(sep) ? resolve(root, given) : ((await onPath(given, env)) ?? given);
    return [{ python: (await inEnvironment(python)) ?? python, because: 'it is the one that was asked for' }];
  }
  const found: Refusal[] = [];
  if (env.VIRTUAL_ENV) {
    const python = join(env.VIRTUAL_ENV, 'bin', 'python');
    found.push({ python, because: 'VIRTUAL_ENV names its environment' });
  }
  for (const folder of upTo(root, dir)) {
    for (const name of ['.venv', 'venv', 'env']) {
      const python = await inEnvironment(join(folder, name));
      const place = relative(root, join(folder, name));
      if (python !== null) found.push({ python, because: `${place} is a virtual environment beside the application` });
    }
  }
  const python3 = await onPath('python3', env);
  if (python3 !== null) found.push({ python: python3, because: 'it is python3 on PATH' });
  return found;
}

/** `bin/python` of a virtual environment, also when it is a dangling link; `env` may be any other folder. */
async function inEnvironment(folder: string): Promise<string | null> {
  const python = join(folder, 'bin', 'python');
  return (await exists(python)) || (await exists(join(folder, 'pyvenv.cfg'))) ? python : null;
}

async function onPath(name: string, env: NodeJS.ProcessEnv): Promise<string | null> {
  for (const folder of (env.PATH ?? '').split(delimiter)) {
    const path = join(folder || '.', name);
    if (await exists(path)) return path;
  }
  return null;
}

function upTo(root: string, dir: string): string[] {
  const folders = [resolve(dir)];
  while (folders.at(-1) !== resolve(root) && folders.at(-1) !== '/') folders.push(dirname(folders.at(-1) ?? '/'));
  return folders.at(-1) === resolve(root) ? folders : [resolve(dir)]; // `dir` is not below `root`
}

async function probe(
  python: string,
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<{ python: string; version: string } | { refused: string }> {
  const ran = await run(python, ['-I', '-B', '-c', PROBE], { cwd, env, timeout: PROBE_SECONDS * 1000 });
  if (ran.killed) return { refused: `did not answer within ${PROBE_SECONDS} s` };
  if (ran.code === 'ENOENT') return { refused: 'there is no such program, or its link leads nowhere' };
  if (ran.code !== 0) return { refused: `does not start: ${lastLine(ran.stderr.toString()) ?? `exit ${ran.code}`}` };
  const said = ran.stdout.toString().split('\n');
  const [executable, version, found] = said.slice(said.lastIndexOf('turnaround') + 1);
  if (!executable || !version) return { refused: 'is not Python' };
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
    return { refused: `is Python ${version}, and ${OLDEST.join('.')} or newer is needed` };
  }
  if (found !== 'True') return { refused: `Python ${version} there has no fastapi` };
  return { python: executable, version };
}

function lastLine(text: string): string | undefined {
  return text.trimEnd().split('\n').at(-1) || undefined;
}

/** A path as `_openapi.py` reports it: bytes that are no UTF-8 come as lone surrogates and become those bytes again. */
export function pathOf(reported: string): string | Buffer {
  if (!/[\udc80-\udcff]/u.test(reported)) return reported;
  const parts = Array.from(reported, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code >= 0xdc80 && code <= 0xdcff ? Buffer.from([code - 0xdc00]) : Buffer.from(character);
  });
  return Buffer.concat(parts);
}

// FastAPI applications, found without running anything

export interface Candidate {
  /** `dir` on sys.path makes `module` importable; `attr` ends with `()` when it is a function to call. */
  module: string;
  attr: string;
  dir: string;
  file: string;
  line: number;
}

/** The FastAPI applications that Python files of the workspace make at their top level, the likeliest first. */
export async function candidates(root: string): Promise<Candidate[]> {
  const sources = new Map<string, string>();
  for (const file of await pythonFiles(root)) {
    const text = await textOf(join(root, file));
    if (text !== null) sources.set(file, text);
  }
  // Most files have nothing to do with it, and are not looked at closely.
  const codes = new Map<string, string>();
  const factories = new Set<string>();
  for (const [file, text] of sources) {
    if (!text.includes('FastAPI')) continue;
    codes.set(file, codeOf(text));
    for (const { name } of factoriesOf(codes.get(file) ?? '')) factories.add(name);
  }
  for (const [file, text] of sources) {
    if (!codes.has(file) && [...factories].some((name) => text.includes(name))) codes.set(file, codeOf(text));
  }
  const found: { rank: (number | string)[]; candidate: Candidate }[] = [];
  for (const [file, code] of codes) {
    for (const { attr, line } of applicationsOf(code, factories)) {
      if (attr.endsWith('()') && isAside(file)) continue; // a fixture
      const place = await importable(root, file, code);
      found.push({ rank: rankOf(file, attr, line), candidate: { ...place, attr, file: join(root, file), line } });
    }
  }
  return found.toSorted((a, b) => compareRanks(a.rank, b.rank)).map(({ candidate }) => candidate);
}

const ASIDE = /(^|\/)(tests?|testing|examples?|samples?|docs?|docs_src|tutorials?|benchmarks?|scripts)\//;
const TEST_FILE = /(^|\/)(test_[^/]*|[^/]*_test|conftest)\.py$/;

function isAside(file: string): boolean {
  return ASIDE.test(file) || TEST_FILE.test(file);
}

function rankOf(file: string, attr: string, line: number): (number | string)[] {
  const aside = isAside(file) ? 1 : 0;
  const usual = ['main.py', 'app.py', 'server.py'].indexOf(basename(file));
  const name = ['app', 'application', 'api'].indexOf(attr);
  const factory = attr.endsWith('()') ? 1 : 0;
  return [aside, factory, usual < 0 ? 9 : usual, file.split('/').length, name < 0 ? 9 : name, file, line];
}

function compareRanks(a: (number | string)[], b: (number | string)[]): number {
  for (const [index, left] of a.entries()) {
    const right = b[index];
    if (right !== undefined && left !== right) return left < right ? -1 : 1;
  }
  return 0;
}

/**
 * Where sys.path must begin so that the file can be imported: above its outermost `__init__.py`, unless more of what it
 * imports is found from elsewhere (a namespace package `app/` without `__init__.py`; a stray `__init__.py`).
 */
async function importable(root: string, file: string, code: string): Promise<{ dir: string; module: string }> {
  const above = upTo(root, dirname(join(root, file)));
  let usual = 0;
  while (usual < above.length - 1 && (await exists(join(above[usual] ?? root, '__init__.py')))) usual += 1;
  const relatively = [...code.matchAll(/^\s*from\s+(\.+)/gm)].map((match) => match[1]?.length ?? 0);
  const least = Math.min(Math.max(0, ...relatively), above.length - 1);
  const names = [...code.matchAll(/^\s*(?:from|import)\s+(\w+)/gm)].map((match) => match[1] ?? '');
  let best = Math.max(usual, least);
  let most = await resolved(above[best] ?? root, names);
  for (let index = least; index < above.length; index += 1) {
    const count = await resolved(above[index] ?? root, names);
    if (count > most) [best, most] = [index, count];
  }
  const dir = above[best] ?? root;
  const parts = relative(dir, join(root, file)).slice(0, -'.py'.length).split(sep);
  if (parts.length > 1 && parts.at(-1) === '__init__') parts.pop();
  return { dir, module: parts.join('.') };
}

async function resolved(dir: string, names: string[]): Promise<number> {
  let count = 0;
  for (const name of new Set(names)) {
    if ((await exists(join(dir, `${name}.py`))) || (await holdsPython(join(dir, name)))) count += 1;
  }
  return count;
}
