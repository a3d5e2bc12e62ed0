import type { Extractor } from '../../extractor.ts';
import type { Fact } from '../../fact.ts';
import type { Source } from '../../read/source.ts';
import { isStandIn } from '../../redact.ts';
import { Cursor } from './_sql-cursor.ts';
import { sqlTokens, type SqlToken } from './_sql-tokens.ts';

const STATEMENTS: Readonly<Record<string, (cursor: Cursor) => Fact[]>> = {
  CREATE: created,
  ALTER(cursor) {
    if (cursor.skip('TABLE')) return altered(cursor.skipAll('IF', 'EXISTS', 'ONLY'));
    return cursor.skip('USER', 'ROLE') ? passwordOf(cursor, cursor.name() ?? cursor.string()) : [];
  },
  DROP: (cursor) =>
    cursor.isFirst && cursor.skip('TABLE')
      ? cursor.source.fact('table.dropped', ...named(cursor, cursor.skipAll('IF', 'EXISTS').qualified()?.token))
      : [],
  REFERENCES: (cursor) => (cursor.skip('ON') ? [] : used(cursor, 'references')),
  INSERT: inserted,
  REPLACE: inserted,
  COPY: (cursor) => (cursor.isFirst ? used(cursor, 'copy') : []),
  USE: (cursor) =>
    cursor.isFirst ? cursor.source.fact('database.name', ...named(cursor, cursor.name()), { by: 'use' }) : [],
};

/** SQL of PostgreSQL first, with what MySQL, SQLite and psql write differently. */
export const sql: Extractor = {
  name: 'sql',
  subjects: [
    'table.dropped',
    'table',
    'table.used',
    'view',
    'index',
    'database.name',
    'database.user',
    'secret.literal',
    'path.named',
  ],
  reads: (path) => path.endsWith('.sql'),
  *facts(source) {
    const tokens = sqlTokens(source);
    for (const [index, { kind, text, at }] of tokens.entries()) {
      if (kind === 'meta') yield* metaFacts(source, text, source.lineAt(at));
      if (kind === 'string') yield* executed(source, text, source.lineAt(at));
      if (kind !== 'word' || text.length > 10) continue;
      yield* STATEMENTS[text.toUpperCase()]?.(new Cursor(source, tokens, index)) ?? [];
    }
  },
};

/** `SELECT 'CREATE DATABASE a' WHERE NOT EXISTS (…) \\gexec`: psql and `EXECUTE` run what the text says. */
function* executed(source: Source, text: string, line: number): Generator<Fact> {
  const [, kind, name] = /^\s*create\s+(database|user|role)\s+"?(\w+)\b/i.exec(text) ?? [];
  if (kind === undefined || name === undefined) return;
  const subject = kind.toLowerCase() === 'database' ? 'database.name' : 'database.user';
  yield* source.fact(subject, name, line, { by: 'create' }, 'derived');
}

function created(cursor: Cursor): Fact[] {
  cursor.skipAll('OR', 'REPLACE', 'GLOBAL', 'LOCAL', 'UNLOGGED', 'FOREIGN', 'VIRTUAL');
  const isTemporary = cursor.skip('TEMP', 'TEMPORARY');
  const isUnique = cursor.skip('UNIQUE');
  if (cursor.skip('TABLE')) return table(cursor.skipAll('IF', 'NOT', 'EXISTS'), isTemporary ? { temporary: true } : {});
  if (cursor.skipAll('RECURSIVE', 'MATERIALIZED').skip('VIEW'))
    return cursor.source.fact('view', ...named(cursor, cursor.skipAll('IF', 'NOT', 'EXISTS').qualified()?.token), {
      by: 'create',
    });
  if (cursor.skip('INDEX')) return indexed(cursor.skipAll('CONCURRENTLY', 'IF', 'NOT', 'EXISTS'), isUnique);
  if (cursor.skip('DATABASE'))
    return cursor.source.fact('database.name', ...named(cursor, cursor.skipAll('IF', 'NOT', 'EXISTS').name()), {
      by: 'create',
    });
  if (!cursor.skip('USER', 'ROLE', 'LOGIN') || cursor.skip('MAPPING')) return [];
  cursor.skipAll('IF', 'NOT', 'EXISTS');
  const user = cursor.name() ?? cursor.string();
  return [
    ...cursor.source.fact('database.user', ...named(cursor, user), { by: 'create' }),
    ...passwordOf(cursor, user),
  ];
}

