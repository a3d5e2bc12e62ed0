/**
 * The file format that contains shell text. `make` and `compose` expand it before the shell: `$(NAME)` is a variable of
 * make, and `$$` is a `$` for the shell. In a `document`, `<name>` is a placeholder for the reader.
 */
export type Dialect = 'shell' | 'make' | 'compose' | 'document';

/** Text of the same length that a shell parser can read; `restore` gives the original of any part of it. */
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

/** Private-use characters: the first one of a masked part is its number, the others are `REST`. */
const [FIRST, LAST, REST, DOLLAR] = [0xe000, 0xf7ff, '\uF8FE', '\uF8FF'];
const MASK = new RegExp(`${DOLLAR}|[\uE000-\uF7FF]${REST}*`, 'g');

/** Hides expressions from the shell parser that another program fills in first: it sees each as a part of a word. */
export function masked(text: string, dialect: Dialect): Masked {
  const hidden: string[] = [];
  // If the text contains private-use characters itself, they could not be told apart from masked parts.
  const isFree = /\$\$|\$\(|\{\{|</.test(text) && !/[\uE000-\uF8FF]/.test(text);
  if (!isFree) return { text, restore: (part) => part };
  const out = text.replaceAll(PATTERNS[dialect], (part) => {
    // The shell parser has to see the second `$`, where an expansion of the shell starts.
    if (part === '$$') return `${DOLLAR}$`;
    if (hidden.length > LAST - FIRST) return part;
    hidden.push(part);
    return String.fromCharCode(FIRST + hidden.length - 1).padEnd(part.length, REST);
  });
  const original = (mask: string): string => (mask === DOLLAR ? '$' : (hidden[mask.charCodeAt(0) - FIRST] ?? mask));
  return { text: out, restore: (part) => part.replaceAll(MASK, original) };
}
