import { join } from 'node:path/posix';
import { attribute, type Fact, type View } from 'turnaround/rule';
import { areTogether, callOf } from '../_commands.ts';
import type { Place } from './_places.ts';

export const LOCKS: Readonly<Record<string, readonly string[]>> = {
  npm: ['package-lock.json', 'npm-shrinkwrap.json'],
  yarn: ['yarn.lock'],
  pnpm: ['pnpm-lock.yaml'],
  bun: ['bun.lock', 'bun.lockb'],
};

/** The package manager of a command that installs only what is locked, and fails without a lock file. */
export function lockedInstallOf(command: Fact<'command'>): string | undefined {
  const { program, rest } = callOf(command);
  const isFrozen = rest.some((word) => /^--(?:frozen-lockfile|immutable)$/.test(word));
  if (program === 'npm') return /^(?:ci|clean-install)$/.test(rest[0] ?? '') ? 'npm' : undefined;
  if (!isFrozen || rest.some((word) => /^(?:--global|-g|global|dlx)$/.test(word))) return undefined;
  return Object.hasOwn(LOCKS, program) ? program : undefined;
}

/** Whether there is another install beside it: a script that checks for the lock file, or continues without one. */
export function hasAlternative(view: View, command: Fact<'command'>): boolean {
  const manager = callOf(command).program;
  return view.about('command').some((other) => {
    if (other === command || !areTogether(other, command)) return false;
    const { program, rest } = callOf(other);
    const isInstall =
      rest[0] === undefined || /^(?:i|install|add|import)$|^--(?:frozen-lockfile|immutable)/.test(rest[0]);
    const isOther = lockedInstallOf(other) !== undefined && program !== manager;
    return (
      isOther || (program === manager && isInstall && lockedInstallOf(other) === undefined && !rest.includes('-g'))
    );
  });
}

/** The lock files of a manager that apply to a place: there, or above it at the root of its workspace. */
export function locksAt(view: View, place: Place, manager: string): string[] {
  const names = LOCKS[manager] ?? [];
  const here = names.flatMap((name) => place.at(name));
  return here.length > 0
    ? here
    : names.flatMap((name) => ['..', '../..', '../../..'].flatMap((up) => place.at(join(up, name))));
}

/** The fact `package.manager` of a lock file. */
export function lockFact(view: View, path: string): Fact | undefined {
  return view.about('package.manager').find((fact) => fact.file === path && attribute(fact, 'by') === 'lock');
}
