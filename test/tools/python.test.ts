import { execFile } from 'node:child_process';
import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { candidates, findInterpreter, pathOf } from '../../src/tools/python.ts';
import { assert, suite } from '../harness.ts';
import { withFiles } from './apps.fixture.ts';
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
    assert.match(none.refused[4]?.because ?? '', 'it is python3 on PATH: Python 3.11.7 there has no fastapi');
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
    assert.match(said['app/venv/bin/python'] ?? '', /is Python 3\.7\.16, and 3\.8 or newer is needed$/);
    assert.match(said['app/env/bin/python'] ?? '', /is not Python$/);
    assert.match(said['.venv/bin/python'] ?? '', /no such program, or its link leads nowhere$/);
    assert.match(said['venv/bin/python'] ?? '', /no such program/);
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
    assert.equal(found, { python: null, refused: [{ python: 'python3', because: 'there is none on PATH' }] });
  }));

if (venv === null) test.skip('a real environment is found', 'pip could not install FastAPI');
else {
  test('a real environment is found, a folder of the workspace called fastapi does not pass for it', () =>
    withFiles({ 'fastapi/__init__.py': '' }, async (root) => {
      await promisify(execFile)('python3', ['-m', 'venv', '--without-pip', join(root, '.venv')]);
      const env = { PATH: process.env.PATH };
      const poor = await findInterpreter({ dir: root, root, env, given: join(root, '.venv') });
      assert.match(poor.refused[0]?.because ?? '', /Python 3\.\d+\.\d+ there has no fastapi$/);
      const found = await findInterpreter({ dir: root, root, env: { ...env, VIRTUAL_ENV: venv } });
      assert.is(found.python, join(venv, 'bin', 'python'));
    }));
}

test('bytes that are no UTF-8', () => {
  assert.is(pathOf('/a/ä😀'), '/a/ä😀');
  assert.equal(pathOf('/a/\udcff\udc80ä'), Buffer.from([0x2f, 0x61, 0x2f, 0xff, 0x80, 0xc3, 0xa4]));
});

// Candidates

/** `module:attr dir file:line` of every candidate, relative to the root. */
async function names(root: string): Promise<string[]> {
  const found = await candidates(root);
  return found.map(({ module, attr, dir, file, line }) => {
    const [shownDir, shownFile] = [dir, file].map((path) => path.slice(root.length + 1));
    return `${module}:${attr} ${shownDir || '.'} ${shownFile}:${line}`;
  });
}

function finds(title: string, files: Record<string, string>, expected: string[]): void {
  test(title, () => withFiles(files, async (root) => assert.equal(await names(root), expected)));
}

const APP = 'from fastapi import FastAPI\napp = FastAPI()\n';

finds(
  'the usual names first, then what is apart',
  {
    'tests/main.py': APP,
    'docs/app.py': APP,
    'examples/main.py': APP,
    'src/test_x.py': APP,
    'other.py': APP,
    'deep/er/main.py': APP,
    'main.py': APP,
    'server.py': APP,
    'app.py': APP,
  },
  [
    'main:app . main.py:2',
    'main:app deep/er deep/er/main.py:2',
    'app:app . app.py:2',
    'server:app . server.py:2',
    'other:app . other.py:2',
    'main:app examples examples/main.py:2',
    'main:app tests tests/main.py:2',
    'app:app docs docs/app.py:2',
    'test_x:app src src/test_x.py:2',
  ],
);

finds(
  'packages, namespace packages and relative imports',
  {
    'a/pkg/__init__.py': '',
    'a/pkg/sub/__init__.py': '',
    'a/pkg/sub/main.py': APP,
    'b/app/main.py': `from app.x import y\n${APP}`,
    'b/app/x.py': '',
    'c/app/main.py': `from app.api.x import y\n${APP}`,
    'c/app/api/__init__.py': '',
    'd/app/main.py': `from .x import y\n${APP}`,
    'd/app/x.py': '',
    'e/__init__.py': '',
    'e/main.py': `from routers import y\n${APP}`,
    'e/routers/y.py': '',
    'f/app/__init__.py': APP,
  },
  [
    'main:app e e/main.py:3',
    'app.main:app b b/app/main.py:3',
    'app.main:app c c/app/main.py:3',
    'app.main:app d d/app/main.py:3',
    'pkg.sub.main:app a a/pkg/sub/main.py:2',
    'app:app f f/app/__init__.py:2',
  ],
);

finds(
  'what stands at the top level, however it is written',
  {
    'one.py': 'import fastapi\nif True:\n    api: fastapi.FastAPI = fastapi.FastAPI(\n        title="x",\n    )\n',
    'two.py':
      '"""\napp = FastAPI()\n"""\n# app = FastAPI()\nx = \'\'\'\napp = FastAPI()\n\'\'\'\nclass A:\n    app = FastAPI()\n',
    'three.py':
      'def test():\n    app = FastAPI()\n\nif __name__ == "__main__":\n    app = FastAPI()\nprint(\n    app=FastAPI(),\n)\n',
    'four.py': 's = "it\\"s # not"\napp = FastAPI()  # x\napp = FastAPI(title="#")\n',
  },
  ['four:app . four.py:3', 'one:api . one.py:3'],
);

finds(
  'factories: called where they stand, called elsewhere, not called at all',
  {
    'main.py': 'from make import create\nserver = create(1)\n',
    'make.py': 'def create(\n    store: int,\n) -> "FastAPI":\n    return FastAPI()\n\ndef unrelated(): return 1\n',
    'own.py':
      'def build(debug=False, *, names: dict[str, int] = {"a": 1}):\n    app = FastAPI()\n\n    return app\n\nx = 1\n',
    'tests/conftest.py': 'def client() -> FastAPI:\n    return FastAPI()\n',
  },
  ['main:server . main.py:2', 'own:build() . own.py:1'],
);

finds(
  "virtual environments and packages are nobody's source",
  {
    'v/pyvenv.cfg': '',
    'v/lib/x.py': APP,
    'node_modules/a/main.py': APP,
    'lib/site-packages/a/main.py': APP,
    '.turnaround/quarantine/main.py': APP,
    'back/main.py': APP,
  },
  ['main:app back back/main.py:2'],
);

test('in a repository git says what counts, and its environment does not lead elsewhere', () =>
  withFiles(
    { 'main.py': APP, 'ignored/app.py': APP, '.gitignore': 'ignored\nv/\n', 'v/pyvenv.cfg': '', 'v/main.py': APP },
    async (root) => {
      const git = (...args: string[]): Promise<unknown> =>
        promisify(execFile)('git', ['-C', root, ...args], { env: { PATH: process.env.PATH } });
      await git('init', '-q');
      await git('add', '-f', 'v/main.py', 'v/pyvenv.cfg');
      process.env.GIT_DIR = '/nowhere';
      try {
        assert.equal(await names(root), ['main:app . main.py:2']);
        // A copy in a folder that the repository around it ignores is still a workspace.
        assert.equal(await names(join(root, 'ignored')), ['app:app . app.py:2']);
      } finally {
        delete process.env.GIT_DIR;
      }
    },
  ));

test('no Python, no candidates', () =>
  withFiles({ 'a.txt': APP }, async (root) => {
    assert.equal(await candidates(root), []);
  }));

test.run();
