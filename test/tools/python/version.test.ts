import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { declaredPython, isOlder, neededPython } from '../../../src/tools/python/version.ts';
import { assert, suite } from '../../harness.ts';
import { withFiles } from '../openapi/apps.fixture.ts';

const test = suite('tools/python-version');

/** A program in Python's place that can compile, or says that it cannot, or does not even start. */
async function fake(path: string, does: 'compiles' | 'refuses' | 'fails'): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const body = { compiles: 'exit 0', refuses: 'echo "SyntaxError: no" >&2; exit 1', fails: 'exit 127' }[does];
  await writeFile(path, `#!/bin/sh\n${body}\n`);
  await chmod(path, 0o755);
}

test('the oldest newer one that compiles the file; shims and what does not start are passed over', () =>
  withFiles({ 'main.py': 'x' }, async (root) => {
    await fake(join(root, 'bin/python3.9'), 'compiles');
    await fake(join(root, 'bin/python3.12'), 'refuses');
    await fake(join(root, 'bin/python3.13'), 'fails');
    await fake(join(root, 'shims/python3.12'), 'compiles');
    await fake(join(root, '.pyenv/versions/3.14.1/bin/python3'), 'compiles');
    await fake(join(root, '.pyenv/versions/3.15.0/bin/python3'), 'compiles');
    const env = { PATH: `${root}/shims:${root}/bin:/usr/bin/nowhere`, HOME: root };
    const needed = await neededPython(join(root, 'main.py'), '3.11.7', env);
    assert.equal(needed, { version: '3.14', tried: ['3.12', '3.14'] });
    const uv = { PATH: '', HOME: join(root, 'other') };
    await fake(join(root, 'other/.local/share/uv/python/cpython-3.13.2-linux/bin/python3'), 'compiles');
    assert.is((await neededPython(join(root, 'main.py'), '3.11.7', uv)).version, '3.13');
  }));

test('none here can', () =>
  withFiles({ 'main.py': 'def (:' }, async (root) => {
    await fake(join(root, 'bin/python3.12'), 'refuses');
    const env = { PATH: `${root}/bin`, HOME: root };
    assert.equal(await neededPython(join(root, 'main.py'), '3.11.7', env), { version: null, tried: ['3.12'] });
    assert.equal(await neededPython(join(root, 'main.py'), '3.12.1', env), { version: null, tried: [] });
  }));

test('what the workspace says it runs on: the oldest, with its place', () =>
  withFiles(
    {
      '.python-version': '3.12.1\n',
      'back/pyproject.toml': '[project]\nname = "x"\nrequires-python = ">=3.10,<4"\n',
      'back/Dockerfile': 'FROM docker.io/python:3.11-slim\n',
      'none/x.py': '',
    },
    async (root) => {
      const at = { version: '3.10', file: 'back/pyproject.toml', line: 3 };
      assert.equal(await declaredPython(root, join(root, 'back')), at);
      assert.is((await declaredPython(root, join(root, 'none')))?.version, '3.12');
      assert.is(await declaredPython(join(root, 'none'), join(root, 'none')), null);
    },
  ));

test('the lowest version of a range, in whichever order it stands', () =>
  withFiles(
    {
      'a/pyproject.toml': '[project]\nrequires-python = "<3.13,>=3.9"\n',
      'b/pyproject.toml': '[tool.poetry.dependencies]\npython = "~3.8 || ^3.10"\n',
      'c/pyproject.toml': '[project]\nrequires-python = ">3.8,!=3.9.*"\n',
      'd/pyproject.toml': '[project]\nrequires-python = "<3.13"\n',
      'e/pyproject.toml': '[project]\nrequires-python = "three"\n',
    },
    async (root) => {
      const said = ['a', 'b', 'c', 'd', 'e'].map((name) => declaredPython(join(root, name), join(root, name)));
      assert.equal(
        (await Promise.all(said)).map((one) => one?.version),
        ['3.9', '3.8', '3.8', undefined, undefined],
      );
    },
  ));

test('3.9 is older than 3.10', () => {
  assert.ok(isOlder('3.9', '3.10'));
  assert.not.ok(isOlder('3.12.1', '3.12'));
});

test.run();
