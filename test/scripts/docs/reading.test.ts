import { execFile } from 'node:child_process';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Answer } from '../../../scripts/docs/_answer.ts';
import { readApplication, type Reading } from '../../../scripts/docs/_reading.ts';
import { operations } from '../../../src/tools/openapi/canonical.ts';
import { assert, suite } from '../../harness.ts';
import { readAll, withFiles, type Ask } from '../../tools/openapi/apps.fixture.ts';
import { testVenv } from '../../tools/python/venv.fixture.ts';

const test = suite('scripts/docs/_reading');
const venv = await testVenv();

const APP = `from fastapi import FastAPI
app = FastAPI()
@app.get('/a')
def a(): return {}
`;

/** A test that reads an application of these files, and that nothing was made among them. */
function reads(
  title: string,
  files: Record<string, string>,
  check: (reading: Reading, root: string) => void | Promise<void>,
  more: Partial<Ask> = {},
): void {
  if (venv === null) return test.skip(title, 'pip could not install FastAPI');
  const python = join(venv, 'bin', 'python');
  test(title, () =>
    withFiles(files, async (root) => {
      const before = readdirSync(root, { recursive: true });
      const reading = await readAll({ python, root, ...more });
      assert.equal(readdirSync(root, { recursive: true }), before, 'nothing is made in the workspace');
      await check(reading, root);
    }),
  );
}

function isRead({ answer, isWhole, obstacles }: Reading): void {
  assert.ok(answer?.ok, JSON.stringify(obstacles));
  assert.is(operations(answer.openapi), 1);
  assert.ok(isWhole);
}

function isNot({ answer, isWhole }: Reading): void {
  assert.not.ok(answer?.ok === true && isWhole);
}

const messages = ({ obstacles }: Reading): string[] =>
  obstacles.map(({ message, place }) => `${message} @${place?.file}:${place?.line}`);
const names = ({ variables }: Reading): string[] => variables.map(({ name, type }) => `${name} ${type}`);

// Variables

const SETTINGS = `from enum import Enum
from typing import Annotated, Literal, Optional
from pydantic import AfterValidator, BaseModel, EmailStr, Field, HttpUrl, PostgresDsn, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
class Colour(Enum):
    blue = 'b'
class Mail(BaseModel):
    host: str
    port: int
class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix='TA_', env_file='.env')
    name: str
    port: int = Field(ge=1024)
    debug: bool
    site: HttpUrl
    database: PostgresDsn
    hosts: list[str] = Field(min_length=1)
    mode: Literal['dev', 'prod']
    colour: Colour
    secret: SecretStr = Field(min_length=40)
    mail: Mail
    maybe: Optional[int] = None
    async_url: str
    @field_validator('async_url')
    @classmethod
    def check(cls, value):
        assert value.startswith('postgresql+asyncpg://'), 'must start with postgresql+asyncpg://'
        return value
settings = Settings()
`;

reads(
  'pydantic-settings: every type, and a value that is refused at first',
  { 'config.py': SETTINGS.replace('EmailStr, ', ''), 'main.py': `from config import settings\n${APP}` },
  (reading, root) => {
    isRead(reading);
    assert.equal(names(reading), [
      'TA_NAME str',
      'TA_PORT int',
      'TA_DEBUG bool',
      'TA_SITE http or https address',
      reading.variables[4] ? `TA_DATABASE ${reading.variables[4].type}` : '',
      'TA_HOSTS list',
      'TA_MODE one of dev, prod',
      'TA_COLOUR one of b',
      'TA_SECRET str',
      'TA_MAIL object',
      'TA_ASYNC_URL str',
    ]);
    assert.equal([reading.variables[0]?.file, reading.variables[0]?.line], [join(root, 'config.py'), 12]);
    assert.match(reading.variables[10]?.standIn ?? '', /^postgresql\+asyncpg:\/\/.*stand-in/);
  },
);

reads(
  'pydantic 1, and a file of values that is not read',
  {
    'main.py': `from pydantic.v1 import BaseSettings, Field
class Settings(BaseSettings):
    url: str = Field(env='MY_URL')
    limit: int
    class Config:
        env_file = '.env'
settings = Settings()
assert 'hunter2' not in settings.url
${APP}`,
    '.env': 'MY_URL=hunter2\nLIMIT=5\n',
  },
  (reading, root) => {
    isRead(reading);
    assert.equal(names(reading), ['MY_URL str', 'LIMIT int']);
    assert.not.ok(JSON.stringify(reading).includes('hunter2'));
    assert.ok(reading.answer?.opened.includes(join(root, '.env')), 'said to be absent; the task leaves it out');
  },
);

