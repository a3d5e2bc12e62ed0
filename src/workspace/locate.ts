import { existsSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { errorCode, UserError } from '../outcome/user-error.ts';

/** Turnaround's own folder: scripts, checklists, example. */
export const HOME = resolve(import.meta.dirname, '../..');

/** The name of a workspace's settings file. */
export const SETTINGS = 'turnaround.yaml';

/** Where data is kept that can be created again, outside of workspace and state: `$XDG_CACHE_HOME/turnaround`, or `~/.cache/turnaround`. */
export function cacheFolder(env: NodeJS.ProcessEnv): string {
  const named = env['XDG_CACHE_HOME'];
  return join(named?.startsWith('/') === true ? named : join(homedir(), '.cache'), 'turnaround');
}

export interface Call {
  /** The current directory of the caller. */
  readonly cwd: string;
  /** The value of `--workspace` or of the WORKSPACE variable, relative to the caller's directory. */
  readonly named: string | undefined;
  /** Turnaround's own clone, and the clone that it was copied from: its example is not a workspace of the caller. */
  readonly own: readonly string[];
}

/** The workspace of a call, or `own` if the caller is inside Turnaround's own repository and names none. */
export function locate({ cwd, named, own }: Call): { root: string } | 'own' {
  if (named !== undefined && named !== '') return { root: folder(resolve(cwd, named), named) };
  const settled = above(cwd, (dir) => existsSync(join(dir, SETTINGS)));
  const isCopy = own.some((clone) => settled !== undefined && isWithin(settled, join(clone, '.scratch')));
  if (settled !== undefined && isCopy) return { root: settled };
  if (own.some((clone) => isWithin(cwd, clone))) return 'own';
  if (settled !== undefined) return { root: settled };
  const repository = above(cwd, (dir) => existsSync(join(dir, '.git')));
  if (repository !== undefined) return { root: repository };
  throw new UserError(
    `no workspace found: neither ${cwd} nor a folder above it contains ${SETTINGS} or is a git repository`,
    'name a workspace: ./task NAME --workspace folder, or WORKSPACE=folder',
  );
}

function folder(path: string, named: string): string {
  let isFolder: boolean;
  try {
    isFolder = statSync(path).isDirectory();
  } catch (error) {
    throw new UserError(
      errorCode(error) === 'EACCES'
        ? `the workspace ${named} cannot be entered`
        : `the workspace ${named} does not exist (looked at ${path})`,
      'name an existing folder with --workspace or WORKSPACE',
    );
  }
  if (!isFolder)
    throw new UserError(`the workspace ${named} is a file, not a folder`, 'name the folder that contains it');
  return path;
}

function above(from: string, test: (dir: string) => boolean): string | undefined {
  for (let dir = from; ; dir = dirname(dir)) {
    if (test(dir)) return dir;
    if (dir === dirname(dir)) return undefined;
  }
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}
