import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Ended } from '../../../src/plan/freshness.ts';
import { assert, suite } from '../../harness.ts';
import { turnaround, tryTask, withFolder } from '../../try.ts';

const test = suite('db:init-sql');

const COMPOSE =
  'services:\n  db:\n    image: postgres:17\n    volumes:\n      - ./sql:/docker-entrypoint-initdb.d:ro\n';

function put(root: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

function run(files: Readonly<Record<string, string>>): Promise<Ended> {
  return tryTask('db:init-sql', (root) => put(root, { 'compose.yml': COMPOSE, ...files }));
}

/** Where no PostgreSQL can be started, that is what is said, and nothing else can be tried. */
function isElsewhere({ because }: Ended): boolean {
  const elsewhere = because?.startsWith('cannot start a throw-away PostgreSQL') === true;
  if (elsewhere) console.log('skipped: db:init-sql: a throw-away cluster: none can be started here');
  return elsewhere;
}

test('without SQL at the first start it does not apply', async () => {
  assert.is((await run({ 'compose.yml': 'services:\n  db:\n    image: postgres:17\n' })).verdict, 'not-applicable');
  assert.is((await run({})).verdict, 'not-applicable');
});

test('SQL that runs, in the order of names', async () => {
  const ended = await run({
    'sql/2.sql': 'INSERT INTO shop VALUES (1);\n',
    'sql/1.sql': 'CREATE TABLE shop (id int);\n',
    'sql/README.md': 'no SQL',
  });
  if (isElsewhere(ended)) return;
  assert.is(ended.verdict, 'met', JSON.stringify(ended));
  assert.is((ended.value as { files: number }).files, 2);
});

test('the first mistake, with its file and line', async () => {
  const ended = await run({
    'sql/1.sql': 'CREATE TABLE shop (tags jsonb[]);\n',
    'sql/2.sql': '-- rows\nINSERT INTO shop\nVALUES (\'["a"]\');\n',
  });
  if (isElsewhere(ended)) return;
  assert.is(ended.verdict, 'unmet', JSON.stringify(ended));
  assert.equal(ended.findings[0]?.place, { file: 'sql/2.sql', line: 3 });
  assert.match(ended.findings[0]?.message ?? '', /^sql\/2\.sql:3: malformed array literal/);
});

test('what only psql or a shell can run is not called fine', async () => {
  for (const [name, text] of [
    ['sql/1.sh', 'createdb other\n'],
    ['sql/1.sql', '\\c other\nCREATE TABLE a (id int);\n'],
  ] as const) {
    const { verdict, because } = await run({ [name]: text, 'sql/9.sql': 'SELECT 1;\n' });
    assert.is(verdict, 'unknown');
    assert.match(because ?? '', new RegExp(`^the first start also runs .*${name.replace('.', '\\.')}`));
  }
  const alone = await run({ 'sql/1.sql': 'CREATE TABLE a (id int);\nCREATE INDEX CONCURRENTLY i ON a (id);\n' });
  if (!isElsewhere(alone)) assert.is(alone.verdict, 'unknown', JSON.stringify(alone));
});

test('a second compose file that mounts more SQL makes it stale', () =>
  withFolder(async (root) => {
    const again = async (): Promise<string> => (await turnaround(['db:init-sql', '--workspace', root])).stdout;
    put(root, { 'compose.yml': COMPOSE, 'sql/1.sql': 'CREATE TABLE shop (id int);\n' });
    const first = await again();
    if (first.includes('cannot start a throw-away PostgreSQL')) {
      console.log('skipped: db:init-sql: a second compose file: no cluster can be started here');
      return;
    }
    assert.match(first, /db:init-sql: met/);
    put(root, { 'notes.md': '# Notes\n' });
    assert.match(await again(), /nothing it depends on has changed/);
    put(root, {
      'compose.override.yml':
        'services:\n  db:\n    volumes:\n      - ./more/2.sql:/docker-entrypoint-initdb.d/2.sql:ro\n',
      'more/2.sql': 'CREATE TABEL broken (id int);\n',
    });
    assert.match(await again(), /more\/2\.sql:1/);
  }));

test('a compose file that cannot be read is not called fine', async () => {
  const { verdict, because } = await run({ 'compose.override.yml': 'services: [\n', 'sql/1.sql': 'SELECT 1;\n' });
  assert.is(verdict, 'unknown');
  assert.match(because ?? '', /^cannot read compose\.override\.yml:\d+/);
});

test.run();