reads(
  'nested settings, by delimiter or as one text; a validator of the whole; a list that is no JSON',
  {
    'main.py': `from typing import Annotated
from pydantic import BaseModel, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode
class SecretJson(BaseModel):
    host: str
    port: int = 1
class Outer(BaseSettings):
    model_config = {'env_nested_delimiter': '__'}
    mail: SecretJson
    hosts: Annotated[list[int], NoDecode]
    api_url: str
    @field_validator('hosts', mode='before')
    @classmethod
    def split(cls, value): return [int(one) for one in value.split(',')]
    @model_validator(mode='after')
    def whole(self):
        if not self.api_url.endswith('.invalid'): raise ValueError('API_URL is odd')
        return self
Outer()
${APP}`,
  },
  (reading) => {
    isRead(reading);
    const made = reading.variables.map(({ name, type, standIn, line }) => [name, type, standIn, line]);
    assert.equal(made, [
      ['MAIL', 'object', '{"host":"stand-in.invalid"}', 9],
      ['HOSTS', 'list', '1', 10],
      ['API_URL', 'str', 'https://stand-in.invalid', 11],
    ]);
  },
);

reads(
  "starlette's Config, one at a time, with casts",
  {
    'main.py': `from starlette.config import Config
from starlette.datastructures import Secret
config = Config()
A = config('TA_KEY', cast=Secret)
B = config('TA_MANY', cast=int)
C = config('TA_ON', cast=bool)
D = config('TA_OTHER', cast=lambda text: [2][int(text) - 1])
${APP}`,
  },
  (reading) => {
    isRead(reading);
    assert.equal(names(reading), ['TA_KEY str', 'TA_MANY int', 'TA_ON bool', 'TA_OTHER text']);
    assert.is(reading.variables[3]?.standIn, '1');
  },
);

reads(
  'os.environ: by name, and what it is turned into',
  {
    'main.py': `import os
A = int(os.environ['TA_ANYTHING'])
B = os.environ['DATABASE_URL']
assert B.startswith('mysql'), f'{B} is no MySQL'
C = int(os.getenv('TA_NUMBER'))
if not os.getenv('TA_TOKEN'): raise RuntimeError('TA_TOKEN must be set')
${APP}`,
  },
  (reading) => {
    isRead(reading);
    assert.equal(
      reading.variables.map(({ name, required }) => [name, required]),
      [
        ['TA_ANYTHING', true],
        ['DATABASE_URL', true],
        ['TA_NUMBER', 'guessed'],
        ['TA_TOKEN', true],
      ],
    );
  },
);

reads(
  'clients by their own names, and an exit that says what is missing',
  {
    'client.py': `import os
class Client:
    def __init__(self, key=None):
        if (key or os.environ.get('OPENAI_API_KEY')) is None:
            raise Exception('The api_key client option must be set by setting the OPENAI_API_KEY environment variable')
`,
    'main.py': `import os, sys, client
client.Client()
if not os.environ.get('STRIPE_KEY'): sys.exit('STRIPE_KEY is missing')
${APP}`,
  },
  (reading) => {
    isRead(reading);
    assert.equal(
      reading.variables.map(({ standIn }) => standIn.slice(0, 8)),
      ['sk-stand', 'sk_test_'],
    );
  },
);

reads(
  'a setting that nothing satisfies is said, with its place, and guesses are forgotten',
  { 'main.py': `import os\nx = os.getenv('TA_X')\nraise ValueError('no')\n` },
  (reading) => {
    isNot(reading);
    assert.equal(messages(reading), ['error: ValueError: no @main.py:3']);
    assert.equal(names(reading), []);
  },
);

reads(
  'a value that the settings give is never replaced',
  { 'main.py': `import os\nassert int(os.environ['TA_X'])\n` },
  (reading) => {
    isNot(reading);
    assert.match(messages(reading)[0] ?? '', /ValueError: invalid literal.*@main\.py:2/);
    assert.equal(names(reading), []);
  },
  { env: { TA_X: 'given' } },
);

