import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Ended } from '../../../src/plan/freshness.ts';
import { assert, suite } from '../../harness.ts';
import { tryTask } from '../../try.ts';

const test = suite('db:init-sql');

const COMPOSE =
  'services:\n  db:\n    image: postgres:17\n    volumes:\n      - ./sql:/docker-entrypoint-initdb.d:ro\n';

function run(files: Readonly<Record<string, string>>): Promise<Ended> {
  return tryTask('db:init-sql', (root) => {
    for (const [path, text] of Object.entries({ 'compose.yml': COMPOSE, ...files })) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
  });
}

/** Where no PostgreSQL can be started, that is what is said, and nothing else can be tried. */
function isElsewhere({ because }: Ended): boolean {
  const elsewhere = because?.startsWith('no throw-away PostgreSQL') === true;
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
    assert.match(because ?? '', new RegExp(`^${name.replace('.', '\\.')} is run at the first start`));
  }
  const alone = await run({ 'sql/1.sql': 'CREATE TABLE a (id int);\nCREATE INDEX CONCURRENTLY i ON a (id);\n' });
  if (!isElsewhere(alone)) assert.is(alone.verdict, 'unknown', JSON.stringify(alone));
});

test.run();
