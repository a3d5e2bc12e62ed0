/**
 * Where shell text stands. `make` and `compose` read it before a shell does: `$(NAME)` is a variable of make, `$$` is a
 * `$` for the shell. A reader of a `document` fills in `<name>` himself.
 */
export type Dialect = 'shell' | 'make' | 'compose' | 'document';

/** Text that a shell parser can read, of the same length, and the way back for any part of it. */
export interface Masked {
  readonly text: string;
  readonly restore: (part: string) => string;
}

/** `${{ inputs.tag || 'latest' }}` of GitHub, `{{ .Tag }}` of Helm, Jinja, just and Task. */
const EXPRESSION = '\\$?\\{\\{[^]{0,1000}?\\}\\}';
const PATTERNS: Readonly<Record<Dialect, RegExp>> = {
  shell: new RegExp(EXPRESSION, 'g'),
  make: new RegExp(`${EXPRESSION}|\\$\\$(?=[({])|\\$\\((?:[^()]|\\((?:[^()]|\\([^()]*\\))*\\))*\\)`, 'g'),
  compose: new RegExp(`${EXPRESSION}|\\$\\$(?=[({])`, 'g'),
  document: new RegExp(`${EXPRESSION}|(?<![<\\d])<[A-Za-z][^<>\\n|&;]*>`, 'g'),
};

/** Characters for private use: the first of a masked part is its number, the others are `REST`. */
const [FIRST, LAST, REST, DOLLAR] = [0xe000, 0xf7ff, '\uF8FE', '\uF8FF'];
const MASK = new RegExp(`${DOLLAR}|[\uE000-\uF7FF]${REST}*`, 'g');

/** Hides from the shell parser what something else fills in before a shell runs: each part is one word there. */
export function masked(text: string, dialect: Dialect): Masked {
  const hidden: string[] = [];
  // A text that has such characters itself could not be told from what is hidden.
  const isFree = /\$\$|\$\(|\{\{|</.test(text) && !/[\uE000-\uF8FF]/.test(text);
  if (!isFree) return { text, restore: (part) => part };
  const out = text.replaceAll(PATTERNS[dialect], (part) => {
    // The shell sees the second `$`, and with it where its own expansion begins.
    if (part === '$$') return `${DOLLAR}$`;
    if (hidden.length > LAST - FIRST) return part;
    hidden.push(part);
    return String.fromCharCode(FIRST + hidden.length - 1).padEnd(part.length, REST);
  });
  const original = (mask: string): string => (mask === DOLLAR ? '$' : (hidden[mask.charCodeAt(0) - FIRST] ?? mask));
  return { text: out, restore: (part) => part.replaceAll(MASK, original) };
}
