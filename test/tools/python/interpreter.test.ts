import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { findInterpreter, pathOf } from '../../../src/tools/python/interpreter.ts';
import { assert, suite } from '../../harness.ts';
import { withFiles } from '../openapi/apps.fixture.ts';
import { testVenv } from './venv.fixture.ts';

const test = suite('tools/python');
const venv = await testVenv();

/** A program in Python's place, which answers the probe with `version` and whether it has FastAPI, or fails. */
async function fake(path: string, version: string | null, found = 'True'): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const says = `printf 'noise\\n\\nturnaround\\n%s\\n${version}\\n${found}\\n' "$0"`;
  await writeFile(path, `#!/bin/sh\n${version === null ? 'echo "no library" >&2; exit 127' : says}\n`);
  await chmod(path, 0o755);
}

const SHELL = '/usr/bin:/bin';

test('the order is VIRTUAL_ENV, an environment at the application or above, python3 on PATH', () =>
  withFiles({}, async (above) => {
    const root = join(above, 'workspace');
    const dir = join(root, 'back/app');
    const places = [
      'active/bin/python',
      'back/app/venv/bin/python',
      'back/.venv/bin/python',
      'env/bin/python',
      'bin/python3',
    ];
    const paths = places.map((place) => join(root, place));
    for (const path of paths) await fake(path, '3.11.7');
    await fake(join(above, '.venv/bin/python'), '3.11.7');
    const env = { PATH: `${join(root, 'bin')}:${SHELL}`, VIRTUAL_ENV: join(root, 'active') };
    const reasons = [/^VIRTUAL_ENV/, /^back\/app\/venv is/, /^back\/\.venv is/, /^env is/, /python3 on PATH/];
    for (const [index, path] of paths.entries()) {
      const found = await findInterpreter({ dir, root, env });
      assert.is(found.python, path);
      assert.equal(
        found.refused.map(({ python }) => python),
        paths.slice(0, index),
      );
      if (found.python !== null) {
        assert.is(found.version, '3.11.7');
        assert.match(found.because, reasons[index] ?? '');
      }
      await fake(path, '3.11.7', 'False');
    }
    const none = await findInterpreter({ dir, root, env });
    assert.is(none.python, null);
    assert.equal(
      none.refused.map(({ python }) => python),
      paths,
    );
    assert.match(none.refused[4]?.because ?? '', 'it is python3 on PATH: has no fastapi (Python 3.11.7)');
  }));

test("environments that uv, poetry and pipenv keep elsewhere are known by the project's name and place", () =>
  withFiles({ 'app/pyproject.toml': '[project]\nname = "My App"\n', 'app/Pipfile': '' }, async (root) => {
    const app = join(root, 'app');
    const eight = (path: string, bytes: number): string =>
      createHash('sha256').update(path).digest().subarray(0, bytes).toString('base64url').slice(0, 8);
    const kept = [
      'uv/bin/python',
      `cache/pypoetry/virtualenvs/my_app-${eight(app, 32)}-py3.11/bin/python`,
      `data/virtualenvs/app-${eight(join(app, 'Pipfile'), 6)}/bin/python`,
    ].map((place) => join(root, place));
    await fake(join(root, `cache/pypoetry/virtualenvs/my_app-${eight('/elsewhere', 32)}-py3.11/bin/python`), '3.11.7');
    for (const path of kept) await fake(path, '3.11.7');
    const places = { XDG_CACHE_HOME: join(root, 'cache'), XDG_DATA_HOME: join(root, 'data'), HOME: root };
    const env = { PATH: SHELL, UV_PROJECT_ENVIRONMENT: '../uv', ...places };
    for (const [index, path] of kept.entries()) {
      const found = await findInterpreter({ dir: app, root, env });
      assert.is(found.python, path);
      if (found.python !== null)
        assert.match(found.because, [/^UV_PROJECT/, /^poetry keeps/, /^pipenv keeps/][index] ?? '');
      await fake(path, '3.11.7', 'False');
    }
    const none = await findInterpreter({ dir: app, root, env: { ...env, PATH: '' } });
    assert.equal(
      none.refused.map(({ python }) => python),
      kept,
    );
  }));

