import type { Fact } from '../../fact.ts';
import type { Source } from '../../read/source.ts';

export const ASKED_SUBJECTS = ['variable.asked'] as const;

const NAME = /(["'`])([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)\1/g;

/**
 * `optional("MAIL_FROM")`, if the same file contains `process.env[name]` or `os.getenv(name)`: any of its names may be a
 * variable.
 */
export function* askedFacts(source: Source, text: string, isDynamic: RegExp): Generator<Fact> {
  if (!isDynamic.test(text)) return;
  const said = new Set<string>();
  for (const { 2: name = '', index } of text.matchAll(NAME)) {
    if (said.has(name)) continue;
    said.add(name);
    yield* source.fact('variable.asked', name, source.lineAt(index), undefined, 'guessed');
  }
}
