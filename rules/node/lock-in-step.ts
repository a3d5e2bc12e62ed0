import { dirname } from 'node:path/posix';
import { rule, side, told } from 'turnaround/rule';

export const lockInStep = rule(import.meta, {
  title: 'The lock file is out of step with package.json',
  severity: 'fails',
  why: '`npm ci` refuses to install: every image and every job that uses it stops.',
  *check(view) {
    for (const lock of view.about('lock')) {
      if (told(lock, 'manager') !== 'npm' || !lock.file.endsWith('package-lock.json')) continue;
      const here = dirname(lock.file) === '.' ? 'package.json' : `${dirname(lock.file)}/package.json`;
      const locked = view
        .about('lock.root')
        .filter((fact) => fact.file === lock.file && told(fact, 'member') === undefined);
      if (locked.length === 0) continue;
      for (const wanted of view.about('dependency')) {
        if (wanted.file !== here || told(wanted, 'kind') !== 'npm' || told(wanted, 'group') === 'peer') continue;
        const range = told(wanted, 'version');
        const found = locked.filter(({ value }) => value === wanted.value);
        if (range === undefined || found.some((fact) => told(fact, 'range') === range)) continue;
        const [first] = found;
        const has = first === undefined ? 'has no such dependency' : `has ${told(first, 'range') ?? 'another range'}`;
        yield {
          message: `package.json wants ${String(wanted.value)} ${range}, and the lock ${has}`,
          at: side(lock, `lock ${has}`),
          against: [side(wanted, `${String(wanted.value)} ${range}`)],
          remedy: 'npm install --package-lock-only, and commit the lock file',
        };
      }
    }
  },
});