test('each refusal says why', () =>
  withFiles({ 'env/readme.txt': '', 'venv/pyvenv.cfg': '' }, async (root) => {
    await mkdir(join(root, '.venv/bin'), { recursive: true });
    await symlink('/nowhere/python3.9', join(root, '.venv/bin/python'));
    await fake(join(root, 'app/.venv/bin/python'), null);
    await fake(join(root, 'app/venv/bin/python'), '3.7.16');
    await fake(join(root, 'app/env/bin/python'), '');
    const refused = (await findInterpreter({ dir: join(root, 'app'), root, env: { PATH: SHELL } })).refused;
    const said = Object.fromEntries(refused.map(({ python, because }) => [python.slice(root.length + 1), because]));
    assert.match(said['app/.venv/bin/python'] ?? '', /does not start: no library$/);
    assert.match(said['app/venv/bin/python'] ?? '', /is Python 3\.7\.16, but 3\.8 or newer is needed$/);
    assert.match(said['app/env/bin/python'] ?? '', /is not Python$/);
    assert.match(said['.venv/bin/python'] ?? '', /does not exist, or is a broken link$/);
    assert.match(said['venv/bin/python'] ?? '', /does not exist/);
    assert.is(said['env/bin/python'], undefined);
  }));

test('an environment that is both active and beside the application is tried once', () =>
  withFiles({}, async (root) => {
    await fake(join(root, '.venv/bin/python'), '3.11.7', 'False');
    const { refused } = await findInterpreter({ dir: root, root, env: { PATH: '', VIRTUAL_ENV: join(root, '.venv') } });
    assert.equal(
      refused.map(({ python }) => python),
      [join(root, '.venv/bin/python')],
    );
  }));

test('the one that is asked for is taken, or nothing', () =>
  withFiles({}, async (root) => {
    await fake(join(root, '.venv/bin/python'), '3.11.7');
    await fake(join(root, 'mine/bin/python'), '3.12.1');
    await fake(join(root, 'poor/python'), '3.12.1', 'False');
    const where = { dir: root, root, env: { PATH: `${join(root, 'mine/bin')}:${SHELL}` } };
    for (const given of [join(root, 'mine'), join(root, 'mine/bin/python'), './mine/bin/python', 'python']) {
      assert.is((await findInterpreter({ ...where, given })).python, join(root, 'mine/bin/python'));
    }
    for (const given of [join(root, 'poor/python'), join(root, 'absent'), 'python9']) {
      const found = await findInterpreter({ ...where, given });
      assert.is(found.python, null);
      assert.is(found.refused.length, 1);
    }
  }));

test('a machine without any Python', () =>
  withFiles({}, async (root) => {
    const found = await findInterpreter({ dir: root, root, env: { PATH: '' } });
    assert.equal(found, { python: null, refused: [{ python: 'python3', because: 'is not on PATH' }] });
  }));

if (venv === null) test.skip('a real environment is found', 'pip could not install FastAPI');
else {
  test('a real environment is found, a folder of the workspace called fastapi does not pass for it', () =>
    withFiles({ 'fastapi/__init__.py': '' }, async (root) => {
      await promisify(execFile)('python3', ['-m', 'venv', '--without-pip', join(root, '.venv')]);
      const env = { PATH: process.env.PATH };
      const poor = await findInterpreter({ dir: root, root, env, given: join(root, '.venv') });
      assert.match(poor.refused[0]?.because ?? '', /has no fastapi \(Python 3\.\d+\.\d+\)$/);
      const found = await findInterpreter({ dir: root, root, env: { ...env, VIRTUAL_ENV: venv } });
      assert.is(found.python, join(venv, 'bin', 'python'));
    }));
}

test('bytes that are no UTF-8', () => {
  assert.is(pathOf('/a/ä😀'), '/a/ä😀');
  assert.equal(pathOf('/a/\udcff\udc80ä'), Buffer.from([0x2f, 0x61, 0x2f, 0xff, 0x80, 0xc3, 0xa4]));
});

test.run();
