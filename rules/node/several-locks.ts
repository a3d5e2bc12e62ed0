import { dirname } from 'node:path/posix';
import { rule, locationOf, attribute } from 'turnaround/rule';
import { LOCKS } from './_installs.ts';

export const severalLocks = rule(import.meta, {
  title: 'A folder contains lock files of several package managers',
  severity: 'confusing',
  why: 'Each package manager uses its own lock file: two developers install different packages, and only one set is tested.',
  *check(view) {
    const own = view
      .about('package.manager')
      .filter((fact) => attribute(fact, 'by') === 'lock' && Object.hasOwn(LOCKS, fact.value));
    for (const folder of new Set(own.map(({ file }) => dirname(file)))) {
      const here = own.filter(({ file }) => dirname(file) === folder);
      const wanted = view
        .about('package.manager')
        .find((fact) => attribute(fact, 'by') === 'packageManager' && dirname(fact.file) === folder);
      const odd = here.find(({ value }) => value !== (wanted?.value ?? here[0]?.value));
      if (odd === undefined || new Set(here.map(({ value }) => value)).size < 2) continue;
      const others = here.filter((fact) => fact !== odd);
      yield {
        message: `${odd.file} of ${odd.value} is beside ${others.map(({ file }) => file).join(' and ')}`,
        at: locationOf(odd, `lock file of ${odd.value}`),
        against: others.map((fact) => locationOf(fact, `lock file of ${fact.value}`)),
        remedy: 'keep the lock file of the package manager that you use, and delete the other',
      };
    }
  },
});
