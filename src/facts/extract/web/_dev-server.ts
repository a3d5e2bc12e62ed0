import type { Fact } from '../../fact.ts';
import type { Source } from '../../read/source.ts';
import { withoutPassword } from '../../variable.ts';
import type { Masked } from './_masked.ts';

const TARGET =
  /\b(?:target|destination)\s*:\s*(?:([^,\n'"`]{0,200}(?:\|\||\?\?))\s*)?(["'`])((?:https?|wss?):\/\/[^"'`$\n]+)\2/;
const PORT = /\bport\s*:\s*(?:([^,\n}]{0,200}?(?:\|\||\?\?))\s*["'`]?)?(\d{2,5})\b/;

/** The ports and the proxies of the servers that a configuration of Vite, webpack or Next.js describes. */
export function* serverFacts(source: Source, masked: Masked): Iterable<Fact> {
  const by = source.name.split('.')[0] ?? '';
  for (const name of ['server', 'preview', 'devServer']) {
    for (const block of blocksOf(masked.code, name)) {
      yield* portFacts(source, masked, block, name === 'preview' ? `${by} preview` : by);
      yield* proxyFacts(source, masked, block, by);
    }
  }
  for (const { index, 2: location = '' } of masked.text.matchAll(/\bsource\s*:\s*(["'`])([^"'`\n]+)\1/g)) {
    yield* targetFacts(
      source,
      masked.text,
      index,
      Math.min(index + 500, next(masked.text, 'source', index)),
      location,
      by,
    );
  }
}

interface Block {
  readonly start: number;
  readonly end: number;
}

/** The text in the braces after a key; up to the end of the file if they are not closed. */
function blocksOf(code: string, name: string): Block[] {
  return [...code.matchAll(new RegExp(`\\b${name}\\s*:\\s*[{[]`, 'g'))].slice(0, 10).map(({ 0: all, index }) => {
    const start = index + all.length;
    let depth = 1;
    let end = start;
    for (; end < code.length && depth > 0; end += 1) {
      const character = code[end];
      if (character === '{' || character === '[') depth += 1;
      else if (character === '}' || character === ']') depth -= 1;
    }
    return { start, end: end - 1 };
  });
}

function* portFacts(source: Source, { text, code }: Masked, { start, end }: Block, by: string): Iterable<Fact> {
  // Ports in nested blocks belong to something else: `hmr: { port }`.
  let depth = 0;
  const own = code
    .slice(start, end)
    .split('')
    .map((character, at) => {
      if (character === '{') depth += 1;
      if (character === '}') depth -= 1;
      return depth > 0 && character !== '\n' ? ' ' : (text[start + at] ?? '');
    });
  const found = PORT.exec(own.join(''));
  if (found === null) return;
  const line = source.lineAt(start + found.index + found[0].length);
  yield* source.fact('port.listen', Number(found[2]), line, { by }, found[1] === undefined ? 'stated' : 'derived');
}

function* proxyFacts(source: Source, { text, code }: Masked, outer: Block, by: string): Iterable<Fact> {
  for (const { start, end } of blocksOf(code.slice(outer.start, outer.end), 'proxy')) {
    const [first, last] = [outer.start + start, outer.start + end];
    const inner = text.slice(first, last);
    const keys = [...inner.matchAll(/(?:\bcontext\s*:\s*\[\s*)?(["'`])([/^][^"'`\n]*)\1(?=\s*[:\],])/g)];
    for (const [at, { 2: location = '', 0: key, index }] of keys.entries()) {
      const from = first + index + key.length;
      const to = first + (keys[at + 1]?.index ?? last - first);
      const plain = /^\s*:\s*(["'`])((?:https?|wss?):\/\/[^"'`$\n]+)\1/.exec(text.slice(from, to));
      if (plain === null) yield* targetFacts(source, text, from, to, location, by);
      else
        yield* source.fact('proxy.pass', withoutPassword(plain[2] ?? ''), source.lineAt(from + plain[0].length), {
          location,
          by,
        });
    }
  }
}

function targetFacts(source: Source, text: string, from: number, to: number, location: string, by: string): Fact[] {
  const found = TARGET.exec(text.slice(from, to));
  if (found === null) return [];
  const line = source.lineAt(from + found.index + found[0].length);
  return source.fact(
    'proxy.pass',
    withoutPassword(found[3] ?? ''),
    line,
    { location, by },
    found[1] === undefined ? 'stated' : 'derived',
  );
}

function next(text: string, word: string, from: number): number {
  const at = text.indexOf(`${word}:`, from + 1);
  return at === -1 ? text.length : at;
}