// Files and folders

reads(
  'a folder for logs that is not there',
  { 'main.py': `import logging\nlogging.FileHandler('logs/server.log')\n${APP}` },
  (reading) => {
    isRead(reading);
    assert.equal(messages(reading), ['missing-file: logs/server.log does not exist @main.py:2']);
  },
);

reads(
  'a folder of static files, and a database beside the application',
  {
    'main.py': `import sqlite3
from fastapi.staticfiles import StaticFiles
sqlite3.connect('data.db').execute('create table a (b)')
${APP}app.mount('/s', StaticFiles(directory='static'))
`,
  },
  (reading) => {
    isRead(reading);
    assert.match(messages(reading)[0] ?? '', /^missing-file: static does not exist @main\.py:8$/);
  },
);

reads(
  'a value that the code takes apart has as many parts as the code wants',
  { 'main.py': `import os\nPAIR = os.environ['PAIR']\nuser, password = str(PAIR).split(":")\n${APP}` },
  (reading) => {
    isRead(reading);
    assert.equal(
      reading.variables.map(({ name, standIn }) => `${name} ${standIn}`),
      ['PAIR stand-in:stand-in'],
    );
  },
);

reads('data that is not there is not invented', { 'main.py': `open('data.json').read()\n${APP}` }, (reading) => {
  isNot(reading);
  assert.match(messages(reading)[0] ?? '', /^missing-file: .*data\.json does not exist @main\.py:1$/);
});

const OUTSIDE = `/var/turnaround-test-${process.pid}`;
reads(
  'what is written outside goes elsewhere, and is said',
  {
    'main.py': `import os, pathlib, logging
pathlib.Path('${OUTSIDE}/a/b').mkdir(parents=True, exist_ok=True)
os.makedirs('${OUTSIDE}/a/b', exist_ok=True)
assert os.path.isdir('${OUTSIDE}/a')
os.environ['TA_LATER']
logging.FileHandler('${OUTSIDE}/logs/x.log')
with open('${OUTSIDE}/a/note', 'w') as f: f.write('x')
assert open('${OUTSIDE}/a/note').read() == 'x'
${APP}`,
  },
  (reading) => {
    isRead(reading);
    assert.not.ok(existsSync(OUTSIDE));
    assert.match(messages(reading)[0] ?? '', /^write-outside: at import, it writes \/var\/.* @main\.py:2$/);
  },
);
reads(
  'what cannot go elsewhere is refused',
  { 'main.py': `import os\nos.symlink('x', '${OUTSIDE}')\n${APP}` },
  (reading) => {
    isNot(reading);
    rmSync(OUTSIDE, { force: true });
    assert.match(messages(reading).join('\n'), /not allowed to write outside of the workspace.*@main\.py:2/);
  },
);

// Modules and syntax

const HOSTILE = {
  'requirements.txt': 'fastapi\ndeclared-thing==1\n',
  'main.py': `from not_there import thing, SomeError
from declared_thing import deco, Base
import part
class Own(Base):
    @deco(1)
    def x(self): pass
try: thing.call()
except SomeError: pass
import other.sub as o
import os
os.environ['TA_LATE']
${APP}`,
  'part.py': 'def (:\n',
};
reads('a diagnosis names all that is missing, and makes no document', HOSTILE, (reading) => {
  isNot(reading);
  assert.not.ok(reading.isWhole);
  const said = messages(reading);
  assert.match(said[0] ?? '', /^missing-module: No module named 'not_there' @main\.py:1$/);
  assert.match(said[1] ?? '', /^not-installed: .*though requirements\.txt:2 requires declared_thing @main\.py:2$/);
  assert.match(said[2] ?? '', /^syntax: .*@part\.py:1$/);
  assert.match(said[3] ?? '', /^missing-module: No module named 'other' @main\.py:9$/);
  assert.match(said[4] ?? '', /^missing-env: the variable TA_LATE \(text\) is not set @main\.py:11$/);
  assert.is(said.length, 5);
});

reads(
  'what goes wrong because something was made up is not said',
  { 'main.py': `import not_there\nint(not_there.VERSION)\n` },
  (reading) => {
    isNot(reading);
    assert.equal(messages(reading), ["missing-module: No module named 'not_there' @main.py:1"]);
  },
);

