import { dirname, join } from 'node:path/posix';
import { rule, locationOf, attribute, type Fact } from 'turnaround/rule';
import { hasAlternative, lockedInstallOf, lockFact, LOCKS, locksAt } from './_installs.ts';
import { placesOf } from './_places.ts';

export const managerAgrees = rule(import.meta, {
  title: 'An install uses another package manager than the lock file',
  severity: 'fails',
  why: 'A package manager reads only its own lock file: without it, the install fails, or installs untested versions.',
  *check(view) {
    for (const command of view.about('command')) {
      const manager = lockedInstallOf(command);
      if (manager === undefined || attribute(command, 'by') === 'markdown' || hasAlternative(view, command)) continue;
      const places = placesOf(view, command) ?? [];
      if (places.length === 0 || places.some((place) => locksAt(view, place, manager).length > 0)) continue;
      const others = Object.keys(LOCKS).flatMap((name) => places.flatMap((place) => locksAt(view, place, name)));
      const lock = others.map((path) => lockFact(view, path)).find((fact) => fact !== undefined);
      if (lock === undefined) continue;
      yield {
        message: `\`${command.value}\` runs, but the only lock file there is ${lock.file} of ${String(lock.value)}`,
        at: locationOf(command, command.value),
        against: [locationOf(lock, `lock file of ${String(lock.value)}`)],
        remedy: `install with ${String(lock.value)}, or commit a lock file of ${manager}`,
      };
    }
    for (const wanted of view.about('package.manager')) {
      if (attribute(wanted, 'by') !== 'packageManager') continue;
      const locks = view
        .about('package.manager')
        .filter((fact) => attribute(fact, 'by') === 'lock' && dirname(fact.file) === dirname(wanted.file));
      const [lock] = locks;
      const isLocked = (LOCKS[wanted.value] ?? []).some((name) => view.has(join(dirname(wanted.file), name)));
      if (lock === undefined || isLocked) continue;
      yield {
        message: `packageManager is ${wanted.value}, but ${lock.file} is a lock file of ${lock.value}`,
        at: locationOf(wanted, `packageManager ${wanted.value}`),
        against: locks.map((fact: Fact) => locationOf(fact, `lock file of ${String(fact.value)}`)),
        remedy: `set packageManager to ${lock.value}, or commit a lock file of ${wanted.value}`,
      };
    }
  },
});
