import { Unreadable, type Fact } from '../../../src/facts/fact.ts';
import type { Extractor } from '../../../src/facts/extractor.ts';
import { isFact } from '../../../src/facts/is-fact.ts';
import { Source } from '../../../src/facts/read/source.ts';

/** The facts of a text as lines that a person can compare; one that is not as it is declared is an error. */
export function factsOf(extractor: Extractor, path: string, text: string | Uint8Array): string[] {
  if (!extractor.reads(path)) throw new Error(`${extractor.name} does not read ${path}`);
  const content = typeof text === 'string' ? Buffer.from(text) : text;
  return [...extractor.facts(new Source(path, content))].map((fact) => said(extractor, fact));
}

function said(extractor: Extractor, fact: Fact): string {
  const { subject, value, line, attributes, sure } = fact;
  if (!extractor.subjects.includes(subject)) throw new Error(`${extractor.name} does not declare ${subject}`);
  if (!isFact(fact)) throw new Error(`${subject} is not as it is declared: ${JSON.stringify(fact)}`);
  // Tests of other attributes would repeat every command.
  const { words: _words, programs: _programs, ...shown }: Readonly<Record<string, unknown>> = attributes ?? {};
  const more = attributes === undefined ? '' : ` ${JSON.stringify(shown)}`;
  return `${subject} ${value} @${line}${more}${sure === 'stated' ? '' : ` ${sure}`}`;
}

/** Why a text is not read: `line: because`. */
export function refused(extractor: Extractor, path: string, text: string | Uint8Array): string {
  try {
    factsOf(extractor, path, text);
  } catch (error) {
    if (error instanceof Unreadable) return `${error.line}: ${error.message}`;
    throw error;
  }
  return 'was read';
}
