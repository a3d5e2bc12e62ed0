import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { assert, suite } from '../harness.ts';
import { withFolder } from '../try.ts';
import { Clone, hasFlock, line, words } from './clone.fixture.ts';

const test = suite('launcher');

/** A refusal is one line of ours and exit 2. */
function refused(
  { code, stderr, stdout }: { code: number | null; stderr: string; stdout: string },
  because: RegExp,
): void {
  assert.is(code, 2, stderr);
  assert.is(stdout, '');
  assert.match(stderr, because);
  assert.is(
    stderr.split('\n').filter((text) => text.startsWith('task: ') && !text.includes('installing')).length,
    1,
    stderr,
  );
}

test('becomes the one process: its words, its pid, its exit code', () =>
  withFolder(async (folder) => {
    const clone = new Clone(folder);
    const called = clone.call({ args: ['docs:openapi', '--only', 'a b', '', '*'], env: { FAKE_EXIT: '37' } });
    const { code, stdout } = await called;
    assert.is(code, 37);
    assert.is(line(stdout, 'pid'), String(called.pid));
    assert.is(line(stdout, 'folder'), clone.home);
    assert.is(line(stdout, 'caller'), folder);
    assert.equal(words(stdout), [
      '--min-semi-space-size=16',
      '--max-semi-space-size=16',
      '--interrupt-budget=500000',
      '--max-lazy',
      '--disable-warning=ExperimentalWarning',
      'src/loader.cjs',
      'src/main.ts',
      'docs:openapi',
      '--only',
      'a b',
      '',
      '*',
    ]);
  }));

test('dies of the signal that its program dies of', () =>
  withFolder(async (folder) => {
    const clone = new Clone(folder);
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
      const called = clone.call({ args: ['all'], env: { FAKE_HANG: '1' } });
      await called.said('word all');
      process.kill(called.pid, signal);
      assert.is((await called).signal, signal);
    }
  }));

test('`test` is the runner, whatever follows', () =>
  withFolder(async (folder) => {
    const { stdout } = await new Clone(folder).call({ args: ['test', 'launcher'] });
    assert.equal(words(stdout), ['--import', 'tsx', 'test/run.ts', 'launcher']);
  }));

test('a node that reads TypeScript itself needs no loader, and keeps what it compiled', () =>
  withFolder(async (folder) => {
    const clone = new Clone(folder);
    const cache = join(folder, 'cache');
    for (const [version, own] of [
      ['v22.17.1', false],
      ['v22.18.0', true],
      ['v23.5.0', false],
      ['v24.0.0', true],
      ['v26.1.0', true],
    ] as const) {
      const env = { FAKE_VERSION: version, XDG_CACHE_HOME: cache };
      const { stdout } = await clone.call({ args: ['list'], env });
      const heap = ['--min-semi-space-size=16', '--max-semi-space-size=16', ...(own ? [] : ['--max-lazy'])];
      const loader = ['--disable-warning=ExperimentalWarning', ...(own ? [] : ['src/loader.cjs'])];
      assert.equal(words(stdout), [...heap, ...loader, 'src/main.ts', 'list'], version);
      assert.is(line(stdout, 'compiled'), own ? `${cache}/turnaround/compiled` : '');
      const named = await clone.call({ env: { ...env, NODE_COMPILE_CACHE: '/theirs' } });
      assert.is(line(named.stdout, 'compiled'), '/theirs');
    }
  }));

