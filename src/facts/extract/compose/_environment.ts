import { withMore, type Fact } from '../../fact.ts';
import type { Source } from '../../read/source.ts';
import { isSecretName, referencesOf } from '../../variable.ts';
import type { Yaml } from '../../read/yaml.ts';
import { pairsOf, type OfService } from './_compose.ts';
import { secretFacts, variableFacts } from '../_container.ts';
import { ESCAPED, joined, LONG, spread } from '../_script.ts';
import { isUsual } from '../_usual.ts';

/** Variables that a service sets or hands on. */
export function* environmentFacts(source: Source, environment: Yaml, of: OfService): Iterable<Fact> {
  const pairs = pairsOf(environment);
  const names = new Set(pairs.flatMap(({ name, value }) => (isSecretName(name) ? [] : [value])));
  for (const { name, value, line } of pairs) {
    if (value === undefined) yield* source.fact('variable.passed', name, line, { ...of, required: false });
    else
      for (const fact of variableFacts(source, name, value.replaceAll('$$', ESCAPED), line, of))
        yield fact.subject === 'secret.literal'
          ? withMore(fact, markedAs(value, isUsual(value, isSecretName(name), names)))
          : fact;
  }
}

/** Attributes of a hard-coded secret: a usual one, or only a default. */
function markedAs(value: string, usual: boolean): { usual?: true; default?: true } {
  return { ...(usual ? { usual } : {}), ...(/^\$\{\w+:?-[^]*\}$/.test(value) ? { default: true } : {}) };
}

/** Every variable that compose fills in, anywhere in the file. */
export function* references(
  source: Source,
  lines: readonly string[],
  at: Yaml,
  of: { readonly by: string; readonly service?: string },
): Iterable<Fact> {
  for (const child of [...at.items(), ...at.entries().map(([, value]) => value)])
    yield* references(source, lines, child, of);
  const text = at.text?.replaceAll('$$', '') ?? '';
  if (!text.includes('$') || text.length > LONG) return;
  const places = joined(spread(lines, at.text ?? '', at.line));
  for (const { name, required, default: given } of referencesOf(text)) {
    const line = places.lineAt((at.text ?? '').search(new RegExp(`\\$\\{?${name}\\b`)));
    const isSecret = isSecretName(name);
    const value = given === undefined || isSecret || given.includes('$') ? {} : { default: given };
    yield* source.fact('variable.passed', name, line, { ...of, required, ...value });
    if (isSecret && given !== undefined && given !== '')
      yield* secretFacts(source, name, given, line, { ...of, default: true });
  }
}
