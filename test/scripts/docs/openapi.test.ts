import { mkdirSync, readFileSync, symlinkSync, writeFileSync, existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { JournalState as History } from '../../../src/run/journal-state.ts';
import { assert, suite } from '../../harness.ts';
import { testVenv } from '../../tools/python/venv.fixture.ts';
import { tryTask, turnaround, withFolder } from '../../try.ts';

const test = suite('docs:openapi');
const venv = await testVenv();

const APP = `from fastapi import FastAPI
import json, pathlib
names = json.loads((pathlib.Path(__file__).parent / 'names.json').read_text())
app = FastAPI(title='T', version='1')

@app.get('/things')
def things() -> list[str]:
    return names

@app.websocket('/ws')
async def ws(socket): ...
`;

function put(root: string, path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function workspace(root: string, app = APP): void {
  put(root, 'api/main.py', app);
  put(root, 'api/names.json', '["a"]');
  if (venv !== null) symlinkSync(venv, join(root, '.venv'));
}

if (venv === null) test.skip('all of it', 'no environment with FastAPI could be made');
else {
  test('writes JSON and YAML of the same document, and proves nothing', () =>
    withFolder(async (root) => {
      workspace(root);
      const { code, stdout } = await turnaround(['docs:openapi', '--workspace', root]);
      assert.is(code, 0, stdout);
      const json: unknown = JSON.parse(readFileSync(join(root, 'docs/openapi.json'), 'utf8'));
      assert.equal(parse(readFileSync(join(root, 'docs/openapi.yaml'), 'utf8')), json);
      assert.equal(readdirSync(join(root, 'api')), ['main.py', 'names.json'], 'no bytecode');
      const status = JSON.parse((await turnaround(['status', '--json', '--workspace', root])).stdout) as {
        terminals: { criteria: { id: string; verdict: string; because: string }[] }[];
      };
      const line = status.terminals
        .flatMap(({ criteria }) => criteria)
        .find(({ id }) => id === 'docs/openapi-accurate');
      assert.is(line?.verdict, 'unknown');
      assert.is(line?.because, 'no task compares the document with the answers of the application yet');
    }));

  test('what cannot be imported is read from its text, and says so; that takes no other document’s place', () =>
    withFolder(async (root) => {
      const broken = `import not_there_at_all\n${APP}`;
      const reading = (): unknown =>
        (JSON.parse(readFileSync(join(root, 'docs/openapi.json'), 'utf8')) as { 'x-turnaround': { reading: string } })[
          'x-turnaround'
        ].reading;
      workspace(root, broken);
      assert.is((await turnaround(['docs:openapi', '--workspace', root])).code, 1);
      assert.is(reading(), 'static');
      const { paths } = JSON.parse(readFileSync(join(root, 'docs/openapi.json'), 'utf8')) as { paths: object };
      assert.equal(Object.keys(paths), ['/things']);
      put(root, 'api/main.py', APP);
      assert.is((await turnaround(['docs:openapi', '--workspace', root])).code, 0);
      assert.is(reading(), 'live');
      put(root, 'api/main.py', broken);
      assert.is((await turnaround(['docs:openapi', '--workspace', root])).code, 1);
      assert.is(reading(), 'live');
    }));

  test('runs again when a file changed that only the import opened, and not when another did', () =>
    withFolder(async (root) => {
      workspace(root);
      const last = (): string | undefined =>
        new History(join(root, '.turnaround')).refresh().tasks.get('docs:openapi')?.ended?.at;
      await turnaround(['docs:openapi', '--workspace', root]);
      const first = last();
      put(root, 'other.txt', 'x');
      await turnaround(['docs:openapi', '--workspace', root]);
      assert.is(last(), first);
      put(root, 'api/names.json', '["a", "b"]');
      const { stdout } = await turnaround(['why', 'docs:openapi', '--workspace', root]);
      assert.match(stdout, /api\/names\.json changed/);
      await turnaround(['docs:openapi', '--workspace', root]);
      assert.is.not(last(), first);
    }));

  test('what hinders is got past, said as evidence, and leaves no trace but the documents', () =>
    withFolder(async (root) => {
      const hostile = `import os
from pydantic_settings import BaseSettings
class Settings(BaseSettings):
    secret: str
    model_config = {'env_file': '.env'}
open('logs/x.log', 'a').write('x')
print('{"ok": false}' * 1000)
assert 'hunter2' not in Settings().secret
${APP}
inner = FastAPI()
@inner.get('/things')
def other(): return {}
@inner.get('/quiet', include_in_schema=False)
def quiet(): return {}
app.mount('/inner', inner)
`;
      workspace(root, hostile);
      put(root, 'api/.env', 'SECRET=hunter2');
      const { code, stdout } = await turnaround(['docs:openapi', '--workspace', root]);
      assert.is(code, 0, stdout);
      assert.not.match(stdout, /"ok": false/);
      assert.equal(readdirSync(join(root, 'api')).toSorted(), ['.env', 'main.py', 'names.json']);
      const document = JSON.parse(readFileSync(join(root, 'docs/openapi.json'), 'utf8')) as Record<string, object>;
      assert.equal(document['x-turnaround'], { reading: 'stand-ins' });
      assert.equal(Object.keys(document['paths'] ?? {}), ['/inner/things', '/things']);
      const ended = new History(join(root, '.turnaround')).refresh().tasks.get('docs:openapi')?.ended;
      const value = ended?.value as Record<string, unknown> & { names: Record<string, string[]> };
      const { operations, websockets, hidden, mounts, standIns, obstacles } = value;
      assert.equal([operations, websockets, hidden, mounts, standIns, obstacles], [2, 1, 1, 1, 1, 2]);
      assert.equal(value.names.hidden, ['GET /inner/quiet (api/main.py:24)']);
      assert.equal(value.names.mounts, ['/inner fastapi (api/main.py:26)']);
      assert.match(value.names.obstacles?.[0] ?? '', /^missing-file: logs\/x\.log does not exist \(api\/main\.py:6\)$/);
      const file = 'api/main.py';
      assert.equal(value['variables'], [
        { name: 'SECRET', type: 'str', required: true, file, line: 4, standIn: 'stand-in-'.repeat(8).slice(0, 64) },
      ]);
      put(root, 'api/.env', 'SECRET=other');
      const { stdout: again } = await turnaround(['docs:openapi', '--workspace', root]);
      assert.match(again, /docs:openapi: skipped/);
    }));

  test('all that is in the way is named in one go; what is merely not installed is unknown', async () => {
    const head = 'import first_absent\nimport second_absent\n';
    const defects = await tryTask('docs:openapi', (root) => workspace(root, head + APP));
    assert.is(defects.verdict, 'unmet');
    assert.equal(
      defects.findings.map(({ message, place }) => [message, place?.line]),
      [
        ["missing-module: No module named 'first_absent'", 1],
        ["missing-module: No module named 'second_absent'", 2],
      ],
    );
    const lacks = await tryTask('docs:openapi', (root) => {
      workspace(root, head + APP);
      put(root, 'requirements.txt', 'first-absent\nsecond_absent>1\n');
    });
    assert.is(lacks.verdict, 'unknown');
    assert.match(lacks.because ?? '', /requirements\.txt:1 requires first_absent.*requirements\.txt:2/);
    assert.match(lacks.because ?? '', /install second_absent into this environment/);
  });

  const unmets: readonly (readonly [string, string, RegExp])[] = [
    ['an application without an operation', 'from fastapi import FastAPI\napp = FastAPI()\n', /has no operation/],
    [
      'an import that exits',
      'import sys\nfrom fastapi import FastAPI\napp = FastAPI()\nsys.exit(3)\n',
      /exited: the application ends its process/,
    ],
    [
      'an import that ends the process',
      'import os\nfrom fastapi import FastAPI\napp = FastAPI()\nos._exit(0)\n',
      /ended the interpreter at import/,
    ],
    [
      'a module that is missing',
      'import not_there_at_all\nfrom fastapi import FastAPI\napp = FastAPI()\n',
      /missing-module: No module named 'not_there_at_all'/,
    ],
    ['a syntax error', 'from fastapi import FastAPI\napp = FastAPI()\ndef (:\n', /syntax: /],
    [
      'a call into the network',
      'import socket\nfrom fastapi import FastAPI\napp = FastAPI()\nsocket.create_connection(("192.0.2.1", 80), 1)\n',
      /network: /,
    ],
  ];
  for (const [name, app, message] of unmets) {
    test(`${name} is unmet, with its place, and leaves no document`, async () => {
      const { verdict, findings, ran } = await tryTask('docs:openapi', (root) => workspace(root, app));
      assert.is(verdict, 'unmet');
      assert.match(findings[0]?.message ?? '', message);
      assert.ok((findings[0]?.remedy ?? '').length > 0);
      assert.is(ran.code, 1);
      assert.not.match(ran.stdout + ran.stderr, /\n\s+at /);
    });
  }

  test('a document that somebody edited is left alone, until --force, and undo brings it back', () =>
    withFolder(async (root) => {
      workspace(root);
      put(root, 'docs/openapi.json', '{"mine": true}');
      const refused = await turnaround(['docs:openapi', '--workspace', root]);
      assert.is(refused.code, 1);
      assert.match(refused.stdout, /docs\/openapi\.json exists, and Turnaround did not write it/);
      assert.is(readFileSync(join(root, 'docs/openapi.json'), 'utf8'), '{"mine": true}');
      assert.is((await turnaround(['docs:openapi', '--force', '--workspace', root])).code, 0);
      assert.is((await turnaround(['undo', '--workspace', root])).code, 0);
      assert.is(readFileSync(join(root, 'docs/openapi.json'), 'utf8'), '{"mine": true}');
      assert.not.ok(existsSync(join(root, 'docs/openapi.yaml')));
    }));

  test('runs by itself, as a program', () =>
    withFolder(async (root) => {
      workspace(root);
      const { execFileSync } = await import('node:child_process');
      const script = join(import.meta.dirname, '../../../scripts/docs/openapi');
      const out = execFileSync(
        process.execPath,
        ['--import', import.meta.resolve('tsx'), `${script}.ts`, '--workspace', root],
        { cwd: root, encoding: 'utf8' },
      );
      assert.match(out, /docs:openapi: met/);
    }));
}

test('a workspace without FastAPI is not applicable', async () => {
  const { verdict } = await tryTask('docs:openapi', (root) => put(root, 'main.py', 'print(1)\n'));
  assert.is(verdict, 'not-applicable');
});

test('without an interpreter that has FastAPI it is unknown, and says what was tried', async () => {
  const { verdict, because } = await tryTask('docs:openapi', (root) => put(root, 'api/main.py', APP), {
    PATH: '/nonexistent',
  });
  assert.is(verdict, 'unknown');
  assert.match(because ?? '', /no interpreter can import FastAPI: .*python3/);
});

test.run();
