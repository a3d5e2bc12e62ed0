import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { errorCode } from '../outcome/user-error.ts';

/** Neither the caller's environment nor the repository's settings may run a program or redirect git. */
export const HARMLESS = ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null', '-c', 'safe.directory=*'];

/** `GIT_*` of the caller (in a hook or rebase) would select another repository. */
export function gitEnvironment(): NodeJS.ProcessEnv {
  const clean = Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'));
  return { ...Object.fromEntries(clean), GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C' };
}

export function isInRepository(folder: string): boolean {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return true;
    if (at === dirname(at)) return false;
  }
}

/** Names as keys, with one character per byte (`latin1`), so that every name can be a key; or why git failed. */
export type Tracked = { readonly names: ReadonlySet<string> } | { readonly unknown: string };

/** What git tracks in `folder`, relative to it; nothing if there is no repository. */
export function trackedBelow(folder: string): Promise<Tracked> {
  if (!isInRepository(folder)) return Promise.resolve({ names: new Set() });
  return new Promise((resolve) => {
    const args = [...HARMLESS, '-C', folder, 'ls-files', '-z', '--cached'];
    execFile(
      'git',
      args,
      { encoding: 'latin1', env: gitEnvironment(), maxBuffer: 1 << 30 },
      (error, stdout, stderr) => {
        if (error === null) resolve({ names: new Set(stdout.split('\0').filter(Boolean)) });
        else
          resolve({
            unknown:
              errorCode(error) === 'ENOENT'
                ? 'git is not installed'
                : `git could not list the tracked files: ${stderr.trim()}`,
          });
      },
    );
  });
}
