import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { assert, suite } from '../../harness.ts';
import { testVenv } from '../../tools/python/venv.fixture.ts';
import { turnaround, withFolder } from '../../try.ts';

const test = suite('docs:openapi reaches nobody');
const venv = await testVenv();

const VALUE = 'hunter2-hunter2-hunter2';

/** Asks everybody it can think of, shows its `.env`, and leaves things behind; each failure is swallowed. */
const APP = (tcp: number, udp: number): string => `import os, socket, sqlite3, subprocess, urllib.request, logging
from fastapi import FastAPI
def attempt(what):
    try:
        what()
    except BaseException:
        pass
attempt(lambda: socket.create_connection(('127.0.0.1', ${tcp}), 2))
attempt(lambda: socket.create_connection(('localhost', ${tcp}), 2))
attempt(lambda: urllib.request.urlopen('http://127.0.0.1:${tcp}/', timeout=2))
attempt(lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', ${udp})))
attempt(lambda: subprocess.run(['sh', '-c', 'echo x > /dev/tcp/127.0.0.1/${tcp}'], timeout=2))
attempt(lambda: os.system('touch started'))
attempt(lambda: open('made.txt', 'w').write('x'))
attempt(lambda: os.mkdir('made'))
attempt(lambda: sqlite3.connect('made.db').execute('create table t (a)'))
try:
    SECRET = open('.env').read()
except OSError:
    SECRET = 'none'
print(SECRET, os.environ.get('API_TOKEN'))
logging.error(SECRET)
app = FastAPI(title='T', description=SECRET)
@app.get('/a')
def a(): ...
`;

function everything(folder: string): [string, number][] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => !name.startsWith('.turnaround') && !name.startsWith('.venv') && !name.startsWith('docs'))
    .toSorted()
    .map((name) => [name, statSync(join(folder, name)).mtimeMs]);
}

if (venv === null) test.skip('all of it', 'no environment with FastAPI could be made');
else {
  test('no connection, no datagram, no program, no file; no value of .env or of the caller in anything that is kept', () =>
    withFolder(async (root) => {
      let heard = 0;
      const server = createServer((socket) => {
        heard += 1;
        socket.destroy();
      }).listen(0, '127.0.0.1');
      const datagrams = createSocket('udp4', () => (heard += 1)).bind(0, '127.0.0.1');
      await Promise.all([once(server, 'listening'), once(datagrams, 'listening')]);
      const put = (path: string, text: string): void => {
        mkdirSync(dirname(join(root, path)), { recursive: true });
        writeFileSync(join(root, path), text);
      };
      put('main.py', APP((server.address() as AddressInfo).port, datagrams.address().port));
      put('.env', `API_TOKEN=${VALUE}\n`);
      symlinkSync(venv, join(root, '.venv'));
      const before = everything(root);
      const { code, stdout, stderr } = await turnaround(['docs:openapi', '--workspace', root], {
        env: { API_TOKEN: VALUE },
      });
      assert.is(code, 0, stdout + stderr);
      assert.is(heard, 0);
      assert.equal(everything(root), before);
      const journal = readFileSync(join(root, '.turnaround/journal.jsonl'), 'utf8');
      for (const [name, text] of Object.entries({ stdout, stderr, journal }))
        assert.not.match(text, new RegExp(VALUE), name);
      for (const name of ['openapi.json', 'openapi.yaml']) {
        assert.not.match(readFileSync(join(root, 'docs', name), 'utf8'), new RegExp(VALUE), name);
      }
      // Each attempt is named with its line.
      for (const line of [8, 9, 10, 11])
        assert.match(journal, new RegExp(`network: [^"]*\\(main\\.py:${line}\\)`), `line ${line}`);
      server.close();
      datagrams.close();
    }));
}

test.run();