reads(
  'the network at import, refused: done without, or the end',
  {
    'main.py': `import socket
try: socket.create_connection(('192.0.2.1', 80), 1)
except OSError: pass
${APP}`,
    'hard.py': `import not_there, socket\nsocket.create_connection(('192.0.2.1', 80), 1)\n`,
  },
  async (reading, root) => {
    isRead(reading);
    assert.match(messages(reading)[0] ?? '', /^network: .*192\.0\.2\.1.*@main\.py:2$/);
    const hard = await readAll({ python: join(venv ?? '', 'bin/python'), root, app: 'hard:app' });
    isNot(hard);
    assert.match(messages(hard)[1] ?? '', /^network: .*@hard\.py:2$/);
  },
);

if (venv !== null) {
  test('a module that git ignores is brought, and said', () =>
    withFiles(
      {
        '.gitignore': 'gen/\nversion.py\n',
        'main.py': `import version, gen.x\n${APP}`,
        'version.py': '',
        'gen/x.py': '',
      },
      async (root) => {
        await promisify(execFile)('git', ['-C', root, 'init', '-q']);
        const reading = await readAll({ python: join(venv, 'bin/python'), root });
        isRead(reading);
        assert.match(
          messages(reading)[0] ?? '',
          /^not-committed: version\.py is imported, but git ignores it @main\.py:1$/,
        );
      },
    ));

  test('an editable install does not lead to the original', () =>
    withFiles(
      { 'main.py': `import lib, thing\nopen(lib.__file__ + '.txt', 'w').close()\n${APP}`, 'src/lib.py': '' },
      async (root) => {
        const made = join(root, '.venv');
        await promisify(execFile)('python3', ['-m', 'venv', '--without-pip', made]);
        const library = join(made, 'lib', readdirSync(join(made, 'lib'))[0] ?? '');
        const packages = readdirSync(join(venv, 'lib'))[0] ?? '';
        await writeFile(join(library, 'site-packages/x.pth'), `${venv}/lib/${packages}/site-packages\n${root}/src\n`);
        await mkdir(join(root, 'far'));
        await writeFile(join(root, 'far/thing.py'), `open(__file__ + '.txt', 'w').close()\n`);
        const finder = `import sys, importlib.util
class Finder:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name == 'thing': return importlib.util.spec_from_file_location(name, '${root}/far/thing.py')
sys.meta_path.append(Finder)
`;
        await writeFile(join(library, 'site-packages/__editable___thing_finder.py'), finder);
        await writeFile(join(library, 'site-packages/y.pth'), 'import __editable___thing_finder\n');
        await symlink('x', join(root, 'dangling'));
        const reading = await readAll({ python: join(made, 'bin/python'), root });
        isRead(reading);
        assert.equal(readdirSync(join(root, 'src')), ['lib.py']);
        assert.equal(readdirSync(join(root, 'far')), ['thing.py']);
        assert.ok(reading.answer?.opened.includes(join(root, 'src/lib.py')));
      },
    ));
}

test('rounds end, and so does the time', () =>
  withFiles({}, async (root) => {
    let asked = 0;
    const ask = (): Promise<Answer> => {
      asked += 1;
      const name = `TA_${asked}`;
      const need = { name, shape: {}, rejected: false, file: null, line: null };
      const nothing = {
        opened: [],
        shadows: [],
        listed: [],
        writes: [],
        attempts: [],
        outside: [],
        sought: [],
        names: [name],
      };
      const said = { ok: false, kind: 'missing-env', message: 'no', remedy: 'do', python: '3.11.7' } as const;
      return Promise.resolve({ ...said, ...nothing, needs: [need], file: null, line: null });
    };
    const where = { root, copy: root, folder: root };
    assert.is((await readApplication(where, ask)).variables.length, 40);
    const late = await readApplication({ ...where, until: Date.now() - 1 }, ask);
    assert.is(asked, 40);
    assert.match(messages(late)[0] ?? '', /^timeout: the time limit was reached/);
  }));

reads('an application that ends the process leaves no answer', { 'main.py': 'import os\nos._exit(3)\n' }, (reading) => {
  assert.is(reading.answer, undefined);
});

test.run();