test('finds the clone from any folder, through links, whatever CDPATH says', () =>
  withFolder(async (folder) => {
    const clone = new Clone(folder, "a b#%20'$c");
    mkdirSync(join(folder, 'links/task'), { recursive: true });
    mkdirSync(join(folder, 'trap', basename(clone.home)), { recursive: true });
    symlinkSync(`../../${basename(clone.home)}/task`, join(folder, 'links/task/relative'));
    symlinkSync(join(folder, 'links/task/relative'), join(folder, 'links/absolute'));
    const env = { CDPATH: join(folder, 'trap') };
    for (const [cwd, program] of [
      [folder, join(clone.home, 'task')],
      [clone.home, './task'],
      [folder, `${basename(clone.home)}/task`],
      [join(clone.home, 'src'), '../task'],
      ['/', join(folder, 'links/absolute')],
      [join(folder, 'links'), 'task/relative'],
    ] as const) {
      const { code, stdout, stderr } = await clone.call({ cwd, program, env });
      assert.is(code, 0, stderr);
      assert.is(line(stdout, 'folder'), clone.home);
      assert.is(line(stdout, 'caller'), cwd);
    }
  }));

test('is found by its name on PATH', () =>
  withFolder(async (folder) => {
    const clone = new Clone(folder);
    const { stdout, stderr } = await clone.call({ program: 'task', env: { PATH: `${clone.bin}:${clone.home}` } });
    assert.is(line(stdout, 'folder'), clone.home, stderr);
  }));

test('refuses a path that tsx cannot read, and a folder that is gone', () =>
  withFolder(async (folder) => {
    const clone = new Clone(folder);
    const gone = 'mkdir gone; cd gone; rm -r ../gone; exec "$0"';
    refused(
      await clone.call({ program: 'sh', args: ['-c', gone, join(clone.home, 'task')] }),
      /current directory no longer exists/,
    );
    const strange = join(folder, 'what?');
    renameSync(clone.home, strange);
    refused(await clone.call({ program: join(strange, 'task') }), /question mark.*what\?/);
    assert.equal(clone.installs, []);
  }));

test('the caller that go-task names counts in the clone alone', () =>
  withFolder(async (folder) => {
    const clone = new Clone(folder);
    const env = { TURNAROUND_CWD: '/somewhere/else' };
    assert.is(line((await clone.call({ cwd: clone.home, env })).stdout, 'caller'), '/somewhere/else');
    assert.is(line((await clone.call({ cwd: folder, env })).stdout, 'caller'), folder);
  }));

test('a node that is missing, broken or of the wrong version: one line and exit 2', () =>
  withFolder(async (folder) => {
    const clone = new Clone(folder);
    for (const version of [
      'v18.20.8',
      'v20.18.3',
      'v21.7.3',
      'v22.11.0',
      'v9.9.9',
      'Now using node v20.19.0',
      '',
      'v20.x.1',
    ]) {
      refused(await clone.call({ env: { FAKE_VERSION: version } }), /install Node 20\.19, or 22\.12 and later/);
    }
    refused(await clone.call({ env: { FAKE_START: '126' } }), /node cannot be started/);
    rmSync(join(clone.bin, 'node'));
    refused(await clone.call(), /node is not installed/);
    assert.equal(clone.installs, []);
  }));

test('every version that is supported starts', () =>
  withFolder(async (folder) => {
    const clone = new Clone(folder);
    for (const version of [
      'v20.19.0',
      'v20.20.2',
      'v22.12.0',
      'v22.13.1',
      'v23.0.0',
      'v24.1.0',
      'v100.0.0',
      'v24.0.0-nightly2025',
    ]) {
      assert.is((await clone.call({ env: { FAKE_VERSION: version } })).code, 0, version);
    }
  }));

test('an npm that is missing or fails: one line and exit 2, and the next call installs', () =>
  withFolder(async (folder) => {
    const clone = new Clone(folder);
    renameSync(join(clone.bin, 'npm'), join(clone.bin, 'away'));
    refused(await clone.call(), /npm is not installed/);
    renameSync(join(clone.bin, 'away'), join(clone.bin, 'npm'));
    refused(
      await clone.call({ env: { FAKE_OFFLINE: '1' } }),
      /npm error network\ntask: npm ci failed .* check the network/,
    );
    assert.is((await clone.call()).code, 0);
    assert.is(clone.installs.length, 2);
  }));

