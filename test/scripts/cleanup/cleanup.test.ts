import { spawnSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  closeSync,
  readdirSync,
  utimesSync,
  writeFileSync,
  chmodSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { assert, suite } from '../../harness.ts';
import { tryTask, turnaround, withFolder } from '../../try.ts';
import { gitEnvironment } from '../../../src/workspace/git.ts';

const test = suite('cleanup');
const DAY = 86_400_000;

function put(root: string, path: string, days = 0): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), path);
  const then = new Date(Date.now() - days * DAY);
  utimesSync(join(root, path), then, then);
}

function git(root: string, ...args: string[]): void {
  const { status, stderr } = spawnSync('git', ['-c', 'user.name=x', '-c', 'user.email=x@example.invalid', ...args], {
    cwd: root,
    env: gitEnvironment(),
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
}

test('python-cache takes caches whole, and a loose .pyc only with its source', () =>
  withFolder(async (root) => {
    for (const path of ['a/__pycache__/m.pyc', 'a/__pycache__/deep/n.pyc', 'a/m.py', 'a/m.pyc', 'vendored/only.pyc'])
      put(root, path);
    const { code } = await turnaround(['cleanup:python-cache', '--workspace', root]);
    assert.is(code, 0);
    assert.not.ok(existsSync(join(root, 'a/__pycache__')));
    assert.not.ok(existsSync(join(root, 'a/m.pyc')));
    assert.ok(existsSync(join(root, 'a/m.py')));
    assert.ok(existsSync(join(root, 'vendored/only.pyc')), 'without its source, a .pyc is the program');
  }));

test('python-cache stays out of environments and of what git tracks', () =>
  withFolder(async (root) => {
    for (const path of [
      'env/pyvenv.cfg',
      'env/lib/x/__pycache__/m.pyc',
      'tracked/__pycache__/m.pyc',
      'node_modules/p/__pycache__/m.pyc',
    ])
      put(root, path);
    git(root, 'init', '--quiet');
    git(root, 'add', 'tracked');
    git(root, 'commit', '--quiet', '--message=x');
    const { code } = await turnaround(['cleanup:python-cache', '--workspace', root]);
    assert.is(code, 0);
    for (const path of ['env/lib/x/__pycache__/m.pyc', 'tracked/__pycache__/m.pyc', 'node_modules/p/__pycache__/m.pyc'])
      assert.ok(existsSync(join(root, path)), path);
  }));

test('a repository inside the workspace is asked what it tracks', () =>
  withFolder(async (root) => {
    put(root, 'inner/.DS_Store');
    put(root, 'inner/new/.DS_Store');
    git(root, 'init', '--quiet');
    git(join(root, 'inner'), 'init', '--quiet');
    git(join(root, 'inner'), 'add', '.DS_Store');
    git(join(root, 'inner'), 'commit', '--quiet', '--message=x');
    await turnaround(['cleanup:ds-store', '--workspace', root]);
    assert.ok(existsSync(join(root, 'inner/.DS_Store')));
    assert.not.ok(existsSync(join(root, 'inner/new/.DS_Store')));
  }));

test('where git cannot say what it tracks, nothing is taken and it is unknown', async () => {
  const { verdict, because } = await tryTask('cleanup:ds-store', (root) => {
    put(root, '.DS_Store');
    git(root, 'init', '--quiet');
    writeFileSync(join(root, '.git/index'), 'not an index');
  });
  assert.is(verdict, 'unknown');
  assert.match(because ?? '', /git could not list the tracked files/);
});

test('ds-store takes odd names apart, and nothing that is only called like it', () =>
  withFolder(async (root) => {
    put(root, 'new\nline/.DS_Store');
    put(root, '.DS_Store.txt');
    mkdirSync(join(root, 'folder/.DS_Store'), { recursive: true });
    const latin = Buffer.concat([Buffer.from(`${root}/`), Buffer.from([0xe9])]);
    mkdirSync(latin);
    writeFileSync(Buffer.concat([latin, Buffer.from('/.DS_Store')]), '');
    const { code, stdout } = await turnaround(['cleanup:ds-store', '--workspace', root]);
    assert.is(code, 0, stdout);
    assert.equal(readdirSync(join(root, 'new\nline')), []);
    assert.is(readdirSync(latin, 'buffer').length, 0);
    assert.ok(lstatSync(join(root, 'folder/.DS_Store')).isDirectory());
    assert.ok(existsSync(join(root, '.DS_Store.txt')));
    assert.is((await turnaround(['undo', '--workspace', root])).code, 0);
    assert.is(readdirSync(latin, 'buffer').length, 1);
  }));

test('logs takes what is older than the days that are set', () =>
  withFolder(async (root) => {
    put(root, 'logs/old.log', 8);
    put(root, 'logs/sub/older.log', 30);
    put(root, 'logs/young.log', 6);
    put(root, 'src/logs/mine.log', 30);
    assert.is((await turnaround(['cleanup:logs', '--workspace', root])).code, 0);
    assert.equal(readdirSync(join(root, 'logs')).toSorted(), ['sub', 'young.log']);
    assert.ok(existsSync(join(root, 'src/logs/mine.log')));
    writeFileSync(join(root, 'turnaround.yaml'), 'logs:\n  days: 5\n  folders: [logs, src/logs]\n');
    assert.is((await turnaround(['cleanup:logs', '--workspace', root])).code, 0);
    assert.equal(readdirSync(join(root, 'logs')), ['sub']);
    assert.equal(readdirSync(join(root, 'src/logs')), []);
  }));

test('logs without a folder is fine, and a file that is open stays', () =>
  withFolder(async (root) => {
    assert.is((await turnaround(['cleanup:logs', '--workspace', root])).code, 0);
    put(root, 'logs/open.log', 30);
    const fd = openSync(join(root, 'logs/open.log'), 'r');
    try {
      assert.is((await turnaround(['cleanup:logs', '--workspace', root])).code, 0);
      assert.ok(existsSync(join(root, 'logs/open.log')));
    } finally {
      closeSync(fd);
    }
  }));

if (process.getuid?.() === 0)
  test.skip('a folder that cannot be looked into makes it unknown', 'root may look everywhere');
else
  test('a folder that cannot be looked into makes it unknown', async () => {
    const { verdict, because } = await tryTask('cleanup:ds-store', (root) => {
      put(root, 'locked/.DS_Store');
      chmodSync(join(root, 'locked'), 0);
    });
    assert.is(verdict, 'unknown');
    assert.match(because ?? '', /1 places could not be read/);
  });

test('--dry-run names every path and moves none', () =>
  withFolder(async (root) => {
    put(root, '.DS_Store');
    const { stdout, code } = await turnaround(['cleanup:all', '--dry-run', '--workspace', root]);
    assert.is(code, 3);
    assert.match(stdout, /would move \.DS_Store into the quarantine/);
    assert.equal(readdirSync(root), ['.DS_Store']);
  }));

test.run();
