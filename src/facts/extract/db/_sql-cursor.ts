import type { Source } from '../../read/source.ts';
import type { SqlToken } from './_sql-tokens.ts';

/** The number of tokens that are searched for a word, so that a file without a semicolon is fast. */
const LOOK = 30;
const FAR = 120;

/** A position among the tokens, which moves forward over what it reads. */
export class Cursor {
  readonly source: Source;
  readonly #tokens: readonly SqlToken[];
  readonly #first: number;
  #at: number;

  constructor(source: Source, tokens: readonly SqlToken[], at: number) {
    [this.source, this.#tokens, this.#first, this.#at] = [source, tokens, at, at + 1];
  }

  /** Whether a statement begins where this cursor was made. */
  get isFirst(): boolean {
    const before = this.#tokens[this.#first - 1];
    return (
      before === undefined ||
      before.kind === 'meta' ||
      before.text === ';' ||
      /^(THEN|BEGIN|ELSE|LOOP)$/i.test(before.text)
    );
  }

  skip(...words: string[]): boolean {
    const { kind, text = '' } = this.#tokens[this.#at] ?? {};
    const isThere = kind !== 'string' && kind !== 'quoted' && text.length <= 12 && words.includes(text.toUpperCase());
    if (isThere) this.#at += 1;
    return isThere;
  }

  skipAll(...words: string[]): this {
    while (this.skip(...words));
    return this;
  }

  /** A complete name, not one that is continued by a variable. */
  name(): SqlToken | undefined {
    const [token, next] = [this.#tokens[this.#at], this.#tokens[this.#at + 1]];
    if (token === undefined || !['word', 'quoted'].includes(token.kind)) return undefined;
    const isCut = next !== undefined && next.at === token.end && (next.kind === 'blank' || /^[{%$:@]$/.test(next.text));
    if (!isCut) this.#at += 1;
    return isCut ? undefined : token;
  }

  string(): SqlToken | undefined {
    const token = this.#tokens[this.#at];
    if (token?.kind === 'string') this.#at += 1;
    return token?.kind === 'string' ? token : undefined;
  }

  /** The last part of a name, with the part before it. */
  qualified(): { token: SqlToken; schema: string | undefined } | undefined {
    let token = this.name();
    let schema: string | undefined;
    while (token !== undefined && this.skip('.')) [schema, token] = [token.text, this.name()];
    return token === undefined ? undefined : { token, schema };
  }

  /** The text between brackets, split at the commas that are not in nested brackets. */
  list(): string[] {
    if (!this.skip('(')) return [];
    const parts: string[] = [];
    let from = this.#tokens[this.#at]?.at ?? 0;
    const limit = this.#at + FAR;
    for (let depth = 1; depth > 0; this.#at += 1) {
      const token = this.#tokens[this.#at];
      if (token === undefined || token.text === ';' || this.#at > limit) return [];
      if (token.text === '(') depth += 1;
      if (token.text === ')') depth -= 1;
      if (depth > 1 || (depth === 1 && token.text !== ',')) continue;
      parts.push(this.source.text.slice(from, token.at).replaceAll(/\s+/g, ' ').trim());
      from = token.end;
    }
    return parts;
  }

  /** Moves behind the first of these words in this statement. */
  to(...words: string[]): boolean {
    for (let at = this.#at; at < this.#at + LOOK; at += 1) {
      const { kind, text = ';' } = this.#tokens[at] ?? {};
      if (text === ';' && kind !== 'string') return false;
      if (kind === 'word' && text.length <= 8 && words.includes(text.toUpperCase())) {
        this.#at = at + 1;
        return true;
      }
    }
    return false;
  }
}
