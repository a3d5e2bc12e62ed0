import { parse, type ParsedScript, type Statement } from 'unbash';

/** The statements of one part of a text; their positions are relative to `from`. */
export interface Stretch {
  readonly from: number;
  readonly text: string;
  readonly statements: readonly Statement[];
  /** A line with a syntax error in which the parser found no command. */
  readonly unparsed?: true;
}

/** The limit of characters to parse per character of the text. A text that exceeds it is not shell: each line is parsed alone. */
const [TIMES, LEAST] = [2, 4000];

/** Nobody types such a long line. Generated lines are not read. */
export const LONG = 4000;

/** Words that open, divide or close a block, and operators between commands. */
const KEYWORDS = /^(?:[\s(){};&|]|(?:if|then|elif|else|fi|for|while|until|do|done|case|esac|in)(?![\w.-]))*/;

/**
 * The statements of a text. Of a statement with a syntax error, only the first line is read, and parsing continues after
 * that line: an error hides nothing before or after it.
 */
export function* parsed(typed: string): Generator<Stretch> {
  const text = typed.length < LONG ? typed : withoutLongLines(typed);
  let from = 0;
  let left = text.length * TIMES + LEAST;
  while (from < text.length) {
    const rest = text.slice(from);
    left -= rest.length;
    const tree = left > 0 ? parse(rest) : undefined;
    const bad = tree === undefined ? 0 : mistakeIn(tree);
    const whole = tree?.commands.filter(({ end }) => bad === undefined || end <= bad) ?? [];
    yield { from, text: rest, statements: whole };
    if (bad === undefined) return;
    const end = rest.indexOf('\n', bad);
    const line = rest.slice(bad, end === -1 ? rest.length : end);
    // `npm run dev (in another window)`: this is a remark for readers, not a subshell.
    const isSaid = line.startsWith('(') && /\S[^\S\n]*$/.test(rest.slice(0, bad));
    if (!isSaid) yield lineAlone(line, from + bad);
    from += bad + line.length + 1;
  }
}

function withoutLongLines(text: string): string {
  const lines = text.split('\n');
  return lines.some((line) => line.length >= LONG)
    ? lines.map((line) => (line.length < LONG ? line : ' '.repeat(line.length))).join('\n')
    : text;
}

/** The commands of a line with a syntax error, parsed as it is, or without the keywords at its start. */
function lineAlone(line: string, from: number): Stretch {
  const { commands } = parse(line);
  const head = commands.length > 0 ? 0 : (KEYWORDS.exec(line)?.[0].length ?? 0);
  const text = line.slice(head);
  const statements = head === 0 ? commands : parse(text).commands;
  const isLost = statements.length === 0 && text !== '' && !text.startsWith('#');
  return { from: from + head, text, statements, ...(isLost ? { unparsed: true } : {}) };
}

/** The start of the statement with the first syntax error; undefined if there is none. */
function mistakeIn({ errors, commands }: ParsedScript): number | undefined {
  const [first] = (errors ?? []).map(({ pos }) => pos).toSorted((a, b) => a - b);
  if (first === undefined) return undefined;
  return commands.find(({ pos, end }) => pos <= first && first <= end)?.pos ?? first;
}
