import { execFile } from 'node:child_process';
import { lstat, mkdir, readFile, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { exists } from '../../src/tools/python/files.ts';
import { copyWorkspace, holdsValues, supply } from '../../src/tools/workspace-copy/workspace-copy.ts';
import { assert, suite } from '../harness.ts';
import { withFiles } from './openapi/apps.fixture.ts';

const test = suite('tools/workspace-copy');

function copies(
  title: string,
  files: Record<string, string>,
  body: (root: string, copy: string) => Promise<void>,
  prepare: (root: string) => Promise<unknown> = async () => undefined,
): void {
  test(title, () =>
    withFiles(files, (root) =>
      withFiles({}, async (scratch) => {
        await prepare(root);
        const copy = join(scratch, 'copy');
        await copyWorkspace(root, copy);
        await body(root, copy);
      }),
    ),
  );
}

const git = (root: string, ...args: string[]): Promise<unknown> =>
  promisify(execFile)('git', ['-C', root, ...args], { env: { PATH: process.env.PATH } });

copies(
  'what git has and what it does not ignore; no real values',
  {
    '.gitignore': 'made/\nown.py\n',
    'a/main.py': 'x',
    'made/gen.py': '',
    'own.py': '',
    '.env': 'KEY=1',
    'a/.env.production': 'KEY=1',
    'prod.env': 'KEY=1',
    '.env.example': 'KEY=',
    '.env.sample': 'KEY=',
  },
  async (root, copy) => {
    assert.is(await readFile(join(copy, 'a/main.py'), 'utf8'), 'x');
    for (const name of ['.gitignore', '.env.example', '.env.sample']) assert.ok(await exists(join(copy, name)), name);
    for (const name of ['made', 'own.py', '.env', 'a/.env.production', 'prod.env', '.git'])
      assert.not.ok(await exists(join(copy, name)), name);
    assert.ok(await supply(root, copy, 'made'));
    assert.ok(await exists(join(copy, 'made/gen.py')));
    assert.not.ok(await supply(root, copy, '.env'));
    assert.not.ok(await supply(root, copy, 'nowhere'));
  },
  async (root) => {
    await git(root, 'init', '-q');
    await git(root, 'add', '-f', '.env', '.gitignore');
  },
);

copies(
  'without git: no environments, no packages, nothing large',
  { 'a.py': '', '.venv/pyvenv.cfg': '', '.venv/b.py': '', 'node_modules/c/d.js': '', 'big.bin': '' },
  async (_, copy) => {
    for (const [name, expected] of [
      ['a.py', true],
      ['.venv', false],
      ['node_modules', false],
      ['big.bin', false],
    ] as const)
      assert.is(await exists(join(copy, name)), expected, name);
  },
  (root) => truncate(join(root, 'big.bin'), 11 * 1024 * 1024),
);

copies(
  'links stay links, and none leads out or to values',
  { 'a/real.txt': 'x', '.env': 'KEY=1' },
  async (_, copy) => {
    assert.ok((await lstat(join(copy, 'a/inside'))).isSymbolicLink());
    assert.is(await readFile(join(copy, 'a/inside'), 'utf8'), 'x');
    assert.ok((await lstat(join(copy, 'up'))).isSymbolicLink());
    for (const name of ['absolute', 'a/out', 'values']) assert.not.ok(await exists(join(copy, name)), name);
  },
  async (root) => {
    await symlink('real.txt', join(root, 'a/inside'));
    await symlink('a', join(root, 'up'));
    await symlink(join(root, 'a/real.txt'), join(root, 'absolute'));
    await symlink('../../x', join(root, 'a/out'));
    await symlink('.env', join(root, 'values'));
  },
);

test('names of any bytes, and a file that is gone', () =>
  withFiles({ 'gone.py': '' }, (root) =>
    withFiles({}, async (scratch) => {
      const odd = Buffer.concat([Buffer.from(`${root}/`), Buffer.from([0xff, 0x20, 0x0a]), Buffer.from('.py')]);
      await writeFile(odd, 'x');
      await mkdir(join(root, 'ä b'));
      await writeFile(join(root, 'ä b/ü.py'), 'y');
      await git(root, 'init', '-q');
      await git(root, 'add', '.');
      await promisify(execFile)('rm', [join(root, 'gone.py')]);
      await copyWorkspace(root, join(scratch, 'copy'));
      const copied = Buffer.concat([
        Buffer.from(`${scratch}/copy/`),
        Buffer.from([0xff, 0x20, 0x0a]),
        Buffer.from('.py'),
      ]);
      assert.is(await readFile(copied, 'utf8'), 'x');
      assert.is(await readFile(join(scratch, 'copy/ä b/ü.py'), 'utf8'), 'y');
      assert.not.ok(await exists(join(scratch, 'copy/gone.py')));
    }),
  ));

test('files of values by their names', () => {
  for (const name of ['.env', 'a/.env.local', '.env_prod', 'prod.env', '.envrc']) assert.ok(holdsValues(name), name);
  for (const name of ['.env.example', '.env.dist', 'env.py', 'environment.yml', 'example.env'])
    assert.not.ok(holdsValues(name), name);
});

test.run();
