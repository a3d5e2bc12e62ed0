import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { HOME } from '../../src/workspace/locate.ts';
import { JournalState as History } from '../../src/run/journal-state.ts';
import { assert, suite } from '../harness.ts';
import { random } from '../random.ts';
import { testVenv } from '../tools/python/venv.fixture.ts';
import { PROGRAM, turnaround, withFolder } from '../try.ts';

const test = suite('reads');
const venv = await testVenv();

/** Files that an import opens, looks for in vain or lists, and files that it has nothing to do with. */
const FILES: Readonly<Record<string, string>> = {
  'app/__init__.py': '',
  'app/main.py': `import json, os, pathlib
from fastapi import FastAPI
from app.routers import things
from app import config
try:
    from app import local
except ImportError:
    local = None
here = pathlib.Path(__file__).parent
app = FastAPI(title=config.TITLE, version='2' if local else '1')
app.include_router(things.router)
for name in sorted(p.name for p in (here / 'plugins').iterdir() if p.suffix == '.txt'):
    @app.get(f'/plugin/{name}')
    def plugin() -> str: ...
if (here / 'extra.json').is_file():
    app.description = json.loads((here / 'extra.json').read_text())['text']
`,
  'app/config.py': "import pathlib\nTITLE = (pathlib.Path(__file__).parent / 'title.txt').read_text().strip()\n",
  'app/title.txt': 'A title\n',
  'app/unused.py': 'x = 1\n',
  'app/routers/__init__.py': '',
  'app/routers/things.py':
    "from fastapi import APIRouter\nfrom app.models import Thing\nrouter = APIRouter()\n@router.get('/things')\ndef things() -> list[Thing]: ...\n",
  'app/models.py': 'from pydantic import BaseModel\nclass Thing(BaseModel):\n    name: str\n    size: int = 1\n',
  'app/plugins/one.txt': '',
  'app/plugins/two.md': '',
  'README.md': '# A\n',
  'web/index.html': '<p>\n',
  'web/app.js': 'let a = 1;\n',
  'tests/test_a.py': 'def test_a(): ...\n',
};

function workspace(root: string): void {
  for (const [path, text] of Object.entries(FILES)) put(root, path, text);
  if (venv !== null) symlinkSync(venv, join(root, '.venv'));
}

function put(root: string, path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

const seenBy = (root: string): string[] =>
  Object.keys(new History(join(root, '.turnaround')).refresh().tasks.get('docs:openapi')?.ended?.proof?.reads ?? {});

const strace = spawnSync('strace', ['-V']).status === 0;
if (venv === null || !strace)
  test.skip('all that strace saw', venv === null ? 'no environment with FastAPI' : 'there is no strace');
else {
  test('every file of the workspace that strace saw the import open is in the key', () =>
    withFolder(async (folder) => {
      const root = join(folder, 'shop');
      workspace(root);
      const log = join(folder, 'trace');
      const call = [process.execPath, ...PROGRAM, 'docs:openapi', '--workspace', root];
      const { status } = spawnSync(
        'strace',
        ['-ff', '-s', '400', '-e', 'trace=open,openat,execve', '-o', log, ...call],
        {
          cwd: HOME,
        },
      );
      assert.is(status, 0);
      const seen = new Set(seenBy(root));
      const opened = new Set<string>();
      for (const name of readdirSync(folder).filter((one) => one.startsWith('trace.'))) {
        const text = readFileSync(join(folder, name), 'utf8');
        // The copy is made by Node, which opens everything; the import is Python's.
        if (!/execve\([^\n]*_openapi\/__main__\.py/.test(text)) continue;
        for (const match of text.matchAll(/open(?:at)?\([^"]*"[^"]*\/copy\/([^"]+)", O_RDONLY[^)]*\) = \d/g)) {
          opened.add((match[1] ?? '').replace(/__pycache__\/(\w+)\.cpython-\d+\.pyc$/, '$1.py'));
        }
      }
      assert.ok(opened.has('app/title.txt'), [...opened].join(' '));
      const missing = [...opened].filter((path) => FILES[path] !== undefined && !seen.has(path));
      assert.equal(missing, []);
    }));
}

const MADE = [
  'app/local.py',
  'app/extra.json',
  'app/plugins/three.txt',
  'web/new.js',
  'fastapi.py',
  'app/routers/more.py',
  'app/models/__init__.py',
  'pydantic/__init__.py',
];

/** One change as a person might make it: a line more, a number, a file gone, a new one. */
function edit(root: string, next: () => number): string {
  const pick = <V>(values: readonly V[]): V => values[Math.floor(next() * values.length)] as V;
  const path = pick([...Object.keys(FILES), ...MADE]);
  const full = join(root, path);
  if (!existsSync(full)) {
    put(root, path, FILES[path] ?? (path.endsWith('.json') ? '{"text": "more"}' : ''));
    return `made ${path}`;
  }
  if (next() < 0.3) {
    unlinkSync(full);
    return `removed ${path}`;
  }
  const text = readFileSync(full, 'utf8');
  if (next() < 0.5 && /\d/.test(text)) writeFileSync(full, text.replace(/\d/, String(Math.floor(next() * 10))));
  else writeFileSync(full, `${text}${path.endsWith('.py') ? `# ${next()}` : path.endsWith('.json') ? ' ' : 'more'}\n`);
  return `changed ${path}`;
}

/** `EDITS=200` tries as many; the suite a few. */
const EDITS = Number(process.env['EDITS'] ?? 12);

if (venv === null) test.skip('what stays fresh', 'no environment with FastAPI could be made');
else {
  test('after any edit, what stays fresh is what a forced run would write', () =>
    withFolder(async (folder) => {
      const root = join(folder, 'shop');
      workspace(root);
      const next = random(Number(process.env['SEED'] ?? 7));
      const document = (): string =>
        existsSync(join(root, 'docs/openapi.json')) ? readFileSync(join(root, 'docs/openapi.json'), 'utf8') : '';
      const call = (...args: string[]): Promise<{ code: number | null; stdout: string }> =>
        turnaround(['docs:openapi', '--json', '--workspace', root, ...args]);
      await call();
      let fresh = 0;
      for (let at = 0; at < EDITS; at += 1) {
        const what = edit(root, next);
        const ran = await call();
        if (ran.code !== 0) {
          // Nothing stays fresh that is not met: everything as it was at first, and on.
          for (const path of MADE) rmSync(join(root, path), { force: true });
          for (const [path, text] of Object.entries(FILES)) put(root, path, text);
          await call();
          continue;
        }
        if (!ran.stdout.includes('"event":"skipped"')) continue;
        fresh += 1;
        const before = document();
        const forced = await call('--force');
        assert.is(forced.code, ran.code, `${at}: ${what}`);
        assert.is(document(), before, `${at}: ${what}`);
      }
      assert.ok(fresh > 0);
      if (EDITS > 12) console.log(`${EDITS} edits, ${fresh} stayed fresh`);
      rmSync(join(root, '.venv'));
    }));
}

test.run();