test('installs once, and again when the lock file has changed', () =>
  withFolder(async (folder) => {
    const clone = new Clone(folder);
    const { stderr } = await clone.call();
    assert.match(
      stderr,
      /^task: installing the npm packages of package-lock\.json into \/.*\/node_modules \(once, about \d+ MB\)$/m,
    );
    assert.is((await clone.call()).stderr, '');
    assert.equal(clone.installs, ['ci --no-audit --no-fund --loglevel=error']);
    clone.write('package-lock.json', 'second');
    assert.is((await clone.call()).code, 0);
    assert.is(clone.installs.length, 2);
  }));

test('an install that is cut short does not pass for one of an older lock file', () =>
  withFolder(async (folder) => {
    const clone = new Clone(folder);
    await clone.call();
    clone.write('package-lock.json', 'second');
    // npm dies before it has touched a thing.
    refused(await clone.call({ env: { FAKE_OFFLINE: '1' } }), /npm ci failed/);
    clone.write('package-lock.json', 'first');
    assert.is((await clone.call()).code, 0);
    assert.is(clone.installs.length, 3);
  }));

for (const flock of hasFlock() ? [true, false] : [false]) {
  const how = flock ? 'with flock' : 'with a Python for want of flock';
  const make = (folder: string): Clone => {
    const clone = new Clone(folder);
    if (!flock) rmSync(join(clone.bin, 'flock'));
    rmSync(clone.gate);
    return clone;
  };

  test(`eight at once on a fresh clone install once, ${how}`, () =>
    withFolder(async (folder) => {
      const clone = make(folder);
      const first = clone.call();
      await first.said('npm begins');
      const others = Array.from({ length: 7 }, () => clone.call());
      await Promise.all(others.map((call) => call.said('task: waiting for ')));
      clone.open();
      for (const { code, stderr } of await Promise.all([first, ...others])) assert.is(code, 0, stderr);
      assert.is(clone.installs.length, 1);
    }));

  test(`killed with everything it started, the next call installs, ${how}`, () =>
    withFolder(async (folder) => {
      const clone = make(folder);
      const first = clone.call();
      await first.said('npm begins');
      process.kill(-first.pid, 'SIGKILL');
      assert.is((await first).signal, 'SIGKILL');
      clone.open();
      const others = await Promise.all(Array.from({ length: 4 }, () => clone.call()));
      for (const { code, stderr } of others) assert.is(code, 0, stderr);
      assert.is(clone.installs.length, 2);
    }));

  test(`stopped while it installs: npm ends with it, 128 and the signal, ${how}`, () =>
    withFolder(async (folder) => {
      const clone = make(folder);
      for (const [signal, code] of [
        ['SIGTERM', 143],
        ['SIGINT', 130],
        ['SIGHUP', 129],
      ] as const) {
        const call = clone.call();
        await call.said('npm begins');
        process.kill(call.pid, signal);
        // stderr closes with the last process that holds it: npm too is gone.
        assert.is((await call).code, code);
      }
      clone.open();
      assert.is((await clone.call()).code, 0);
      assert.is(clone.installs.length, 4);
    }));

  test(`killed alone, its npm is waited for before another begins, ${how}`, () =>
    withFolder(async (folder) => {
      const clone = make(folder);
      const first = clone.call();
      await first.said('npm begins');
      process.kill(first.pid, 'SIGKILL');
      const second = clone.call();
      await second.said('task: waiting for the install of another call');
      assert.is(clone.installs.length, 1);
      clone.open();
      assert.is((await second).code, 0);
      assert.is(clone.installs.length, 2);
      await first;
    }));
}

test('another may install while a program runs', () =>
  withFolder(async (folder) => {
    const clone = new Clone(folder);
    const long = clone.call({ args: ['all'], env: { FAKE_HANG: '1' } });
    await long.said('word all');
    clone.write('package-lock.json', 'second');
    const { code, stderr } = await clone.call();
    assert.is(code, 0);
    assert.not.match(stderr, 'waiting');
    process.kill(long.pid, 'SIGKILL');
    await long;
  }));

