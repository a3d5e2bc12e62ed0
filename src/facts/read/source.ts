import { basename } from 'node:path';
import { Unreadable, type Fact, type FactAbout, type Rest, type Shared } from '../fact.ts';
import type { AttributesOf, Subject, ValueOf } from '../subjects.ts';

/** The text of one file, without byte order mark and with normalized line ends, and functions that create its facts. */
export class Source {
  readonly path: string;
  readonly text: string;
  readonly name: string;
  #starts: number[] | undefined;

  constructor(path: string, content: Uint8Array) {
    this.path = path;
    this.name = basename(path);
    this.text = decode(content).replaceAll('\r\n', '\n').replaceAll('\r', '\n');
  }

  /** The line, from 1 on, of a place in the text. */
  lineAt(offset: number): number {
    this.#starts ??= startsOf(this.text);
    let [low, high] = [0, this.#starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  }

  lines(): string[] {
    return this.text.split('\n');
  }

  /** A fact of this file, as a list: empty if the value is a placeholder of a template, which states nothing. */
  fact<S extends Subject, Of extends Shared<S>>(
    subject: S,
    value: ValueOf<S>,
    line: number,
    ...rest: Rest<S, Of>
  ): Fact<S>[];
  fact<S extends Subject>(
    subject: S,
    value: ValueOf<S>,
    line: number,
    attributes?: AttributesOf<S>,
    sure: Fact['sure'] = 'stated',
  ): FactAbout<S>[] {
    if (value === '' || (typeof value === 'string' && isPlaceholder(value))) return [];
    return [{ subject, value, file: this.path, line, sure, ...(attributes === undefined ? {} : { attributes }) }];
  }
}

/** Jinja, Helm, cookiecutter, GitHub expressions, ERB: the value is filled in later. */
export function isPlaceholder(text: string): boolean {
  return /\{\{|\{%|<%|\$\{\{/.test(text);
}

function startsOf(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

function decode(content: Uint8Array): string {
  const [first, second] = content;
  // PowerShell's `>` writes UTF-16, and `pip freeze > requirements.txt` is often typed there.
  const encoding =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(content);
  } catch {
    throw new Unreadable(`is not ${encoding.toUpperCase()}`, lineOfFirstBad(content));
  }
}

function lineOfFirstBad(content: Uint8Array): number {
  const text = new TextDecoder('utf-8').decode(content);
  return text.slice(0, Math.max(0, text.indexOf('\uFFFD'))).split('\n').length;
}
