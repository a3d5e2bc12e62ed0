import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Fact } from '../../../src/facts/fact.ts';
import type { AttributesOf } from '../../../src/facts/subjects.ts';
import { declaredPackages, specifierOf } from '../../../src/tools/python/packages.ts';
import { JournalState } from '../../../src/run/journal-state.ts';
import { assert, suite } from '../../harness.ts';
import { turnaround, withFolder } from '../../try.ts';

const test = suite('private environment');

test('what poetry writes, as PEP 440 has it', () => {
  const rows: [string, string][] = [
    ['^1.2.3', '>=1.2.3,<2'],
    ['^0.2.3', '>=0.2.3,<0.3'],
    ['^0.0.3', '>=0.0.3,<0.0.4'],
    ['^2', '>=2,<3'],
    ['~1.2.3', '>=1.2.3,<1.3'],
    ['~1', '>=1,<2'],
    ['~=1.4', '~=1.4'],
    ['*', ''],
    ['1.5', '==1.5'],
    ['=1.5', '==1.5'],
    ['>=1.0,<2', '>=1.0,<2'],
    ['>= 1.0 <2 , != 1.5', '>=1.0,<2,!=1.5'],
    ['', ''],
  ];
  for (const [typed, expected] of rows) assert.is(specifierOf(typed), expected, typed);
});

const dependency = (value: string, file: string, of: Partial<AttributesOf<'dependency'>> = {}): Fact<'dependency'> => ({
  subject: 'dependency',
  value,
  file,
  line: 1,
  sure: 'stated',
  attributes: { kind: 'python', ...of },
});

test('the nearest list counts; what is only for development does not', async () => {
  await withFolder(async (root) => {
    mkdirSync(join(root, 'api'));
    writeFileSync(join(root, 'api/requirements.txt'), 'fastapi\n');
    const facts = [
      dependency('fastapi', 'pyproject.toml', { version: '^0.1', extras: ['all'] }),
      dependency('pytest', 'pyproject.toml', { dev: true }),
      dependency('black', 'pyproject.toml', { group: 'lint' }),
      dependency('react', 'pyproject.toml', { kind: 'npm' }),
      dependency('fastapi', 'api/requirements.txt'),
    ];
    assert.equal(declaredPackages(root, 'api/app', facts)?.lines, [`-r ${join(root, 'api/requirements.txt')}`]);
    assert.equal(declaredPackages(root, 'web', facts)?.lines, ['fastapi[all]>=0.1,<0.2']);
    assert.is(declaredPackages(root, 'web', []), undefined);
  });
});

const APP = 'from fastapi import FastAPI\napp = FastAPI()\n@app.get("/a")\ndef a(): ...\n';
const python3 = spawnSync('python3', ['-c', 'import fastapi'], { stdio: 'ignore' }).status;
const because =
  python3 === 0 ? 'python3 of this machine has FastAPI already' : python3 === null ? 'there is no python3' : undefined;

const slow = (name: string, body: () => Promise<void>): void =>
  because === undefined ? test(name, body) : test.skip(name, because);

slow(
  'made on request alone, from what is declared, and used again; a package that nobody declares is a finding',
  async () => {
    await withFolder(async (folder) => {
      const root = join(folder, 'shop');
      mkdirSync(root);
      writeFileSync(join(root, 'main.py'), APP);
      writeFileSync(join(root, 'requirements.txt'), 'fastapi==0.115.6\n');
      const call = (...args: string[]): Promise<{ code: number | null; stdout: string }> =>
        turnaround(['docs:openapi', '--workspace', root, ...args], { env: { VIRTUAL_ENV: '', CONDA_PREFIX: '' } });
      const ended = () => new JournalState(join(root, '.turnaround')).refresh().tasks.get('docs:openapi')?.ended;
      const without = await call();
      assert.is(without.code, 3, without.stdout);
      assert.match(ended()?.because ?? '', /pass --make-env to create an environment/);
      const offline = await call('--make-env', '--offline');
      assert.match(ended()?.because ?? '', /cannot create an environment offline/, offline.stdout);
      const made = await call('--make-env');
      assert.is(made.code, 0, made.stdout);
      assert.match(JSON.stringify(ended()?.value), /it was created with --make-env from requirements\.txt/);
      writeFileSync(join(root, 'main.py'), APP.replace('/a', '/b'));
      assert.is((await call()).code, 0);
      writeFileSync(join(root, 'main.py'), `import jwt\n${APP}`);
      assert.is((await call()).code, 1);
      assert.match(
        ended()
          ?.findings.map(({ message }) => message)
          .join('\n') ?? '',
        /jwt/,
      );
    });
  },
);

test.run();
