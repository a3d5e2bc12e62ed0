import { dirname, join } from 'node:path/posix';
import { rule, locationOf, attribute } from 'turnaround/rule';
import { lockedInstallOf } from './_installs.ts';
import { isLeft, isWithin } from './_locks.ts';

export const lockInStep = rule(import.meta, {
  title: 'The lock file does not match package.json',
  severity: 'fails',
  why: '`npm ci` fails: every image and every job that uses it stops.',
  *check(view) {
    // If no command installs from the lock file, the only effect is that versions are not pinned.
    const isUsed = view.about('command').some((command) => lockedInstallOf(command) === 'npm');
    for (const lock of view.about('lock')) {
      if (attribute(lock, 'manager') !== 'npm' || !lock.file.endsWith('package-lock.json')) continue;
      if (isLeft(view, lock)) continue;
      const all = view.about('lock.root').filter(({ file }) => file === lock.file);
      // The packages of a workspace share one lock file, which lists each of them by its folder.
      for (const member of new Set(all.map((fact) => attribute(fact, 'member') ?? ''))) {
        // A linked package outside of the workspace has its own lock file.
        if (member.startsWith('..')) continue;
        const here = join(dirname(lock.file), member, 'package.json');
        const locked = all.filter((fact) => (attribute(fact, 'member') ?? '') === member);
        const apart = view.about('dependency').flatMap((wanted) => {
          const range = attribute(wanted, 'version');
          if (wanted.file !== here || attribute(wanted, 'kind') !== 'npm' || attribute(wanted, 'group') === 'peer')
            return [];
          const found = locked.filter(({ value }) => value === wanted.value);
          if (range === undefined || found.some((fact) => attribute(fact, 'range') === range)) return [];
          // npm checks the locked version against the range; the range in the lock file does not matter.
          if (found.some((fact) => isWithin(fact, range))) return [];
          return [{ wanted, range, has: found[0] && (attribute(found[0], 'range') ?? 'another range') }];
        });
        const [first] = apart;
        if (first === undefined) continue;
        const has = first.has === undefined ? 'has no such dependency' : `has ${first.has}`;
        const more = apart.length === 1 ? '' : `; ${apart.length - 1} more do not match`;
        yield {
          message: `${member === '' ? 'package.json' : here} requires ${first.wanted.value} ${first.range}, but the lock file ${has}${more}`,
          at: locationOf(lock, `the lock file ${has}`),
          against: apart.slice(0, 3).map(({ wanted, range }) => locationOf(wanted, `${wanted.value} ${range}`)),
          remedy: 'run npm install --package-lock-only, and commit the lock file',
          ...(isUsed ? {} : { severity: 'confusing' }),
        };
      }
    }
  },
});
