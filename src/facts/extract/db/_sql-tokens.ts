import { Unreadable } from '../../fact.ts';
import type { Source } from '../../read/source.ts';

/** `blank`: a placeholder that is filled in later; a name next to it is incomplete. */
export interface SqlToken {
  readonly kind: 'word' | 'quoted' | 'string' | 'blank' | 'mark' | 'meta';
  readonly text: string;
  readonly at: number;
  readonly end: number;
}

const WORD = /[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/y;
const NUMBER = /\d[\w.]*/y;
const DOLLAR = /\$(?:[A-Za-z_]\w*)?\$/y;
const BLANK = /\{\{[^{}]*\}\}|\{%[^%]*%\}|\$\{[^{}]*\}|:(?:'[^'\n]*'|"[^"\n]*"|[A-Za-z_]\w*)|%\(\w+\)s/y;
const QUOTED = /"(?:[^"\n]|"")*"|`[^`\n]*`|\[[A-Za-z_][^[\]\n]*\]/y;
const META = /\\[a-z]+[^\n]*/y;
const NOTHING = /\s+|--[^\n]*|::/y;

/** The code of an SQL file: without comments, strings as one token each, the data of `COPY … FROM stdin` left out. */
export function sqlTokens(source: Source): SqlToken[] {
  const { text } = source;
  // MySQL alone escapes quotes with a backslash in every string.
  const isMysql = text.includes("\\'") && /\b(ENGINE\s?=|AUTO_INCREMENT)/i.test(text);
  const tokens: SqlToken[] = [];
  let openDo: string | undefined;
  for (let at = 0; at < text.length;) {
    const [kind, expression] = kindOf(text.charCodeAt(at), text.charCodeAt(at + 1));
    const known = expression === undefined ? undefined : endOf(expression, text, at);
    if (known !== undefined) {
      if (kind === 'quoted')
        tokens.push({ kind, text: text.slice(at + 1, known - 1).replaceAll('""', '"'), at, end: known });
      else if (kind !== undefined) tokens.push({ kind, text: text.slice(at, known), at, end: known });
      at = known;
      continue;
    }
    const dollarEnd = text[at] === '$' ? endOf(DOLLAR, text, at) : undefined;
    let end = at + 1;
    if (dollarEnd !== undefined) {
      const dollar = text.slice(at, (end = dollarEnd));
      const isDo = tokens.at(-1)?.text.toUpperCase() === 'DO';
      // The code after DO runs; the body of a function only may run.
      if (dollar === openDo) openDo = undefined;
      else {
        const close = found(source, text.indexOf(dollar, end), 'a dollar quote', at);
        if (isDo) openDo = dollar;
        else end = close + dollar.length;
      }
    } else if (text[at] === "'") {
      const hasEscapes = isMysql || (tokens.at(-1)?.end === at && /^e$/i.test(tokens.at(-1)?.text ?? ''));
      end = found(source, endOfString(text, at + 1, hasEscapes), 'a string', at) + 1;
      tokens.push({ kind: 'string', text: text.slice(at + 1, end - 1), at, end });
    } else if (text.startsWith('/*', at)) end = found(source, endOfComment(text, at + 2), 'a comment', at);
    else {
      tokens.push({ kind: 'mark', text: text.charAt(at), at, end });
      if (text[at] === ';') end = afterData(text, tokens, end);
    }
    at = end;
  }
  return tokens;
}

type Kind = readonly [SqlToken['kind'] | undefined, RegExp | undefined];

/** Selected by the first character, because one expression for all tokens would be slow. */
const KINDS: readonly Kind[] = Array.from({ length: 128 }, (_, code): Kind => {
  const character = String.fromCharCode(code);
  if (/[A-Za-z_]/.test(character)) return ['word', WORD];
  if (/\d/.test(character)) return ['mark', NUMBER];
  if (/[\s-]/.test(character)) return [undefined, NOTHING];
  if (/["`[]/.test(character)) return ['quoted', QUOTED];
  if (/[:{%$]/.test(character)) return ['blank', BLANK];
  return character === '\\' ? ['meta', META] : [undefined, undefined];
});
const BEYOND: Kind = ['word', WORD];
const COLONS: Kind = [undefined, NOTHING];

function kindOf(code: number, next: number): Kind {
  if (code === 58 && next === 58) return COLONS;
  return KINDS[code] ?? BEYOND;
}

function endOf(expression: RegExp, text: string, at: number): number | undefined {
  expression.lastIndex = at;
  return expression.test(text) ? expression.lastIndex : undefined;
}

function found(source: Source, at: number, what: string, opened: number): number {
  if (at === -1) throw new Unreadable(`has ${what} that is not closed`, source.lineAt(opened));
  return at;
}

/** Two quotes in a row mean one quote. */
function endOfString(text: string, from: number, hasEscapes: boolean): number {
  for (let at = from; at < text.length; at += 1) {
    if (hasEscapes && text[at] === '\\') at += 1;
    else if (text[at] === "'") {
      if (text[at + 1] !== "'") return at;
      at += 1;
    }
  }
  return -1;
}

function endOfComment(text: string, from: number): number {
  const edge = /\/\*|\*\//g;
  edge.lastIndex = from;
  for (let depth = 1; depth > 0;) {
    const match = edge.exec(text);
    if (match === null) return -1;
    depth += match[0] === '/*' ? 1 : -1;
  }
  return edge.lastIndex;
}

/** `COPY … FROM stdin;` is followed by data up to a line of `\.`. */
function afterData(text: string, tokens: readonly SqlToken[], end: number): number {
  if (tokens.at(-2)?.text.toUpperCase() !== 'STDIN' && tokens.at(-2)?.text !== ')') return end;
  const start = tokens.findLastIndex(({ text }, index) => text === ';' && index < tokens.length - 1) + 1;
  const words = tokens.slice(start).map(({ text }) => text.toUpperCase());
  if (words[0] !== 'COPY' || !words.includes('STDIN')) return end;
  const close = text.indexOf('\n\\.', end);
  return close === -1 ? text.length : close + 3;
}
