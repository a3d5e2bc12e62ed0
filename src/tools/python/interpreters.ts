import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, delimiter, dirname, join, relative, resolve, sep } from 'node:path';
import { exists, textOf } from './files.ts';

export interface Refusal {
  python: string;
  /** Why it is a candidate, for a user who expected this interpreter. */
  because: string;
}

/** The candidates in order; none is started. */
export async function interpreters(where: {
  dir: string;
  root: string;
  given?: string | undefined;
  env: NodeJS.ProcessEnv;
}): Promise<Refusal[]> {
  const { dir, root, given, env } = where;
  if (given !== undefined) {
    const python = given.includes(sep) ? resolve(root, given) : ((await onPath(given, env)) ?? given);
    return [{ python: (await inEnvironment(python)) ?? python, because: 'it was requested explicitly' }];
  }
  const found: Refusal[] = [];
  if (env.VIRTUAL_ENV) {
    const python = join(env.VIRTUAL_ENV, 'bin', 'python');
    found.push({ python, because: 'VIRTUAL_ENV names its environment' });
  }
  if (env.CONDA_PREFIX) {
    const python = join(env.CONDA_PREFIX, 'bin', 'python');
    found.push({ python, because: 'CONDA_PREFIX names its environment' });
  }
  for (const folder of upTo(root, dir)) {
    for (const name of ['.venv', 'venv', 'env']) {
      const python = await inEnvironment(join(folder, name));
      const place = relative(root, join(folder, name));
      if (python !== null) found.push({ python, because: `${place} is a virtual environment beside the application` });
    }
  }
  for (const folder of upTo(root, dir)) found.push(...(await keptElsewhere(folder, env)));
  const python3 = await onPath('python3', env);
  if (python3 !== null) found.push({ python: python3, because: 'it is python3 on PATH' });
  return found;
}

/** `bin/python` of a virtual environment, even if it is a broken link; `env` may be any folder. */
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

export function upTo(root: string, dir: string): string[] {
  const folders = [resolve(dir)];
  while (folders.at(-1) !== resolve(root) && folders.at(-1) !== '/') folders.push(dirname(folders.at(-1) ?? '/'));
  return folders.at(-1) === resolve(root) ? folders : [resolve(dir)]; // `dir` is outside `root`
}

/** Environments that uv, poetry and pipenv keep for a project, found by their names without running the tools. */
async function keptElsewhere(folder: string, env: NodeJS.ProcessEnv): Promise<Refusal[]> {
  const found: Refusal[] = [];
  const add = async (environment: string, because: string): Promise<void> => {
    const python = await inEnvironment(environment);
    if (python !== null) found.push({ python, because });
  };
  const project = await textOf(join(folder, 'pyproject.toml'));
  if (project !== null && env.UV_PROJECT_ENVIRONMENT)
    await add(resolve(folder, env.UV_PROJECT_ENVIRONMENT), 'UV_PROJECT_ENVIRONMENT names it');
  const name = /^\s*name\s*=\s*["']([^"']+)["']/m.exec(project ?? '')?.[1];
  if (name !== undefined) {
    const kept = `${sanitized(name.toLowerCase())}-${digest(folder, 32)}`;
    for (const cache of poetryCaches(env)) {
      for (const one of await namesIn(cache))
        if (one.startsWith(`${kept}-py`)) await add(join(cache, one), 'poetry keeps it for this project');
    }
  }
  if (await exists(join(folder, 'Pipfile'))) {
    const data = env.XDG_DATA_HOME ?? join(env.HOME ?? homedir(), '.local/share');
    const kept = `${sanitized(basename(folder))}-${digest(join(folder, 'Pipfile'), 6)}`;
    await add(join(env.WORKON_HOME ?? join(data, 'virtualenvs'), kept), 'pipenv keeps it for this project');
  }
  return found;
}

function poetryCaches(env: NodeJS.ProcessEnv): string[] {
  const home = env.HOME ?? homedir();
  const cache = env.XDG_CACHE_HOME ?? join(home, process.platform === 'darwin' ? 'Library/Caches' : '.cache');
  return [env.POETRY_VIRTUALENVS_PATH ?? join(env.POETRY_CACHE_DIR ?? join(cache, 'pypoetry'), 'virtualenvs')];
}

// Both tools combine the project's name and eight letters of a hash of its path.
function sanitized(name: string): string {
  return name.replaceAll(/[ &$`!*@"()[\]\\\r\n\t]/g, '_').slice(0, 42);
}

function digest(path: string, bytes: number): string {
  return createHash('sha256').update(path).digest().subarray(0, bytes).toString('base64url').slice(0, 8);
}

async function namesIn(folder: string): Promise<string[]> {
  return (await exists(folder)) ? readdir(folder) : [];
}