/** The value and the line of a fact that is named by this word; of none, where there is no word. */
function named({ source }: Cursor, token: SqlToken | undefined): [value: string, line: number] {
  return token === undefined ? ['', 1] : [token.text, source.lineAt(token.at)];
}

function table(cursor: Cursor, more: { temporary?: true }): Fact[] {
  const { token, schema } = cursor.qualified() ?? {};
  return cursor.source.fact('table', ...named(cursor, token), { by: 'create', ...ofName(token, schema), ...more });
}

function used(cursor: Cursor, by: string): Fact[] {
  const { token, schema } = cursor.qualified() ?? {};
  return cursor.source.fact('table.used', ...named(cursor, token), { by, ...ofName(token, schema) });
}

/** `ALTER TABLE a RENAME TO b`: from here on there is a table b. */
function altered(cursor: Cursor): Fact[] {
  const facts = used(cursor, 'alter');
  return cursor.skip('RENAME') && cursor.skip('TO')
    ? [...facts, ...cursor.source.fact('table', ...named(cursor, cursor.name()), { by: 'rename' })]
    : facts;
}

function ofName(token: SqlToken | undefined, schema: string | undefined): { schema?: string; quoted?: true } {
  return { ...(schema === undefined ? {} : { schema }), ...(token?.kind === 'quoted' ? { quoted: true } : {}) };
}

function inserted(cursor: Cursor): Fact[] {
  cursor.skipAll('OR', 'IGNORE', 'REPLACE', 'ABORT', 'ROLLBACK', 'FAIL', 'LOW_PRIORITY');
  return cursor.skip('INTO') ? used(cursor, 'insert') : [];
}

function indexed(cursor: Cursor, isUnique: boolean): Fact[] {
  let name: SqlToken | undefined;
  if (!cursor.skip('ON')) {
    name = cursor.qualified()?.token;
    if (name === undefined || !cursor.skip('ON')) return [];
  }
  const { token, schema } = cursor.skipAll('ONLY').qualified() ?? {};
  if (token === undefined) return [];
  if (cursor.skip('USING')) cursor.name();
  const of = { table: token.text, columns: cursor.list(), ...(isUnique ? { unique: true } : {}) };
  return [
    ...cursor.source.fact('index', ...named(cursor, name), of),
    ...cursor.source.fact('table.used', ...named(cursor, token), { by: 'index', ...ofName(token, schema) }),
  ];
}

function passwordOf(cursor: Cursor, user: SqlToken | undefined): Fact[] {
  if (user === undefined || !cursor.to('PASSWORD', 'BY')) return [];
  cursor.skip('=');
  const token = cursor.string();
  // A variable of a shell or of a template is not a secret in the file.
  if (token === undefined || /^(\$\{?\w+\}?|%\w*%?|__\w+__|@\w+@|:\w+)$|\{\{|\{%|\$\{/.test(token.text)) return [];
  const of = { by: 'sql', user: user.text, ...(isStandIn(token.text) ? { placeholder: true } : {}) };
  return cursor.source.fact('secret.literal', 'PASSWORD', cursor.source.lineAt(token.at), of);
}

/** A command of psql: `\c shop`, `\ir tables.sql`. */
function metaFacts(source: Source, text: string, line: number): Fact[] {
  const match = /^\\(c|connect|i|ir|include|include_relative)\s+["']?([\w./-]+)["']?(\s|;|$)/.exec(text);
  const [, command = '', what = ''] = match ?? [];
  if (match === null || what.startsWith('-')) return [];
  if (command.startsWith('c')) return source.fact('database.name', what, line, { by: 'connect' });
  const isRelative = command === 'ir' || command === 'include_relative';
  if (what.startsWith('/')) return [];
  return source.fact(
    'path.named',
    what,
    line,
    { by: 'psql', kind: 'file', from: 'file' },
    isRelative ? 'stated' : 'guessed',
  );
}
