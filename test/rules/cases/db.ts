import { type Cases } from '../files.ts';

const compose = (more: string): string =>
  `services:\n  db:\n    image: postgres:17\n    environment:\n      POSTGRES_DB: shop\n${more}`;
const MOUNT = '    volumes:\n      - ./sql:/docker-entrypoint-initdb.d:ro\n';

export const CASES: Cases = {
  'db/table-exists': {
    unmet: {
      'db/a.sql': 'CREATE TABLE educational_content (id int);\nCREATE TABLE lessons (id int REFERENCES lesons(id));\n',
      'db/b.sql': 'CREATE INDEX i ON content(id);\nINSERT INTO lesons VALUES (1);\n',
    },
    finds: [
      'db/a.sql:2 a foreign key references lesons, but no SQL file or model of the workspace defines it | db/a.sql:2',
      'db/b.sql:1 an index is created on content, but no SQL file or model of the workspace defines it | db/a.sql:1',
      'db/b.sql:2 rows are inserted into lesons, but no SQL file or model of the workspace defines it | db/a.sql:2',
    ],
    met: [
      {
        '1.sql': 'CREATE TABLE a (id int);\nCREATE INDEX i ON funnels (id);\n',
        '2.sql': 'DROP TABLE IF EXISTS public.funnels;\n',
      },
      { 'db/a.sql': 'CREATE TABLE content (id int);\nCREATE INDEX i ON public.content(id);\n' },
      { 'db/b.sql': 'CREATE INDEX i ON content(id);\n' },
      // What is altered was there before.
      {
        'db/a.sql':
          'CREATE TABLE offices (id int);\nALTER TABLE documents ADD COLUMN office int;\nCREATE INDEX i ON documents(office);\n',
      },
      { 'db/a.sqlite.sql': 'CREATE TABLE contents (id int REFERENCES content(id));\n' },
      // Beside models of another language.
      {
        'src/main/resources/schema.sql': 'CREATE TABLE book (id int);\n',
        'src/main/resources/data.sql': 'INSERT INTO books VALUES (1);\n',
      },
      // What tools are taught, and what once was.
      {
        'db/a.sql': 'CREATE TABLE user (id int);\n',
        '.agents/skills/sql/a.md': '```sql\nCREATE INDEX i ON users(id);\n```\n',
      },
      // The document makes it itself, in another block.
      {
        'db/a.sql': 'CREATE TABLE game_session (id int);\n',
        'docs/a.md':
          '```sql\nCREATE TABLE game_sessions (id int);\n```\n\n```sql\nCREATE INDEX i ON game_sessions(id);\n```\n',
      },
      {
        'a.py': 'db.execute("""CREATE TABLE IF NOT EXISTS content (id int)""")\n',
        'db/b.sql': 'CREATE INDEX i ON content(id);\n',
      },
      // A view, another name, another schema, tables of an ORM that are not to be seen.
      {
        'db/a.sql':
          'CREATE TABLE a (id int);\nCREATE MATERIALIZED VIEW m AS SELECT 1;\nCREATE INDEX i ON m(id);\nALTER TABLE a RENAME TO bcd;\nINSERT INTO bcd VALUES (1);\nINSERT INTO cron.job VALUES (1);\n',
      },
      { 'db/a.sql': 'CREATE TABLE a (id int);\n', 'db/b/b.sql': 'INSERT INTO auth_user VALUES (1);\n' },
    ],
  },
  'db/init-order': {
    unmet: {
      'compose.yml': compose(MOUNT),
      'sql/a.sql': 'INSERT INTO users VALUES (1);\n',
      'sql/b.sql': 'CREATE TABLE users (id int);\n',
    },
    finds: ['sql/a.sql:1 a.sql uses users but runs before b.sql, which creates it | sql/b.sql:1 | compose.yml:7'],
    met: [
      {
        'compose.yml': compose(MOUNT),
        'sql/1.sql': 'CREATE TABLE users (id int REFERENCES users(id));\n',
        'sql/2.sql': 'INSERT INTO users VALUES (1);\n',
      },
      { 'sql/a.sql': 'INSERT INTO users VALUES (1);\n', 'sql/b.sql': 'CREATE TABLE users (id int);\n' },
      {
        'compose.yml': compose(MOUNT.replace('/docker-entrypoint-initdb.d', '/data')),
        'sql/a.sql': 'INSERT INTO users VALUES (1);\n',
        'sql/b.sql': 'CREATE TABLE users (id int);\n',
      },
    ],
  },
};
