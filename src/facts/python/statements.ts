import { Unreadable } from '../fact.ts';

/** One logical line of Python: whatever brackets, strings and backslashes hold together; comments are blanks. */
export interface Statement {
  readonly line: number;
  readonly indent: number;
  readonly text: string;
}

const [TAB, SPACE] = [9, 32];

export interface Statements {
  readonly statements: readonly Statement[];
  /** Where it could not be read any further. */
  readonly broken: Unreadable | undefined;
}

/** Everything else on a line is neither an end nor a beginning. */
const MARK = /[\n#"'\\()[\]{}]/g;

/**
 * The logical lines of a Python file of any Python version: only brackets, strings and comments are distinguished. A parser
 * of one version refuses files of the next, and reads at a tenth of the speed.
 */
export function statementsOf(text: string): Statements {
  const found: Statement[] = [];
  const open: number[] = []; // the lines of brackets that are open
  let line = 1;
  let [start, first] = [0, 1];
  let parts = ''; // of the statement that is being read, without its comments
  let from = 0; // what is not yet in `parts`
  const end = (at: number): void => {
    const whole = (parts + text.slice(from, at)).trim();
    if (whole !== '') found.push({ line: first, indent: indentOf(text, start), text: whole });
    [parts, from, start, first] = ['', at + 1, at + 1, line];
  };
  MARK.lastIndex = 0;
  for (let match = MARK.exec(text); match !== null; match = MARK.exec(text)) {
    const at = match.index;
    const [mark] = match;
    if (mark === '\n') {
      line += 1;
      if (open.length === 0) end(at);
    } else if (mark === '#') {
      parts += text.slice(from, at);
      from = endOfLine(text, at);
      MARK.lastIndex = from;
    } else if (mark === '"' || mark === "'") {
      const after = endOfString(text, at, isFormat(text, at));
      if (after === -1) return { statements: found, broken: new Unreadable('has a string that is not closed', line) };
      for (let next = text.indexOf('\n', at); next !== -1 && next < after; next = text.indexOf('\n', next + 1))
        line += 1;
      MARK.lastIndex = after;
    } else if (mark === '\\') {
      if (text[at + 1] !== '\n') continue;
      line += 1;
      MARK.lastIndex = at + 2;
    } else if ('([{'.includes(mark)) open.push(line);
    else open.pop();
  }
  const unclosed = open.at(-1);
  if (unclosed !== undefined) {
    return { statements: found, broken: new Unreadable('has a bracket that is not closed', unclosed) };
  }
  end(text.length);
  return { statements: found, broken: undefined };
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end;
}

function indentOf(text: string, start: number): number {
  let width = 0;
  for (let at = start; ; at += 1) {
    const code = text.charCodeAt(at);
    if (code === SPACE) width += 1;
    else if (code === TAB) width += 8 - (width % 8);
    else return width;
  }
}

/** Whether the string that begins at `at` has a prefix with f or t: then braces hold code, with strings of its own. */
function isFormat(text: string, at: number): boolean {
  return /(?<![\w.])(?:[ft]r?|r[ft])$/i.test(text.slice(Math.max(0, at - 3), at));
}

const INSIDE = /[\\\n"'{]/g;
const IN_FIELD = /["'()[\]{}]/g;

/** Nesting of strings in fields of strings. Real code nests twice, and each level is a recursive call. */
const DEEPEST = 50;

/** The position after the closing quote; -1 if there is none. An unclosed single-line string ends with its line. */
function endOfString(text: string, start: number, isFormatted: boolean, depth = 0): number {
  if (depth > DEEPEST) return -1;
  const quote = text[start] ?? '';
  const isLong = text.startsWith(quote.repeat(3), start);
  const mark = isLong ? quote.repeat(3) : quote;
  const inside = new RegExp(INSIDE);
  inside.lastIndex = start + mark.length;
  for (let match = inside.exec(text); match !== null; match = inside.exec(text)) {
    const at = match.index;
    // A backslash before the brace of a field escapes nothing.
    if (match[0] === '\\') inside.lastIndex = at + (isFormatted && text[at + 1] === '{' ? 1 : 2);
    else if (match[0] === quote) {
      if (text.startsWith(mark, at)) return at + mark.length;
    } else if (match[0] === '\n') {
      if (!isLong) return at;
    } else if (match[0] === '{' && isFormatted) {
      const end = text[at + 1] === '{' ? at + 2 : endOfField(text, at, depth);
      if (end === -1) return -1;
      inside.lastIndex = end;
    }
  }
  return -1;
}

/** Behind the brace that closes a replacement field. Since Python 3.12 it may hold the same quotes as its string. */
function endOfField(text: string, start: number, depth: number): number {
  let open = 0;
  const inside = new RegExp(IN_FIELD);
  inside.lastIndex = start;
  for (let match = inside.exec(text); match !== null; match = inside.exec(text)) {
    const [mark] = match;
    if ('([{'.includes(mark)) open += 1;
    else if (')]}'.includes(mark)) {
      open -= 1;
      if (open === 0) return match.index + 1;
    } else {
      const end = endOfString(text, match.index, isFormat(text, match.index), depth + 1);
      if (end === -1) return -1;
      inside.lastIndex = end;
    }
  }
  return -1;
}