/** Permission bits mean nothing to root, so the call is somebody else's. */
const uid = process.getuid?.() === 0 ? 65534 : undefined;

async function readOnly(body: (clone: Clone, cache: string) => Promise<void>): Promise<void> {
  await withFolder(async (folder) => {
    const clone = new Clone(folder);
    const cache = join(folder, 'cache dir');
    mkdirSync(cache);
    for (const open of [folder, cache]) chmodSync(open, 0o777);
    freeze(clone, true);
    try {
      await body(clone, cache);
    } finally {
      freeze(clone, false);
      execFileSync('chmod', ['-R', 'u+w', folder]);
    }
  });
}

function freeze(clone: Clone, on: boolean): void {
  execFileSync('chmod', ['-R', on ? 'a-w' : 'u+w', clone.home]);
}

test('a clone that cannot be written is run from a copy, which is never stale', () =>
  readOnly(async (clone, cache) => {
    const call = { cwd: clone.home, env: { XDG_CACHE_HOME: cache }, ...(uid === undefined ? {} : { uid }) };
    const first = await clone.call(call);
    assert.is(first.code, 0, first.stderr);
    const copy = line(first.stdout, 'folder') ?? '';
    assert.ok(copy.startsWith(`${cache}/turnaround/`), copy);
    assert.is(line(first.stdout, 'clone'), clone.home);
    assert.is(line(first.stdout, 'caller'), clone.home);
    assert.match(first.stdout, /main$/);
    const again = await clone.call(call);
    assert.is(line(again.stdout, 'folder'), copy);
    assert.is(again.stderr, '');

    freeze(clone, false);
    clone.write('src/main.ts', 'changed');
    freeze(clone, true);
    const changed = await clone.call(call);
    assert.match(changed.stdout, /changed$/);
    assert.is.not(line(changed.stdout, 'folder'), copy);
    assert.is(clone.installs.length, 1, 'the lock file is the same');

    freeze(clone, false);
    clone.write('package-lock.json', 'second');
    freeze(clone, true);
    assert.is((await clone.call(call)).code, 0);
    assert.is(clone.installs.length, 2);
  }));

test('eight at once on a clone that cannot be written make one copy and install once', () =>
  readOnly(async (clone, cache) => {
    rmSync(clone.gate);
    const call = { env: { XDG_CACHE_HOME: cache }, ...(uid === undefined ? {} : { uid }) };
    const first = clone.call(call);
    await first.said('npm begins');
    const others = Array.from({ length: 7 }, () => clone.call(call));
    await Promise.all(others.map((each) => each.said('task: waiting for ')));
    clone.open();
    const all = await Promise.all([first, ...others]);
    for (const { code, stderr } of all) assert.is(code, 0, stderr);
    assert.is(new Set(all.map(({ stdout }) => line(stdout, 'folder'))).size, 1);
    assert.is(clone.installs.length, 1);
  }));

test('a copy that was killed in the making is made anew', () =>
  readOnly(async (clone, cache) => {
    const call = { env: { XDG_CACHE_HOME: cache }, ...(uid === undefined ? {} : { uid }) };
    const copy = line((await clone.call(call)).stdout, 'folder') ?? '';
    rmSync(join(copy, 'src'), { recursive: true });
    renameSync(copy, `${copy}.new`);
    const { code, stdout, stderr } = await clone.call(call);
    assert.is(code, 0, stderr);
    assert.match(stdout, /main$/);
  }));

test('nowhere to write: one line and exit 2; a relative cache does not count', () =>
  readOnly(async (clone, cache) => {
    const as = uid === undefined ? {} : { uid };
    refused(
      await clone.call({ ...as, env: { HOME: '', XDG_CACHE_HOME: 'cache dir' } }),
      /neither HOME nor XDG_CACHE_HOME names/,
    );
    chmodSync(cache, 0o555);
    refused(await clone.call({ ...as, env: { XDG_CACHE_HOME: cache } }), /set XDG_CACHE_HOME to a writable folder/);
    assert.equal(clone.installs, []);
  }));

test.run();
