import { sql } from '../../../../src/facts/extract/db/sql.ts';
import { assert, suite } from '../../../harness.ts';
import { factsOf, refused } from '../facts.ts';

const test = suite('extract sql');

const read = (text: string): string[] => factsOf(sql, 'database/schema.sql', text);

const FULL = `-- CREATE TABLE commented (id int);
/* CREATE TABLE also /* nested */ CREATE TABLE still; */
CREATE DATABASE shop OWNER app;
\\c shop
\\connect "other" app
\\ir tables/users.sql

CREATE USER app WITH LOGIN PASSWORD 'hunter2''s';
CREATE ROLE reader NOLOGIN;
CREATE ROLE later WITH PASSWORD
  'changeme';
ALTER USER app WITH PASSWORD :'password';
GRANT SELECT, REFERENCES ON orders TO reader;

CREATE TABLE IF NOT EXISTS
    public.users (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid()::text,
    school_id uuid REFERENCES schools(id) ON DELETE CASCADE, -- it's one
    note text DEFAULT 'CREATE TABLE in_string (x int); it''s',
    path text DEFAULT E'\\'; CREATE TABLE in_escape (x int);'
);
CREATE TEMP TABLE "Order Lines" (id int REFERENCES "Shop"."Orders");
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS idx_users_email ON public.users USING btree (lower(email), created_at DESC);
CREATE INDEX ON ONLY users (id);
ALTER TABLE ONLY public.users ADD CONSTRAINT c FOREIGN KEY (a) REFERENCES b;
INSERT INTO users (id) VALUES (1); WITH x AS (SELECT 1) INSERT INTO logs SELECT * FROM x;

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'ghost') THEN
        CREATE USER ghost WITH PASSWORD 'TBGhost2024!Secure#';
    END IF;
END
$$;

CREATE FUNCTION f() RETURNS trigger AS $body$
BEGIN
  CREATE TABLE in_function (x int);
  EXECUTE $$ DROP $$;
END $body$ LANGUAGE plpgsql;

COPY public.users (id, name) FROM stdin;
1	it's a CREATE TABLE in_data (
\\.
COPY users TO '/tmp/x.csv';
CREATE TABLE last_one (id int)`;

test('a file in full; no password is shown', () => {
  const facts = read(FULL);
  assert.equal(facts, [
    'database.name shop @3 {"by":"create"}',
    'database.name shop @4 {"by":"connect"}',
    'database.name other @5 {"by":"connect"}',
    'path.named tables/users.sql @6 {"by":"psql","kind":"file","from":"file"}',
    'database.user app @8 {"by":"create"}',
    'secret.literal PASSWORD @8 {"by":"sql","user":"app"}',
    'database.user reader @9 {"by":"create"}',
    'database.user later @10 {"by":"create"}',
    'secret.literal PASSWORD @11 {"by":"sql","user":"later","placeholder":true}',
    'table users @16 {"by":"create","schema":"public"}',
    'table.used schools @18 {"by":"references"}',
    'table Order Lines @22 {"by":"create","quoted":true,"temporary":true}',
    'table.used Orders @22 {"by":"references","schema":"Shop","quoted":true}',
    'index idx_users_email @23 {"table":"users","columns":["lower(email)","created_at DESC"],"unique":true}',
    'table.used users @23 {"by":"index","schema":"public"}',
    'table.used users @24 {"by":"index"}',
    'table.used users @25 {"by":"alter","schema":"public"}',
    'table.used b @25 {"by":"references"}',
    'table.used users @26 {"by":"insert"}',
    'table.used logs @26 {"by":"insert"}',
    'database.user ghost @31 {"by":"create"}',
    'secret.literal PASSWORD @31 {"by":"sql","user":"ghost"}',
    'table.used users @42 {"by":"copy","schema":"public"}',
    'table.used users @45 {"by":"copy"}',
    'table last_one @46 {"by":"create"}',
  ]);
  assert.not.match(facts.join('\n'), /hunter2|TBGhost|changeme/);
  assert.equal(read(`\uFEFF${FULL.replaceAll('\n', '\r\n')}`), facts);
});

