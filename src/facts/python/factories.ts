import { attribute, type Fact } from '../fact.ts';
import type { Source } from '../read/source.ts';
import { argumentsAt, splitAtCommas, stringOf } from './expression.ts';
import type { Statement } from './statements.ts';

/** A function that returns an application, by its annotation or because it creates one and returns something. */
export function* factoryFacts(
  source: Source,
  { text, line, indent }: Statement,
  statements: readonly Statement[],
  index: number,
): Generator<Fact> {
  const signature = /^def\s+(\w+)\s*\(([^]*)\)\s*(?:->\s*([^:]+?)\s*)?:/.exec(text);
  if (signature === null || indent > 0) return;
  const [, name = '', parameters = '', returns] = signature;
  const body: string[] = [];
  for (let at = index + 1; (statements[at]?.indent ?? 0) > indent; at += 1) body.push(statements[at]?.text ?? '');
  const makes = body.some((each) => /=\s*(?:[\w.]+\.)?FastAPI\s*\(|^return\s+(?:[\w.]+\.)?FastAPI\s*\(/.test(each));
  const gives = body.some((each) => /^return\b./.test(each));
  const isFactory = returns === undefined ? makes && gives : /\bFastAPI\b/.test(returns);
  if (!isFactory) return;
  const needsNothing = splitAtCommas(parameters).every((one) => /^(?:\*.*|\/|[^]*=[^]*)$/.test(one));
  const returned = /^return\s+(\w+)$/.exec(body.findLast((each) => each.startsWith('return')) ?? '')?.[1];
  const names = splitAtCommas(parameters).map((one) => /^\**(\w*)/.exec(one)?.[1] ?? '');
  yield* source.fact('application.factory', name, line, {
    needsNothing,
    ...(names.length === 0 ? {} : { parameters: names }),
    ...(returned === undefined ? {} : { returns: returned }),
  });
}

/** What a call hands over by a plain name: a router, as often as not. */
export function givenTo(text: string, open: number): { given?: Readonly<Record<string, string>> } {
  const plain = pairsAt(text, open).filter(([, value]) => PLAIN.test(value));
  return plain.length === 0 ? {} : { given: Object.fromEntries(plain) };
}

const PLAIN = /^[A-Za-z_][\w.]*$/;

function pairsAt(text: string, open: number): (readonly [place: string, value: string])[] {
  const { positional, named } = argumentsAt(text, open);
  return [...positional.map((value, at) => [String(at), value] as const), ...named];
}

/** Names that are an application or router wherever they are passed. */
const USUAL = /^(?:_?app|application|fastapi_app|api|router|server)$/;
const TYPES = /\b(?:FastAPI|APIRouter|Starlette)\b/;
const GIVEN = /^(?:[\w.]+\s*(?::[^=]+)?=\s*)?(?:await\s+)?([A-Za-z_][\w.]*)\s*\(/;

/** Functions that take an application or a router, and calls that pass one: they may create routes. */
export function* handedFacts(
  source: Source,
  { text, line, indent }: Statement,
  made: ReadonlySet<string>,
): Generator<Fact> {
  // Most statements are irrelevant, and there are many.
  const isAbout = /app|api|router|server|FastAPI|Starlette/.test(text) || [...made].some((own) => text.includes(own));
  if (!isAbout || !text.includes('(')) return;
  const [, name, parameters = ''] = /^(?:async\s+)?def\s+(\w+)\s*\(([^]*)\)\s*(?:->[^:]+)?:/.exec(text) ?? [];
  if (name !== undefined) {
    const all = splitAtCommas(parameters);
    const names = all.map((one) => /^\**(\w*)/.exec(one)?.[1] ?? '');
    const isHanded = all.some((one, at) => TYPES.test(one) || USUAL.test(names[at] ?? ''));
    const defaults = all.flatMap((one, at) => pathOf(names[at] ?? '', /=\s*([^]+)$/.exec(one)?.[1]?.trim()));
    if (isHanded && indent === 0)
      yield* source.fact('router.function', name, line, { parameters: names, ...pathsOf(defaults) });
    return;
  }
  const call = GIVEN.exec(text);
  const [first = ''] = call?.[1]?.split('.') ?? [];
  if (call === null || made.has(first) || USUAL.test(first)) return;
  const pairs = pairsAt(text, call[0].length - 1);
  const own = pairs.filter(([, value]) => PLAIN.test(value) && (made.has(value) || USUAL.test(value)));
  const others = pairs.filter((pair) => !own.includes(pair)).flatMap(([place, value]) => pathOf(place, value));
  if (own.length > 0)
    yield* source.fact('router.given', call[1] ?? '', line, { given: Object.fromEntries(own), ...pathsOf(others) });
}

/** The path of a parameter or argument; `<?>` if only a run knows it. */
function pathOf(name: string, value: string | undefined): [string, string][] {
  if (value === undefined) return [];
  const text = stringOf(value);
  return [[name, text === '' || text?.startsWith('/') === true ? text : '<?>']];
}

function pathsOf(pairs: readonly [string, string][]): { paths?: Readonly<Record<string, string>> } {
  return pairs.length === 0 ? {} : { paths: Object.fromEntries(pairs) };
}

/** What tells where the file has to be imported from: names that must be found beside it, and how far `..` goes. */
export function importsOf(source: Source, facts: readonly Fact[], line: number): Fact[] {
  const modules = facts.flatMap((fact) => (fact.subject === 'router.import' ? (attribute(fact, 'module') ?? []) : []));
  const names = new Set(modules.flatMap((module) => (module.startsWith('.') ? [] : (module.split('.')[0] ?? []))));
  const dots = Math.max(0, ...modules.map((module) => /^\.*/.exec(module)?.[0].length ?? 0));
  return source.fact('application.imports', [...names].join(' ') || '.', line, { dots });
}

/** Names that others may import: `socket_app = socketio.ASGIApp(sio, app)` is no FastAPI object, and is started. */
export function namesOf(source: Source, statements: readonly Statement[], line: number): Fact[] {
  let apart = Infinity;
  const names = statements.flatMap(({ text, indent }) => {
    if (indent <= apart) apart = Infinity;
    if (indent > apart) return [];
    const defined = /^(?:async\s+def|def|class)\s+(\w+)/.exec(text)?.[1];
    if (defined !== undefined || /^if\s+__name__\b/.test(text)) apart = indent;
    return defined ?? /^(\w+)\s*(?::[^=]+)?=(?!=)/.exec(text)?.[1] ?? [];
  });
  return names.length === 0 ? [] : source.fact('application.names', [...new Set(names)].slice(0, 200).join(' '), line);
}
