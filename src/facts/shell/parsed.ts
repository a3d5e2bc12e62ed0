import { parse, type ParsedScript, type Statement } from 'unbash';

/** Statements of one stretch of a text; their positions count from `from`. */
export interface Stretch {
  readonly from: number;
  readonly text: string;
  readonly statements: readonly Statement[];
  /** A line that no shell reads, where the parser found no command in it either. */
  readonly unparsed?: true;
}

/** How many characters may be parsed for each of a text. Beyond, it is no shell: the parser's own guess has to do. */
const [TIMES, LEAST] = [2, 4000];

/** No one types a line this long; what generates one is not read. */
export const LONG = 4000;

/** What opens, divides or closes a block, and joins commands. */
const KEYWORDS = /^(?:[\s(){};&|]|(?:if|then|elif|else|fi|for|while|until|do|done|case|esac|in)(?![\w.-]))*/;

/**
 * The statements of a text. Where it is no shell, the statement with the mistake is read by its first line alone, and
 * reading goes on behind that line: one mistake hides nothing that stands before or after it.
 */
export function* parsed(typed: string): Generator<Stretch> {
  const text = typed.length < LONG ? typed : withoutLongLines(typed);
  let from = 0;
  let left = text.length * TIMES + LEAST;
  while (from < text.length) {
    const rest = text.slice(from);
    const tree = parse(rest);
    left -= rest.length;
    const bad = left > 0 ? mistakeIn(tree) : undefined;
    if (bad === undefined) {
      yield { from, text: rest, statements: tree.commands };
      return;
    }
    yield { from, text: rest, statements: tree.commands.filter(({ end }) => end <= bad) };
    const end = rest.indexOf('\n', bad);
    const line = rest.slice(bad, end === -1 ? rest.length : end);
    // `npm run dev (in another window)`: words for a reader, no subshell.
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

/** A line with a mistake: what the parser makes of it, with or without the keywords that it begins with. */
function lineAlone(line: string, from: number): Stretch {
  const { commands } = parse(line);
  const head = commands.length > 0 ? 0 : (KEYWORDS.exec(line)?.[0].length ?? 0);
  const text = line.slice(head);
  const statements = head === 0 ? commands : parse(text).commands;
  const isLost = statements.length === 0 && text !== '' && !text.startsWith('#');
  return { from: from + head, text, statements, ...(isLost ? { unparsed: true } : {}) };
}

/** Where the statement begins that has the first mistake; undefined where there is none. */
function mistakeIn({ errors, commands }: ParsedScript): number | undefined {
  const [first] = (errors ?? []).map(({ pos }) => pos).toSorted((a, b) => a - b);
  if (first === undefined) return undefined;
  return commands.find(({ pos, end }) => pos <= first && first <= end)?.pos ?? first;
}