test('MySQL, SQLite and SQL Server', () => {
  assert.equal(
    read(
      "CREATE TABLE `users` (a text DEFAULT 'it\\'s;') ENGINE=InnoDB;\nUSE shop;\nCREATE USER IF NOT EXISTS 'app'@'localhost' IDENTIFIED BY 'x1';\nREPLACE INTO users VALUES (1);\nINSERT OR IGNORE INTO logs VALUES (1);\nCREATE TABLE [dbo].[Order] (id int);\nINSERT INTO #temporary VALUES (1);\n",
    ),
    [
      'table users @1 {"by":"create","quoted":true}',
      'database.name shop @2 {"by":"use"}',
      'database.user app @3 {"by":"create"}',
      'secret.literal PASSWORD @3 {"by":"sql","user":"app"}',
      'table.used users @4 {"by":"insert"}',
      'table.used logs @5 {"by":"insert"}',
      'table Order @6 {"by":"create","schema":"dbo","quoted":true}',
    ],
  );
});

test('what is filled in later states nothing', () => {
  assert.equal(
    read(
      'CREATE TABLE {{ prefix }}_users (id int);\nCREATE TABLE app_${x} (id int);\nINSERT INTO {% if x %}a{% endif %} VALUES (1);\nCREATE USER :"user" PASSWORD :\'pw\';\nCREATE DATABASE :name;\nCREATE TABLE %(name)s (x int);\n',
    ),
    [],
  );
  for (const password of ['${DB_PASSWORD}', '$PASSWORD', '{{ password }}', '__PASSWORD__', '%s'])
    assert.equal(read(`CREATE USER a PASSWORD '${password}';`), ['database.user a @1 {"by":"create"}'], password);
});

test('statements that only look alike state nothing', () => {
  assert.equal(read(''), []);
  assert.equal(
    read(
      'CREATE USER MAPPING FOR a SERVER b;\nGRANT REFERENCES ON a TO b;\nCREATE TRIGGER t AFTER INSERT ON a EXECUTE FUNCTION f();\nSELECT "create" FROM "table";\nCREATE EXTENSION IF NOT EXISTS "uuid-ossp";\n\\echo CREATE TABLE a\n\\c -\nCREATE TABLE;\nALTER USER a PASSWORD NULL;\nSELECT copy FROM a;\n',
    ),
    [],
  );
});

test('views, and a table that gets another name', () => {
  assert.equal(
    read(
      'CREATE OR REPLACE VIEW app.v AS SELECT 1;\nCREATE MATERIALIZED VIEW IF NOT EXISTS m AS SELECT 1;\nALTER TABLE a RENAME TO b;\nALTER TABLE a RENAME COLUMN c TO d;\n',
    ),
    [
      'view v @1 {"by":"create"}',
      'view m @2 {"by":"create"}',
      'table.used a @3 {"by":"alter"}',
      'table b @3 {"by":"rename"}',
      'table.used a @4 {"by":"alter"}',
    ],
  );
});

test('a table that is dropped was there', () => {
  assert.equal(read('DROP TABLE IF EXISTS public.funnels CASCADE;\nDROP INDEX a;\nALTER TABLE b DROP COLUMN c;\n'), [
    'table.dropped funnels @1',
    'table.used b @3 {"by":"alter"}',
  ]);
});

test('what is never closed is refused, with its line', () => {
  assert.is(refused(sql, 'a.sql', "SELECT 1;\nSELECT 'a;\nSELECT 2;\n"), '2: has a string that is not closed');
  assert.is(refused(sql, 'a.sql', '\n\nDO $x$ BEGIN\n'), '3: has a dollar quote that is not closed');
  assert.is(refused(sql, 'a.sql', '\n/* a /* b */\n'), '2: has a comment that is not closed');
});

test('a hostile file takes no time', () => {
  const started = performance.now();
  for (const text of [
    "CREATE TABLE a (b int REFERENCES c DEFAULT 'd');\n".repeat(20_000),
    '[a'.repeat(500_000),
    'CREATE INDEX a ON b('.repeat(50_000),
    'CREATE USER a '.repeat(70_000),
    '('.repeat(1_000_000),
    '"'.repeat(999_999),
  ])
    refused(sql, 'a.sql', text);
  assert.ok(performance.now() - started < 60_000, String(performance.now() - started));
});

test.run();
