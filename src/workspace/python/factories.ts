import { told, type Fact } from '../fact.ts';
import type { Source } from '../source.ts';
import { argumentsAt, splitAtCommas } from './expression.ts';
import type { Statement } from './statements.ts';

/** A function that gives an application, by its annotation or because it makes one and returns something. */
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
  const { positional, named } = argumentsAt(text, open);
  const pairs = [...positional.map((value, at) => [String(at), value] as const), ...named];
  const plain = pairs.filter(([, value]) => /^[A-Za-z_][\w.]*$/.test(value));
  return plain.length === 0 ? {} : { given: Object.fromEntries(plain) };
}

/** What tells where the file has to be imported from: names that must be found beside it, and how far `..` goes. */
export function importsOf(source: Source, facts: readonly Fact[], line: number): Fact[] {
  const modules = facts.flatMap((fact) => (fact.subject === 'router.import' ? (told(fact, 'module') ?? []) : []));
  const names = new Set(modules.flatMap((module) => (module.startsWith('.') ? [] : (module.split('.')[0] ?? []))));
  const dots = Math.max(0, ...modules.map((module) => /^\.*/.exec(module)?.[0].length ?? 0));
  return source.fact('application.imports', [...names].join(' ') || '.', line, { dots });
}
