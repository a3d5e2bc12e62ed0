import { execFile } from 'node:child_process';
import { readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { canonical, operations, toJson, toYaml } from '../../../src/tools/openapi/canonical.ts';
import { assert, suite } from '../../harness.ts';
import { ask, withFiles, type Answer, type Ask } from './apps.fixture.ts';
import { testVenv } from '../python/venv.fixture.ts';

const test = suite('scripts/docs/_openapi');
const venv = await testVenv();

/** A test that runs the extractor over these files. */
function reads(
  title: string,
  files: Record<string, string>,
  check: (answer: Answer, root: string) => Promise<void> | void,
  more: Partial<Ask> & { prefix?: string } = {},
): void {
  if (venv === null) return test.skip(title, 'pip could not install FastAPI');
  const python = join(venv, 'bin', 'python');
  test(title, () => withFiles(files, async (root) => check(await ask({ python, root, ...more }), root), more.prefix));
}

const APP = `from fastapi import FastAPI
app = FastAPI(title='Small', version='2')
@app.get('/a')
def a(): return {}
`;

// The extractor: what is read

reads('reads an application', { 'main.py': APP }, (answer, root) => {
  assert.is(answer.ok, true);
  assert.is(answer.operations, 1);
  assert.is(operations(answer.openapi), 1);
  assert.match(answer.python, /^3\.\d+\.\d+$/);
  assert.equal(Object.keys(answer.packages), ['fastapi', 'pydantic', 'starlette']);
  assert.equal(answer.opened, [join(root, 'main.py')]);
  assert.equal([answer.listed, answer.writes, answer.attempts], [[], [], []]);
});

reads(
  'what the application prints is not part of the answer',
  {
    'main.py': `import os, sys\nprint('{"ok": false}', flush=True)\nos.write(1, b'x' * 100000)\nsys.stderr.write('!')\n${APP}`,
  },
  (answer) => {
    assert.is(answer.ok, true);
  },
);

reads('an application that is not where it is sought', { 'app/main.py': APP }, (answer) => {
  assert.equal([answer.ok, answer.kind, answer.file, answer.names], [false, 'missing-module', null, ['main']]);
  assert.match(answer.remedy, /main\.py or a package main does not exist in .*\/turnaround-app/);
});

if (venv !== null) {
  const python = join(venv, 'bin', 'python');
  const files = {
    'Größe mit Leerzeichen/日本/main.py': `import os\nopen([n for n in os.listdir('.') if n[-1] == 't'][0]).read()\n${APP}`,
    'Größe mit Leerzeichen/日本/ä b.txt': '',
  };
  test('an application in a folder with spaces and other letters', () =>
    withFiles(files, async (root) => {
      const dir = join(root, 'Größe mit Leerzeichen/日本');
      for (const locale of [{}, { LC_ALL: 'C' }, { LC_ALL: 'C', PYTHONUTF8: '0', PYTHONCOERCECLOCALE: '0' }]) {
        const answer = await ask({ python, root, dir, env: locale });
        assert.is(answer.ok, true);
        assert.equal(answer.opened, [join(dir, 'main.py'), join(dir, 'ä b.txt')]);
      }
    }));

  test('a workspace behind a link is reported under the name it was given', () =>
    withFiles({ 'real/main.py': APP }, async (root) => {
      await symlink('real', join(root, 'link'));
      const answer = await ask({ python, root: join(root, 'link') });
      assert.equal(answer.opened, [join(root, 'link/main.py')]);
    }));

  test('bytecode is never written, and a module read from bytecode counts as its source', () =>
    withFiles({ 'main.py': `from part import x\n${APP}`, 'part.py': 'x = 1\n' }, async (root) => {
      const opened = [join(root, 'main.py'), join(root, 'part.py')];
      assert.equal((await ask({ python, root })).opened, opened);
      assert.equal((await readdir(root)).toSorted(), ['main.py', 'part.py']);
      await promisify(execFile)(python, ['-m', 'compileall', '-q', root]);
      assert.equal((await ask({ python, root })).opened, opened);
    }));

  test('four hash seeds give the same bytes', () =>
    withFiles({ 'main.py': UNSTABLE }, async (root) => {
      const answers = await Promise.all(
        ['0', '1', '2', '3'].map((PYTHONHASHSEED) => ask({ python, root, env: { PYTHONHASHSEED } })),
      );
      assert.equal(
        answers.map(({ ok }) => ok),
        [true, true, true, true],
      );
      // The seeds do shuffle something here, or this test proves nothing.
      assert.ok(new Set(answers.map(({ openapi }) => toJson(openapi))).size > 1);
      assert.is(new Set(answers.map(({ openapi }) => toJson(canonical(openapi)))).size, 1);
      assert.is(new Set(answers.map(({ openapi }) => toYaml(canonical(openapi)))).size, 1);
      for (const { openapi } of answers) assert.is(operations(openapi), 7);
    }));
}

const UNSTABLE = `from fastapi import Body, FastAPI
from pydantic import BaseModel
class Inner(BaseModel):
    words: set[str] = {'x', 'y', 'z', 'w'}
class Model(BaseModel):
    zeta: set[str] = {'one', 'two', 'three', 'four'}
    alpha: frozenset[int] | None = frozenset({'a', 'b', 'c'})
    inner: Inner = Inner()
app = FastAPI()
@app.api_route('/many', methods=['GET', 'POST', 'PUT', 'DELETE'], responses={418: {'model': list[int]}})
def many() -> set[str]: return set()
@app.api_route('/form', methods=['POST', 'PUT', 'PATCH'])
def form(one: str = Body(), two: str = Body()) -> Model: return Model()
`;

reads(
  'a data file that is read at import, and folders that are listed',
  {
    'main.py':
      `import os, pkgutil, glob\nopen('data/a.json').read()\nglob.glob('data/*')\nimport routers\n` +
      `list(pkgutil.iter_modules(routers.__path__))\n${APP}`,
    'data/a.json': '{}',
    'routers/__init__.py': '',
  },
  (answer, root) => {
    const paths = (...names: string[]): string[] => names.map((name) => join(root, name));
    assert.equal(answer.opened, paths('data/a.json', 'main.py', 'routers/__init__.py'));
    assert.equal(answer.listed, paths('data', 'routers'));
  },
);

reads(
  'what was looked for and is absent',
  {
    'main.py': `from pydantic_settings import BaseSettings, SettingsConfigDict
import os
try: open('optional.ini')
except OSError: pass
try: import local_settings
except ImportError: pass
try: import pkg.local
except ImportError: pass
os.path.exists('made') or os.mkdir('made')
class S(BaseSettings):
    model_config = SettingsConfigDict(env_file='.env')
S()
${APP}`,
    'pkg/__init__.py': '',
  },
  (answer, root) => {
    const seen = answer.opened.map((path) => path.slice(root.length + 1));
    assert.equal(seen, [
      '.env',
      'local_settings.py',
      'local_settings/__init__.py',
      'main.py',
      'optional.ini',
      'pkg/__init__.py',
      'pkg/local.py',
      'pkg/local/__init__.py',
    ]);
    assert.equal(answer.writes, [{ what: 'os.mkdir', path: join(root, 'made'), file: join(root, 'main.py'), line: 9 }]);
  },
);

reads('the environment inside the workspace is not the workspace', { 'main.py': APP }, async (_, root) => {
  await promisify(execFile)('python3', ['-m', 'venv', '--without-pip', join(root, '.venv')]);
  const link = join(root, '.venv/lib', (await readdir(join(root, '.venv/lib')))[0] ?? '', 'site-packages');
  await rm(link, { recursive: true });
  const from = join(venv ?? '', 'lib');
  await symlink(join(from, (await readdir(from))[0] ?? '', 'site-packages'), link);
  await writeFile(join(root, '.venv/note.txt'), '');
  await writeFile(join(root, 'main.py'), `open('.venv/note.txt')\n${APP}`);
  const answer = await ask({ python: join(root, '.venv/bin/python'), root });
  assert.is(answer.ok, true);
  assert.equal(answer.opened, [join(root, 'main.py')]);
});

reads(
  'WebSockets, through routers and mounted applications',
  {
    'main.py': `from fastapi import APIRouter, FastAPI
app = FastAPI()
router = APIRouter()
@router.websocket('/live/{room}')
async def live(ws): pass
app.include_router(router, prefix='/api')
inner = FastAPI()
inner.add_api_websocket_route('/x', live, name='other')
app.mount('/inner', inner)
`,
  },
  (answer, root) => {
    assert.is(answer.operations, 0);
    assert.equal(answer.websockets, [
      { path: '/api/live/{room}', name: 'live', file: join(root, 'main.py'), line: 4 },
      { path: '/inner/x', name: 'other', file: join(root, 'main.py'), line: 4 },
    ]);
  },
);

reads(
  'a thread that never ends',
  {
    'main.py':
      `import threading, time, atexit\nthreading.Thread(target=lambda: time.sleep(1000)).start()\n` +
      `atexit.register(time.sleep, 1000)\n${APP}`,
  },
  (answer) => {
    assert.is(answer.ok, true);
  },
);

const FACTORY = `from fastapi import FastAPI\ndef make():\n    app = FastAPI()\n    return app\n`;
reads('a factory that is called', { 'main.py': FACTORY }, (answer) => assert.is(answer.ok, true), {
  app: 'main:make()',
});
reads('a factory that is named without its brackets', { 'main.py': FACTORY }, (answer) => assert.is(answer.ok, true), {
  app: 'main:make',
});
reads(
  'an application behind ASGI middleware',
  {
    'main.py': `${APP}from starlette.middleware.gzip import GZipMiddleware\napp = GZipMiddleware(app)\n`,
  },
  (answer) => assert.is(answer.operations, 1),
);

reads(
  'an integer beyond 2^53 stays what it is',
  {
    'main.py': `from fastapi import FastAPI, Query\napp = FastAPI()
@app.get('/a')
def a(big: int = Query(le=2**63 - 1)): return {}
`,
  },
  (answer) => {
    assert.match(toJson(answer.openapi), '"maximum": 9223372036854775807');
    assert.match(toYaml(canonical(answer.openapi)), 'maximum: 9223372036854775807\n');
  },
);

reads(
  'an empty shell, what it mounts, and what no document has',
  {
    'main.py': `from fastapi import APIRouter, FastAPI
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
app = FastAPI(openapi_url=None)
api = FastAPI(title='Real')
@api.get('/a')
def a(): return {}
@api.get('/secret', include_in_schema=False)
def secret(): return {}
hidden = APIRouter(include_in_schema=False)
@hidden.delete('/gone')
def gone(): return {}
api.include_router(hidden)
def plain(request): return PlainTextResponse('')
app.add_route('/plain', plain, methods=['POST'])
app.mount('/api', api)
app.mount('/old', Starlette(routes=[Route('/page', plain)]))
async def bare(scope, receive, send): pass
app.mount('/bare', bare)
`,
  },
  (answer, root) => {
    const file = join(root, 'main.py');
    assert.equal([answer.ok, answer.operations, answer.served], [true, 0, null]);
    assert.equal(
      answer.mounted.map(({ path, openapi }) => [path, operations(openapi)]),
      [['/api', 1]],
    );
    assert.equal(answer.hidden, [
      { method: 'POST', path: '/plain', file, line: 15 },
      { method: 'GET', path: '/api/secret', file, line: 9 },
      { method: 'DELETE', path: '/api/gone', file, line: 12 },
      { method: 'GET', path: '/old/page', file, line: 15 },
    ]);
    assert.equal(
      answer.mounts.map(({ path, kind, file, line }) => [path, kind, file, line]),
      [
        ['/api', 'fastapi', file, 17],
        ['/old', 'starlette', file, 18],
        ['/bare', 'asgi', file, 20],
      ],
    );
  },
);

reads(
  'a Socket.IO application around it, or mounted in it',
  {
    'socketio/__init__.py': `class ASGIApp:
    def __init__(self, server, other_asgi_app=None, socketio_path='socket.io'):
        self.engineio_path, self.other_asgi_app = f'/{socketio_path}/', other_asgi_app
    async def __call__(self, scope, receive, send): pass
`,
    'main.py': `import socketio\n${APP}app.mount('/live', socketio.ASGIApp(None))\nserver = socketio.ASGIApp(None, app)\n`,
  },
  (answer, root) => {
    const [file, kind, app] = [join(root, 'main.py'), 'socket.io', 'socketio.ASGIApp'];
    assert.equal(answer.mounts, [
      { path: '/live', kind, app, file, line: 6 },
      { path: '/socket.io', kind, app, file, line: 7 },
    ]);
  },
);

// The extractor: what goes wrong

function fails(
  title: string,
  files: Record<string, string>,
  expected: { kind: string; at?: [string, number | null]; message?: RegExp; remedy?: RegExp; names?: string[] },
  more: Partial<Ask> = {},
): void {
  reads(
    title,
    files,
    (answer, root) => {
      assert.is(answer.ok, false);
      assert.is(answer.kind, expected.kind);
      if (expected.at) assert.equal([answer.file, answer.line], [join(root, expected.at[0]), expected.at[1]]);
      if (expected.message) assert.match(answer.message, expected.message);
      if (expected.remedy) assert.match(answer.remedy, expected.remedy);
      if (expected.names) assert.equal(answer.names, expected.names);
    },
    more,
  );
}

fails(
  'a missing module',
  { 'main.py': 'import part\n', 'part.py': '\nimport jwt_nothing.sub\n' },
  {
    kind: 'missing-module',
    at: ['part.py', 2],
    names: ['jwt_nothing'],
    remedy: /install jwt-nothing/,
  },
);
fails(
  'a missing module whose package is called otherwise',
  { 'main.py': 'import cv2\n' },
  {
    kind: 'missing-module',
    at: ['main.py', 1],
    remedy: /install opencv-python-headless/,
  },
);
reads(
  'a module of the workspace that is sought from the wrong folder',
  {
    'shared/__init__.py': '',
    'back/main.py': 'import shared\n',
  },
  async (_, root) => {
    const answer = await ask({ python: join(venv ?? '', 'bin/python'), root, dir: join(root, 'back') });
    assert.equal([answer.kind, answer.file, answer.line], ['missing-module', join(root, 'back/main.py'), 1]);
    assert.is(answer.remedy, `shared belongs to the workspace: put ${root} on sys.path (--dir)`);
  },
);
fails(
  'a module of its own package that is not there',
  { 'pkg/__init__.py': '', 'main.py': 'import pkg.gone\n' },
  {
    kind: 'missing-module',
    at: ['main.py', 1],
    names: ['pkg.gone'],
    remedy: /the workspace has pkg, but not pkg\.gone/,
  },
);
fails(
  'a package that FastAPI itself misses',
  {
    'main.py': `from fastapi import FastAPI, UploadFile\napp = FastAPI()\n@app.post('/a')\ndef a(f: UploadFile): pass\n`,
  },
  { kind: 'missing-module', at: ['main.py', 3], names: ['python-multipart'] },
);
fails(
  'a syntax error',
  { 'main.py': 'import part\n', 'part.py': 'x = 1\nif x\n  y\n' },
  {
    kind: 'syntax',
    at: ['part.py', 2],
    remedy: /Python 3\.\d+\.\d+ cannot parse this line/,
  },
);
fails(
  'an application that ends the process',
  { 'main.py': 'import sys\nsys.exit(3)\n' },
  {
    kind: 'exited',
    at: ['main.py', 2],
    message: /with code 3/,
  },
);
fails(
  'an exit for want of a variable names it',
  {
    'main.py': `import os, sys\ntry: os.environ['TA_TOKEN']\nexcept KeyError: sys.exit('no token')\n`,
  },
  { kind: 'exited', at: ['main.py', 3], names: ['TA_TOKEN'], message: /no token/ },
);
fails(
  'another name than app',
  { 'main.py': APP.replaceAll('app', 'api') },
  {
    kind: 'no-attr',
    message: /main has no 'app'; found: api/,
    names: ['api'],
  },
);
fails(
  'a function that needs arguments',
  { 'main.py': FACTORY.replace('make()', 'make(store)') },
  { kind: 'not-fastapi', remedy: /main:make\(\)/ },
  { app: 'main:make' },
);
fails(
  'a variable that os.environ lacks',
  { 'main.py': `import os\n\nos.environ['TA_URL']\n` },
  {
    kind: 'missing-env',
    at: ['main.py', 3],
    names: ['TA_URL'],
  },
);
fails(
  'a variable that a message asks for',
  {
    'main.py': `raise ValueError('Pass api_key or set the TA_API_KEY environment variable')\n`,
  },
  { kind: 'missing-env', names: ['TA_API_KEY'] },
);
fails(
  'every variable that pydantic-settings lacks, and no values',
  {
    'main.py': `from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict
class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix='TA_', env_file='.env')
    url: str
    other: str = Field(validation_alias='OTHER_NAME')
    secret: int
settings = Settings()
`,
    '.env': 'TA_URL=hunter2\n',
  },
  { kind: 'missing-env', at: ['main.py', 8], names: ['OTHER_NAME', 'TA_SECRET'] },
);
fails(
  'a setting that does not fit, without its value',
  {
    'main.py': `from pydantic_settings import BaseSettings
class Settings(BaseSettings):
    pin: int
Settings(pin='hunter2')
`,
  },
  { kind: 'error', at: ['main.py', 4], message: /^ValidationError: pin: (?!.*hunter2)/ },
);
fails(
  'a file that the import needs',
  { 'main.py': `\nopen('logs/server.log', 'a')\n` },
  {
    kind: 'missing-file',
    at: ['main.py', 2],
    message: /logs\/server\.log/,
  },
);
fails(
  'a folder of static files',
  {
    'main.py': `${APP}from fastapi.staticfiles import StaticFiles\napp.mount('/s', StaticFiles(directory='static'))\n`,
  },
  { kind: 'missing-file', at: ['main.py', 6] },
);
fails(
  'any other error',
  { 'main.py': 'x = 1\ny = x / 0\n' },
  {
    kind: 'error',
    at: ['main.py', 2],
    message: /^ZeroDivisionError: division by zero$/,
    remedy: /python -c "import main"$/,
  },
);
fails(
  'a document that is no JSON',
  { 'main.py': `${APP}app.openapi = lambda: {'paths': {}, 'x': float('inf')}\n` },
  {
    kind: 'error',
  },
);
fails(
  'a connection at import',
  { 'main.py': `import socket\n\nsocket.create_connection(('127.0.0.1', 9))\n` },
  {
    kind: 'network',
    at: ['main.py', 3],
    message: /look up 127\.0\.0\.1|connect to 127\.0\.0\.1:9/,
  },
);
fails(
  'a connection at import, behind another error',
  {
    'main.py': 'import part\n',
    'part.py': `import urllib.request\ntry: urllib.request.urlopen('http://db.invalid:5432')\nexcept OSError as e: raise RuntimeError('no database')\n`,
  },
  { kind: 'network', at: ['part.py', 2], message: /db\.invalid/ },
);
fails(
  'a program that is started at import, without its arguments',
  {
    'main.py': `import subprocess\nsubprocess.run('PW=hunter2 git push https://u:hunter2@x', shell=True)\n`,
  },
  { kind: 'network', at: ['main.py', 2], message: /start git$/ },
);
fails(
  'an import that does not end',
  { 'main.py': 'import time\n\ntime.sleep(1000)\n' },
  {
    kind: 'timeout',
    at: ['main.py', 3],
  },
  { args: ['--timeout', '1'] },
);

reads(
  'a swallowed attempt is listed',
  {
    'main.py': `import os, socket
try: socket.create_connection(('10.0.0.1', 80))
except OSError: pass
try: os.system('curl x')
except OSError: pass
${APP}`,
  },
  (answer, root) => {
    assert.is(answer.ok, true);
    assert.equal(
      answer.attempts.map(({ file, line }) => [file, line]),
      [
        [join(root, 'main.py'), 2],
        [join(root, 'main.py'), 4],
      ],
    );
    assert.is(answer.attempts[1]?.what, 'start curl');
  },
);

test.run();
