import type { FactAbout } from '../fact.ts';
import type { Purpose } from '../purpose.ts';
import type { Source } from '../read/source.ts';

const SAID =
  /^#.*\b(?:for (?:[\w-]+ )?(development|testing|demo(?:nstration)?s?)|(development|testing) only|(development|testing|demo|example|sample|benchmark) (?:use|usage|purposes|stack|setup|environment|compose|configuration))\b/i;

/** The purpose that a file states in its first comments, unless they mention production as well. */
export function headerFacts(source: Source, by: string): FactAbout<'purpose'>[] {
  const head = source.text.split('\n', 8).map((text, at) => ({ text, line: at + 1 }));
  const comments = head.filter(({ text }) => text.startsWith('#'));
  if (comments.some(({ text }) => /\bprod/i.test(text))) return [];
  return comments.flatMap(({ text, line }) => {
    const [, first, second, third] = SAID.exec(text) ?? [];
    const word = first ?? second ?? third;
    return word === undefined ? [] : source.fact('purpose', purposeOf(word.toLowerCase()), line, { by });
  });
}

function purposeOf(word: string): Purpose {
  return word === 'development' ? 'development' : /^(?:testing|benchmark)$/.test(word) ? 'test' : 'example';
}
