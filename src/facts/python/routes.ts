import { attribute, type Fact } from '../fact.ts';
import type { Source } from '../read/source.ts';
import { argumentsAt, splitAtCommas, stringOf, withinBrackets, type Arguments } from './expression.ts';
import { factoryFacts, givenTo, handedFacts, importsOf, namesOf } from './factories.ts';
import type { Statement } from './statements.ts';

export const ROUTE_SUBJECTS = [
  'application',
  'application.made',
  'application.imports',
  'application.names',
  'application.factory',
  'router',
  'router.open',
  'router.included',
  'router.function',
  'router.given',
  'router.import',
  'route',
  'route.websocket',
  'route.mount',
  'constant',
] as const;

const METHODS = 'get|put|post|delete|options|head|patch|trace';
const DECORATED = new RegExp(`^@\\s*([\\w.]+)\\.(${METHODS}|api_route|route|websocket|websocket_route)\\s*\\(`);
const CALLED =
  /^([\w.]+)\.(include_router|mount|add_api_route|add_route|add_api_websocket_route|add_websocket_route)\s*\(/;
const MADE = /^([\w.]+)\s*(?::[^=]+)?=\s*(?:await\s+)?(?:[\w.]+\.)?(\w+)\s*\(/;

/** The routes of a file: applications, routers, where they are included, and routes as they are declared. */
export function* routeFacts(source: Source, statements: readonly Statement[]): Generator<Fact> {
  const facts = [...everyFact(source, statements)];
  const used = new Set(facts.flatMap(namesUsed));
  const maker = facts.find(({ subject }) => subject.startsWith('application'));
  if (maker !== undefined) {
    yield* importsOf(source, facts, maker.line);
    yield* namesOf(source, statements, maker.line);
  }
  const isPackage = source.name === '__init__.py';
  for (const fact of facts) {
    // Only imports that a route may belong to: otherwise every import of every module would be a fact.
    if (
      fact.subject !== 'router.import' ||
      used.has(fact.value) ||
      (isPackage ? /router|app|api/i : /^(?:\w+_)?(?:router|app|api)$/).test(fact.value)
    )
      yield fact;
  }
}

function namesUsed(fact: Fact): string[] {
  const { subject, value } = fact;
  if (subject === 'router.import') return [];
  const included = /^router\.(?:included|given)$/.test(subject) ? String(value) : '';
  const hands = fact.subject === 'router.given' || fact.subject === 'application.made';
  const given = hands ? Object.values(fact.attributes?.given ?? {}) : [];
  const names = [included, ...given, ...(['on', 'into', 'call', 'what'] as const).map((name) => attribute(fact, name))];
  const prefix = /<([\w.]+)>/.exec(`${attribute(fact, 'prefix') ?? ''}${String(value)}`)?.[1];
  return [...names, prefix].flatMap((name) => name?.split(/[.(]/)[0] ?? []);
}

function* everyFact(source: Source, statements: readonly Statement[]): Generator<Fact> {
  let apart = Infinity; // the indent of a function, class or main block, whose names cannot be imported
  const named = new Set<string>();
  const imported = new Set<unknown>();
  for (const [index, statement] of statements.entries()) {
    const { text, line, indent } = statement;
    if (indent <= apart) apart = Infinity;
    const isInside = indent > apart;
    const made = MADE.exec(text);
    if (made !== null && /FastAPI$|Router$/.test(made[2] ?? '')) named.add(made[1] ?? '');
    yield* handedFacts(source, statement, named);
    if (made !== null) yield* madeFacts(source, statement, made, isInside);
    else if (text.startsWith('@')) yield* decorated(source, statement, handlerAt(statements, index));
    else if (text.startsWith('from ') || text.startsWith('import ')) {
      for (const fact of importFacts(source, statement)) {
        // An import inside a function under a name that the file already imports is valid only there.
        if (!isInside) imported.add(fact.value);
        else if (imported.has(fact.value)) continue;
        yield fact;
      }
    } else {
      const called = CALLED.exec(text);
      if (called !== null) yield* calledFacts(source, line, text, called, loopAround(statements, index));
    }
    yield* factoryFacts(source, statement, statements, index);
    if (!isInside && /^(?:async\s+def|def|class|if\s+__name__)\b/.test(text)) apart = indent;
  }
}

function* madeFacts(
  source: Source,
  { line, text }: Statement,
  made: RegExpExecArray,
  inside: boolean,
): Generator<Fact> {
  const [whole, name = '', maker = ''] = made;
  const { named } = argumentsAt(text, whole.length - 1);
  if (maker === 'FastAPI') {
    const root = stringOf(named.get('root_path'));
    yield* source.fact('application', name, line, { inside, ...(root === undefined ? {} : { root }) });
  } else if (maker.endsWith('Router')) {
    const prefix = pathExpression(named.get('prefix'));
    yield* source.fact('router', name, line, prefix === undefined ? {} : { prefix });
  } else if (!inside && /^[a-z_]\w*$/.test(maker) && /app|api|server|asgi/i.test(name)) {
    yield* source.fact('application.made', name, line, { call: maker, ...givenTo(text, whole.length - 1) });
  }
}

/** The name of the function that the decorators at `index` decorate. */
function handlerAt(statements: readonly Statement[], index: number): string | undefined {
  for (let at = index + 1; at < statements.length; at += 1) {
    const { text = '' } = statements[at] ?? {};
    if (!text.startsWith('@')) return /^(?:async\s+def|def|class)\s+(\w+)/.exec(text)?.[1];
  }
  return undefined;
}

function* decorated(source: Source, { line, text }: Statement, handler: string | undefined): Generator<Fact> {
  const match = DECORATED.exec(text);
  if (match === null) return;
  const [whole, on = '', kind = ''] = match;
  const { positional, named } = argumentsAt(text, whole.length - 1);
  const path = pathExpression(positional[0] ?? named.get('path'));
  if (path === undefined) return;
  const of = { on, ...(handler === undefined ? {} : { handler }), ...hidden(named) };
  if (kind.startsWith('websocket')) yield* source.fact('route.websocket', path || '/', line, of);
  else for (const method of methodsOf(kind, named)) yield* source.fact('route', `${method} ${path}`, line, of);
}

function hidden(named: ReadonlyMap<string, string>): { hidden?: true } {
  return named.get('include_in_schema') === 'False' ? { hidden: true } : {};
}

function methodsOf(kind: string, named: ReadonlyMap<string, string>): string[] {
  if (new RegExp(`^(?:${METHODS})$`).test(kind)) return [kind.toUpperCase()];
  const said = named.get('methods');
  if (said === undefined) return ['GET'];
  return splitAtCommas(withinBrackets(said, 0)).flatMap((part) => stringOf(part)?.toUpperCase() ?? []);
}

interface Loop {
  readonly variable: string;
  readonly values: readonly string[];
}

/** A statement in `for module in ROUTERS:`, if the same file defines the list. */
function loopAround(statements: readonly Statement[], index: number): Loop | undefined {
  const own = statements[index]?.indent ?? 0;
  for (let at = index - 1; at >= 0; at -= 1) {
    const { text, indent } = statements[at] ?? { text: '', indent: 0 };
    if (indent >= own) continue;
    const [, variable, list = ''] = /^for\s+(\w+)\s+in\s+([^]+):$/.exec(text) ?? [];
    if (variable === undefined) return undefined;
    const named = /^\w+$/.test(list)
      ? statements.find((one) => new RegExp(`^${list}\\s*(?::[^=]+)?=[^=]`).test(one.text))
      : undefined;
    const values = /^(?:\w+\s*(?::[^=]+)?=\s*)?[([]([^]*)[)\]]$/.exec(named?.text ?? list)?.[1];
    return values === undefined ? undefined : { variable, values: splitAtCommas(values) };
  }
  return undefined;
}

function* calledFacts(
  source: Source,
  line: number,
  text: string,
  [whole, on = '', verb = '']: RegExpExecArray,
  loop: Loop | undefined,
): Generator<Fact> {
  const given = argumentsAt(text, whole.length - 1);
  if (verb === 'include_router') {
    yield* includedFacts(source, line, on, given, loop);
    return;
  }
  const { positional, named } = given;
  const path = pathExpression(positional[0] ?? named.get('path'));
  if (path === undefined) return;
  if (verb === 'mount') {
    const what = positional[1] ?? named.get('app') ?? '';
    yield* source.fact('route.mount', path || '/', line, { on, what: what.slice(0, 80).replaceAll(/\s+/g, ' ') });
  } else if (verb.includes('websocket')) yield* source.fact('route.websocket', path, line, { on });
  else
    for (const method of methodsOf('', named))
      yield* source.fact('route', `${method} ${path}`, line, { on, ...hidden(named) });
}

function* includedFacts(
  source: Source,
  line: number,
  on: string,
  { positional, named }: Arguments,
  loop: Loop | undefined,
): Generator<Fact> {
  const router = positional[0] ?? named.get('router') ?? '';
  if (!/^[\w.]+$/.test(router)) {
    // `users.get_auth_router(backend)`: only a run can tell its routes.
    yield* source.fact('router.open', router.slice(0, 80).replaceAll(/\s+/g, ' '), line, { into: on });
    return;
  }
  const prefix = pathExpression(named.get('prefix'));
  const of = { into: on, ...(prefix === undefined ? {} : { prefix }), ...hidden(named) };
  const [first = '', ...rest] = router.split('.');
  if (loop?.variable !== first) {
    yield* source.fact('router.included', router, line, of);
    return;
  }
  for (const value of loop.values)
    yield* source.fact('router.included', [value, ...rest].join('.'), line, of, 'derived');
}

/**
 * A path, or the name that stands for one in `<…>`: `settings.API_V1_STR` can only be resolved with all files. `<?>` is created
 * at run time. Undefined if none is given.
 */
function pathExpression(expression: string | undefined): string | undefined {
  if (expression === undefined) return undefined;
  const text = stringOf(expression);
  if (text !== undefined) return text;
  const formatted = /^f(["'])((?:[^"'\\\n])*)\1$/.exec(expression);
  if (formatted?.[2] !== undefined)
    return formatted[2].replaceAll(/\{([\w.]+)\}/g, '<$1>').replaceAll(/\{[^}]*\}/g, '<?>');
  return /^[A-Za-z_][\w.]*$/.test(expression) ? `<${expression}>` : '<?>';
}

function* importFacts(source: Source, { text, line }: Statement): Generator<Fact> {
  const from = /^from\s+(\.*)([\w.]*)\s+import\s+([^]+)$/.exec(text);
  if (from !== null) {
    const [, dots = '', module = '', names = ''] = from;
    for (const part of splitAtCommas(names.replaceAll(/[()]/g, ''))) {
      const [, name = '', as = name] = /^(\w+)(?:\s+as\s+(\w+))?/.exec(part) ?? [];
      yield* source.fact('router.import', as, line, { module: `${dots}${module}`, name });
    }
    return;
  }
  for (const part of splitAtCommas(text.slice('import '.length))) {
    const [, module = '', as = module] = /^([\w.]+)(?:\s+as\s+(\w+))?/.exec(part) ?? [];
    yield* source.fact('router.import', as, line, { module, name: '' });
  }
}

/** Paths that have a name of their own, at the top of a module or in a class of settings. */
export function* constantFacts(source: Source, { text, line }: Statement): Generator<Fact> {
  const match =
    /^([A-Z][A-Z0-9_]*|\w*(?:prefix|api|version|path|root)\w*)\s*(?::[^=]+)?=\s*(["'])(\/[\w/{}.-]*)\2$/.exec(text);
  if (match?.[1] !== undefined && match[3] !== undefined)
    yield* source.fact('constant', match[1], line, { text: match[3] });
}
