import type { Extractor } from '../../extractor.ts';
import { Unreadable, type Fact } from '../../fact.ts';
import { isPlaceholder, type Source } from '../../read/source.ts';
import { withoutPassword } from '../../variable.ts';

export const nginx: Extractor = {
  name: 'nginx',
  subjects: ['port.listen', 'server.name', 'server.root', 'proxy.location', 'proxy.pass', 'proxy.upstream'],
  limit: 128 * 1024,
  reads: (path) => /(?:^|\/)nginx\.conf$|\.nginx$|nginx.*\.conf(?:\.template)?$/i.test(path),
  *facts(source) {
    const statements = statementsOf(source);
    const servers = new Map<string, string[]>();
    for (const { name, words, inside } of statements) {
      const upstream = inside.at(-1);
      if (name !== 'server' || upstream?.name !== 'upstream' || words[0] === undefined) continue;
      const key = upstream.words[0] ?? '';
      servers.set(key, [...(servers.get(key) ?? []), words[0].text]);
    }
    const rewritten = new Set(statements.filter(({ name }) => name === 'rewrite').map(({ inside }) => inside.at(-1)));
    for (const statement of statements) {
      const rewrites = statement.inside.some((block) => rewritten.has(block));
      yield* statementFacts(source, statement, { servers, rewrites });
    }
  },
};

/** The location that a statement stands in. */
interface OfLocation {
  readonly by: string;
  readonly location?: string;
  readonly modifier?: string;
}

interface Word {
  readonly text: string;
  readonly line: number;
}

interface Statement {
  readonly name: string;
  readonly line: number;
  readonly words: readonly Word[];
  /** The blocks around it, from the outermost on. */
  readonly inside: readonly { readonly name: string; readonly words: readonly string[]; readonly line: number }[];
}

// `${NAME}` of a template is part of a word, although it has braces.
const TOKEN =
  /[^\S\n]+|\n|#[^\n]*|"(?:[^"\\]+|\\[\s\S])*"|'(?:[^'\\]+|\\[\s\S])*'|[;{}]|(?:\$\{\w{1,80}\}|\\.|[^\s;{}\\])+|[\s\S]/g;

function statementsOf(source: Source): Statement[] {
  const found: Statement[] = [];
  let inside: Statement['inside'] = [];
  let words: Word[] = [];
  let line = 1;
  const refuse = (because: string, at: number): never => {
    throw new Unreadable(
      isPlaceholder(source.text) ? `is a template, not an nginx configuration: it ${because}` : because,
      at,
    );
  };
  for (const [token] of source.text.matchAll(TOKEN)) {
    const at = line;
    if (token === '\n' || /^["']/.test(token)) line += token.split('\n').length - 1;
    const [first] = words;
    if (token === ';' || token === '{') {
      if (first === undefined) return refuse(`has a "${token}" without a name`, at);
      const rest = words.slice(1);
      found.push({ name: first.text, line: first.line, words: rest, inside });
      if (token === '{')
        inside = [...inside, { name: first.text, words: rest.map(({ text }) => text), line: first.line }];
      if (inside.length > 40) return refuse('is nested too deeply to be read', at);
      words = [];
    } else if (token === '}') {
      if (first !== undefined) return refuse(`has no ";" after "${first.text.slice(0, 40)}"`, first.line);
      if (inside.length === 0) return refuse('has one "}" too many', at);
      inside = inside.slice(0, -1);
    } else if (token.trim() !== '' && !token.startsWith('#')) {
      words.push({ text: token.replace(/^(["'])([\s\S]*)\1$/, '$2'), line: at });
    }
  }
  const [open] = words;
  if (open !== undefined) return refuse(`has no ";" after "${open.text.slice(0, 40)}"`, open.line);
  const last = inside.at(-1);
  if (last !== undefined) return refuse(`does not close the block "${last.name}"`, last.line);
  return found;
}

/** The meaning of a statement, given the rest of the file. */
interface Around {
  /** Those of each upstream. */
  readonly servers: ReadonlyMap<string, string[]>;
  /** Whether a `rewrite` changes the path first. */
  readonly rewrites: boolean;
}

function statementFacts(source: Source, statement: Statement, whole: Around): Fact[] {
  const { name, words, inside } = statement;
  const [first] = words;
  if (first === undefined) return [];
  const place = inside.findLast((block) => block.name === 'location')?.words;
  const at = place?.at(-1);
  const modifier = place?.length === 2 ? { modifier: place[0] ?? '' } : {};
  const of = { by: 'nginx', ...(at === undefined ? {} : { location: at, ...modifier }) };
  const isVariable = first.text.includes('$');
  switch (name) {
    case 'listen':
      return listened(source, words);
    case 'server_name':
      return named(source, words);
    case 'root':
    case 'alias':
      return isVariable
        ? []
        : source.fact('server.root', first.text, first.line, name === 'alias' ? { ...of, alias: true } : of);
    case 'location':
      return location(source, first, words.at(-1) ?? first);
    case 'server':
      return isVariable ? [] : server(source, first, inside.at(-1));
    default:
      return PASS.test(name) ? passed(source, name, first, of, whole) : [];
  }
}

function server(source: Source, { text, line }: Word, around: Statement['inside'][number] | undefined): Fact[] {
  if (around?.name !== 'upstream') return [];
  return source.fact('proxy.upstream', text, line, { by: 'nginx', upstream: around.words[0] ?? '' });
}

function named(source: Source, words: readonly Word[]): Fact[] {
  return words.flatMap(({ text, line }) =>
    text === '_' || text.includes('$') ? [] : source.fact('server.name', text, line, { by: 'nginx' }),
  );
}

function location(source: Source, first: Word, path: Word): Fact[] {
  // `@name` is not a path: only internal requests get there.
  if (path.text.startsWith('@')) return [];
  const modifier = path === first ? {} : { modifier: first.text };
  return source.fact('proxy.location', path.text, path.line, { by: 'nginx', ...modifier });
}

const PASS = /^(?:proxy|grpc|fastcgi|uwsgi|scgi)_pass$/;

function passed(source: Source, name: string, to: Word, of: OfLocation, { servers, rewrites }: Around): Fact[] {
  // If a variable is part of the host, nothing is known.
  if (/^(?:\w+:\/\/)?[^/]*\$/.test(to.text)) return [];
  const behind = servers.get(/^(?:\w+:\/\/)?([^/:]+)/.exec(to.text)?.[1] ?? '');
  const protocol = name === 'proxy_pass' ? {} : { protocol: name.replace('_pass', '') };
  const more = {
    ...of,
    ...protocol,
    ...(rewrites ? { rewrites } : {}),
    ...(behind === undefined ? {} : { servers: behind }),
  };
  return source.fact('proxy.pass', withoutPassword(to.text), to.line, more);
}

function listened(source: Source, words: readonly Word[]): Fact[] {
  const [first, ...more] = words;
  const [, port] = /^(?:\[[\da-f:]*\]:|[\w.*-]+:)?(\d{1,5})$/i.exec(first?.text ?? '') ?? [];
  if (first === undefined || port === undefined) return [];
  const ssl = more.some(({ text }) => text === 'ssl') ? { ssl: true } : {};
  return source.fact('port.listen', Number(port), first.line, { by: 'nginx', ...ssl });
}
