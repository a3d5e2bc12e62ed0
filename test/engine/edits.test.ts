import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { JournalState } from '../../src/run/journal-state.ts';
import { HOME } from '../../src/workspace/locate.ts';
import { assert, suite } from '../harness.ts';
import { random } from '../random.ts';
import { testVenv } from '../tools/python/venv.fixture.ts';
import { turnaround, withFolder } from '../try.ts';
import { world as factory } from '../worlds/factory.world.ts';
import { world as packaged } from '../worlds/src-is-the-package.world.ts';

/**
 * Random edits, additions and removals of files: what any task leaves fresh is what a forced run would give. The suite
 * tries a few; `EDITS=100 SEED=3` tries a hundred a workspace, and `EDITS_REPOSITORY=folder` adds a checkout of one.
 */
const EDITS = Number(process.env['EDITS'] ?? 2);
const SEED = Number(process.env['SEED'] ?? 5);
const REPOSITORY = process.env['EDITS_REPOSITORY'];

const SQL =
  'services:\n  db:\n    image: postgres:17\n    volumes:\n      - ./init:/docker-entrypoint-initdb.d:ro\n  other:\n    image: redis:7\n';
const DATABASE = {
  'compose.yaml': SQL,
  'init/1.sql': 'CREATE TABLE shop (id int);\n',
  'turnaround.yaml': 'database:\n  throw-away: init\n',
};

/** Files that come and go: each is what some task rests on, or near it. */
const MADE: Readonly<Record<string, string>> = {
  'compose.override.yaml':
    'services:\n  db:\n    volumes:\n      - ./more/9.sql:/docker-entrypoint-initdb.d/9.sql:ro\n',
  'more/9.sql': 'CREATE TABLE more (id int);\n',
  'init/2.sql': 'INSERT INTO shop VALUES (1);\n',
  'notes/today.md': '# Today\n',
  '.DS_Store': 'junk',
  'notes/.DS_Store': 'junk',
  'extra/__pycache__/a.cpython-311.pyc': 'junk',
  'logs/new.log': 'new\n',
  'extra/app.py': 'from fastapi import FastAPI\nextra = FastAPI()\n',
  Dockerfile: 'FROM python:3.12\nEXPOSE 8000\n',
  'requirements-extra.txt': 'httpx==0.27.0\n',
};

const test = suite('edits');
const venv = await testVenv();

function put(root: string, path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function lay(root: string, from: string | Readonly<Record<string, string>>): void {
  if (typeof from === 'string') {
    const skip = /\/(?:\.git|node_modules|\.turnaround|\.venv)$/;
    cpSync(from, root, { recursive: true, filter: (path) => !skip.test(path) });
  } else for (const [path, text] of Object.entries(from)) put(root, path, text);
  for (const [path, text] of Object.entries(DATABASE)) put(root, path, text);
  if (venv !== null) symlinkSync(venv, join(root, '.venv'));
}

/** One change as a person or a program might make it. */
function edit(root: string, next: () => number): string {
  const pick = (values: readonly string[]): string => values[Math.floor(next() * values.length)] ?? '';
  const known = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
    (path) => /\.(?:py|sql|ya?ml|md|txt|toml)$/.test(path) && !/^(?:\.venv|\.turnaround|docs)\//.test(path),
  );
  const path = next() < 0.4 ? pick(Object.keys(MADE)) : pick(known.toSorted());
  const full = join(root, path);
  if (!existsSync(full)) {
    put(root, path, MADE[path] ?? '');
    return `made ${path}`;
  }
  if (next() < 0.3) {
    rmSync(full);
    return `removed ${path}`;
  }
  const text = readFileSync(full, 'utf8');
  if (next() < 0.4 && /\d/.test(text)) writeFileSync(full, text.replace(/\d/, String(Math.floor(next() * 10))));
  else writeFileSync(full, `${text}${/\.(?:py|ya?ml|toml|txt)$/.test(path) ? `# ${next()}` : '-- more'}\n`);
  return `changed ${path}`;
}

interface Result {
  readonly verdict: string | null;
  readonly value: unknown;
  readonly outputs: unknown;
}

/** How each task ended last, as far as a run after another must give the same. */
function results(root: string): ReadonlyMap<string, Result> {
  const { tasks } = new JournalState(join(root, '.turnaround')).refresh();
  return new Map(
    [...tasks].map(([id, { ended }]) => {
      // A clean-up that is repeated has nothing left to move.
      const value = id.startsWith('cleanup:') ? null : (ended?.value ?? null);
      return [id, { verdict: ended?.verdict ?? null, value, outputs: ended?.proof?.outputs ?? null }] as const;
    }),
  );
}

const skippedIn = (stdout: string): string[] =>
  stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as { event: string; task?: string; verdict?: string })
    .flatMap(({ event, task, verdict }) => (event === 'skipped' && verdict === 'met' && task ? [task] : []));

const WORKSPACES: Readonly<Record<string, string | Readonly<Record<string, string>>>> = {
  'the example': join(HOME, 'examples/toolbox'),
  [factory.trait]: factory.files,
  [packaged.trait]: packaged.files,
  ...(REPOSITORY === undefined ? {} : { [REPOSITORY]: REPOSITORY }),
};

for (const [name, from] of Object.entries(WORKSPACES)) {
  test(`${name}: what stays fresh is what a forced run gives`, () =>
    withFolder(async (folder) => {
      const root = join(folder, 'shop');
      const next = random(SEED);
      const call = (...args: string[]): Promise<{ stdout: string; stderr: string }> =>
        turnaround([...args, '--json', '--workspace', root]);
      const reset = async (): Promise<void> => {
        rmSync(root, { recursive: true, force: true });
        lay(root, from);
        await call('all');
      };
      await reset();
      let fresh = 0;
      for (let at = 0; at < EDITS; at += 1) {
        // Edits pile up until most tasks are broken: from the beginning again.
        if (at > 0 && at % 8 === 0) await reset();
        const what = edit(root, next);
        const kept = skippedIn((await call('all')).stdout);
        fresh += kept.length;
        if (kept.length === 0) continue;
        const before = results(root);
        await call('all', '--force', '--only', kept.join(','));
        const after = results(root);
        for (const id of kept) assert.equal(after.get(id), before.get(id), `${at}: ${what}: ${id}`);
      }
      assert.ok(fresh > 0);
      if (EDITS > 2) console.log(`${name}: ${EDITS} edits, ${fresh} times a task stayed fresh`);
      rmSync(join(root, '.venv'), { force: true });
    }));
}

test.run();
