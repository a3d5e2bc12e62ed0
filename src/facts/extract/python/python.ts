import type { Extractor } from '../../extractor.ts';
import type { Fact } from '../../fact.ts';
import { ASKED_SUBJECTS, askedFacts } from '../variables/_asked.ts';
import { ENVIRONMENT_SUBJECTS, environmentFacts } from '../../python/environment.ts';
import { argumentsAt, stringOf } from '../../python/expression.ts';
import { hasRoles, roleFacts, ROLE_SUBJECTS } from '../../python/roles.ts';
import { constantFacts, ROUTE_SUBJECTS, routeFacts } from '../../python/routes.ts';
import { SETTINGS_SUBJECTS, settingsFacts } from '../../python/settings.ts';
import { statementsOf, type Statement } from '../../python/statements.ts';
import type { Source } from '../../read/source.ts';
import { withoutPassword } from '../../variable.ts';

const ROUTING = /FastAPI|Router\b|\.include_router\(|^\s*@\s*[\w.]+\.(?:get|post|put|patch|delete|websocket)\s*\(/m;
/** A variable whose name is an argument of the function. */
const BY_NAME = /\b(?:environ\s*\[|environ\.get\s*\(|getenv\s*\()\s*[a-z_]\w*\s*[,)\]]/;
/** A module that only hands on the router of another. */
const PASSED_ON = /^from\s+[\w.]+\s+import\s+(?:\w+_)?router\b/m;
/** `app = create_app()`: the function may be in another file. */
const MADE = /^\w*(?:app|api|server|asgi)\w*\s*(?::[^=\n]+)?=\s*(?:[\w.]+\.)?[a-z_]\w*\(/im;
const CONSTANT = /^\s*(?:[A-Z][A-Z0-9_]*|\w*(?:prefix|api|version|path|root)\w*)\s*(?::\s*\w+\s*)?=\s*["']\//m;
const TABLES = /CREATE TABLE|create table|__tablename__|create_table|Table\(|table ?= ?True/;
const ENVIRONMENT = /\benvvar\b|\benviron\b|\bgetenv\b|\bdecouple\b|\benvirons\b|\bstarlette\.config\b/;
/** What a constant that is a path looks like, whatever it is called. */
const ASSIGNED = ['= "/', "= '/", '="/', "='/"];

const ADDRESS = /\b(postgres(?:ql)?|mysql|mariadb|sqlite|mongodb|rediss?|amqps?)(?:\+\w+)?:\/\/[^\s"'`)\]},]+/;
const HERE = /\bhttps?:\/\/(localhost|127\.0\.0\.1|0\.0\.0\.0):(\d{2,5})\b/;

/** Python code: it is read, never run. Most files contain nothing relevant and are only searched. */
export const python: Extractor = {
  name: 'python',
  subjects: [
    ...ROUTE_SUBJECTS,
    ...ENVIRONMENT_SUBJECTS,
    ...SETTINGS_SUBJECTS,
    ...ASKED_SUBJECTS,
    ...ROLE_SUBJECTS,
    'table',
    'start.application',
    'route.token',
    'port.listen',
    'port.named',
    'database.address',
    'cache.address',
  ],
  reads: (path) => path.endsWith('.py'),
  *facts(source) {
    const { text } = source;
    const passesOn = (source.name === '__init__.py' && /router|app|api/i.test(text)) || PASSED_ON.test(text);
    const routes = passesOn || ROUTING.test(text) || MADE.test(text);
    const settings = text.includes('BaseSettings');
    const each = readersOf(text);
    const environment = ENVIRONMENT.test(text);
    if (!routes && !settings && !environment && each.length === 0) return;
    // A string as a statement explains something; an example in it is not code.
    const { statements: all, broken } = statementsOf(text);
    const statements = all.filter((one) => !/^[rub]{0,2}["']/i.test(one.text));
    if (routes) yield* routeFacts(source, statements);
    if (settings) yield* settingsFacts(source, statements);
    if (environment) {
      yield* environmentFacts(source, statements);
      const shown = statements.map((one) => one.text).join('\n');
      if (BY_NAME.test(shown)) yield* askedFacts(source, text, BY_NAME);
    }
    for (const statement of statements) for (const read of each) yield* read(source, statement);
    if (broken !== undefined) throw broken;
  },
};

/** What to look for in each statement of a text. */
function readersOf(text: string): ((source: Source, statement: Statement) => Generator<Fact>)[] {
  const has = (needles: readonly string[]): boolean => needles.some((needle) => text.includes(needle));
  return [
    ...(TABLES.test(text) ? [tables] : []),
    ...(text.includes('uvicorn') ? [servers] : []),
    ...(text.includes('://') && (ADDRESS.test(text) || HERE.test(text)) ? [addresses] : []),
    ...(text.includes('tokenUrl') ? [tokens] : []),
    ...(hasRoles(text) ? [roleFacts] : []),
    ...(has(ASSIGNED) && CONSTANT.test(text) ? [constantFacts] : []),
  ];
}

function* tables(source: Source, { text, line }: Statement): Generator<Fact> {
  const named = /^__tablename__\s*(?::[^=]+)?=\s*(["'])(\w+)\1/.exec(text)?.[2];
  if (named !== undefined) yield* source.fact('table', named, line, { by: 'sqlalchemy' });
  const model = /^class\s+(\w+)\s*\([^]*\btable\s*=\s*True/.exec(text)?.[1];
  if (model !== undefined) yield* source.fact('table', model.toLowerCase(), line, { by: 'sqlmodel' }, 'derived');
  for (const [, name] of text.matchAll(/\bCREATE TABLE (?:IF NOT EXISTS )?["`]?(?:\w+\.)?(\w+)/gi)) {
    if (name !== undefined) yield* source.fact('table', name, line, { by: 'sql in code' });
  }
  const made = /(?:\bop\.create_table|\bTable)\s*\(\s*(["'])(\w+)\1/.exec(text)?.[2];
  if (made !== undefined)
    yield* source.fact('table', made, line, { by: text.includes('create_table') ? 'migration' : 'sqlalchemy' });
}

function* servers(source: Source, { text, line }: Statement): Generator<Fact> {
  const call = /\buvicorn\.(?:run|Config)\s*\(/.exec(text);
  if (call === null) return;
  const { positional, named } = argumentsAt(text, call.index + call[0].length - 1);
  const app = positional[0] ?? named.get('app') ?? '';
  const name = stringOf(app) ?? (/^\w+$/.test(app) ? `:${app}` : '');
  const port = Number(named.get('port'));
  const isPort = Number.isInteger(port) && port > 0;
  yield* source.fact('start.application', name, line, { by: 'python', runner: 'uvicorn', ...(isPort ? { port } : {}) });
  if (isPort) yield* source.fact('port.listen', port, line, { by: 'python', runner: 'uvicorn' });
}

function* tokens(source: Source, { text, line }: Statement): Generator<Fact> {
  const call = /\bOAuth2PasswordBearer\s*\(/.exec(text);
  if (call === null) return;
  const url = stringOf(argumentsAt(text, call.index + call[0].length - 1).named.get('tokenUrl'));
  if (url !== undefined && !url.includes('://')) yield* source.fact('route.token', url, line);
}

function* addresses(source: Source, { text, line }: Statement): Generator<Fact> {
  if (!text.includes('://')) return;
  const at = (index: number): number => line + (text.slice(0, index).match(/\n/g)?.length ?? 0);
  for (const match of text.matchAll(new RegExp(ADDRESS, 'g'))) {
    // A value that is filled in at run time, or a pattern that is not an address.
    if (/[{|\\<]|:\/\/\/?$/.test(match[0])) continue;
    const subject = /^(?:redis|amqp)/.test(match[1] ?? '') ? 'cache.address' : 'database.address';
    yield* source.fact(subject, withoutPassword(match[0]), at(match.index));
  }
  for (const match of text.matchAll(new RegExp(HERE, 'g'))) {
    yield* source.fact('port.named', Number(match[2]), at(match.index), { host: match[1] ?? '' });
  }
}
