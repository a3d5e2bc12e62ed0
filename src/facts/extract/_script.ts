import { commandFact, startFacts, type COMMAND_SUBJECTS, type OfCommand } from '../command-line.ts';
import type { Fact } from '../fact.ts';
import { commandsAnywhere, type ShellCommand } from '../shell/commands.ts';
import type { Dialect } from '../shell/filled-in.ts';
import { callOf } from '../shell/words.ts';
import type { Source } from '../read/source.ts';
import type { Attributes } from '../subjects.ts';
import type { CONTAINER } from '../subjects/places.ts';
import { isSecretName, referencesOf, substitute } from '../variable.ts';

/** Where a container, or a stage of an image, is described. */
export type Of = Attributes<{ by: 'string' } & typeof CONTAINER>;
export type Known = (name: string) => string | undefined;

/** `$$` is a literal `$` for compose; it is replaced by a character that occurs in no file. */
export const ESCAPED = '\u0001';

export const NOTHING: Known = () => undefined;

/** Beyond this, nobody typed it; the expressions here then take their time. */
export const LONG = 20_000;

/** The text with what is known filled in; a secret and a variable without a value stay as they stand. */
export function filledIn(text: string, known: Known): string {
  if (!text.includes('$') || text.length > LONG) return text;
  const defaults = new Set(referencesOf(text).flatMap(({ name, required }) => (required ? [] : [name])));
  const valueOf = (name: string): string | undefined => {
    if (isSecretName(name)) return `\${${name}}`;
    return known(name) ?? (defaults.has(name) ? undefined : `\${${name}}`);
  };
  const filled = substitute(text, valueOf)?.text ?? text;
  // `$NAME` without a value comes back with braces: nothing was filled in.
  return filled === text.replaceAll(/\$([A-Za-z_]\w*)/g, '${$1}') ? text : filled;
}

/** What the commands of a script say; ports behind variables are filled in, and then derived. */
export function* scriptFacts(
  source: Source,
  { text, lineAt, words }: Script,
  of: OfCommand,
  known: Known,
  dialect: Dialect = 'shell',
): Iterable<Fact<(typeof COMMAND_SUBJECTS)[number]>> {
  if (text.length > LONG) return;
  for (const command of words === undefined ? commandsAnywhere(text, dialect) : [listed(text.trim(), words)]) {
    const { foreseen, offset, end } = command;
    const own = foreseen ? { ...of, foreseen } : of;
    yield* commandFact(source, lineAt(offset), command, own);
    const typed = dialect === 'compose' ? command.text.replaceAll('$$', ESCAPED) : command.text;
    const filled = filledIn(typed, known).replaceAll(ESCAPED, '$$$$');
    const all = filled === command.text ? command.words : (commandsAnywhere(filled)[0]?.words ?? []);
    const stated = new Set(startFacts(source, lineAt(offset), command.words, own).map((fact) => JSON.stringify(fact)));
    for (const fact of startFacts(source, lineAt(offset), all, own)) {
      const place = text.slice(offset, end).indexOf(String(fact.value));
      const line = place === -1 ? fact.line : lineAt(offset + place);
      const isStated = stated.has(JSON.stringify(fact)) && !command.text.includes(':-');
      yield { ...fact, line, ...(isStated ? {} : { sure: 'derived' }) };
    }
  }
}

/** A health check as one fact: the whole line, the words of its first command, and the programs of all its commands. */
export function checkFact(
  source: Source,
  { text: typed, words }: Pick<Script, 'text' | 'words'>,
  line: number,
  of: Of,
  dialect: Dialect,
): Fact<'command'>[] {
  const text = typed.trim();
  const commands = words === undefined ? commandsAnywhere(text, dialect) : [listed(text, words)];
  const programs = commands.map((one) => callOf(one.words).program);
  const more = { ...of, step: 'healthcheck', programs };
  return commandFact(source, line, { text, words: commands[0]?.words ?? [] }, more);
}

/** A command that is given as a list of words. */
function listed(text: string, words: readonly string[]): ShellCommand {
  const nowhere = {
    folder: undefined,
    guarded: new Set<string>(),
    otherwise: undefined,
    foreseen: false,
    captured: false,
    writes: [],
  };
  return { text, words, offset: 0, end: text.length, within: 0, statement: 0, line: 0, ...nowhere };
}

export interface Piece {
  readonly text: string;
  readonly line: number;
}

export interface Script {
  readonly text: string;
  readonly lineAt: (offset: number) => number;
  /** Whether a shell sees it, which fills in variables. */
  readonly expands: boolean;
  /** The words of a command in exec form, which no shell parses. */
  readonly words?: readonly string[];
}

/** The exec form, `["a", "b"]`, as a command line; what is handed to `sh -c` is taken out of it. */
export function execOf(list: readonly Piece[], lines: readonly string[] = []): Script {
  const [shell, option, ...rest] = list;
  const isShell = /^(?:\/\w+)*\/?(?:ba|da|z)?sh$/.test(shell?.text ?? '') && /^-\w*c$/.test(option?.text ?? '');
  if (isShell)
    return { ...joined(rest.slice(0, 1).flatMap(({ text, line }) => spread(lines, text, line))), expands: true };
  const words = list.map(({ text }) => text);
  return { ...joined(list.map(({ text, line }) => ({ text: `${quoted(text)} `, line }))), expands: false, words };
}

export function joined(pieces: readonly Piece[]): { text: string; lineAt: (offset: number) => number } {
  const starts: { offset: number; line: number }[] = [];
  let length = 0;
  for (const { text, line } of pieces) {
    starts.push({ offset: length, line });
    length += text.length;
  }
  const lineAt = (offset: number): number => starts.findLast((start) => start.offset <= offset)?.line ?? 1;
  return { text: pieces.map(({ text }) => text).join(''), lineAt };
}

function quoted(word: string): string {
  if (!/[\s;&|"'<>]/.test(word)) return word;
  return word.includes("'") ? JSON.stringify(word) : `'${word}'`;
}

/** The lines that the words of a text stand on which begins at `line` and may go over several, as in `command: |`. */
export function spread(lines: readonly string[], text: string, line: number): Piece[] {
  if (text.length > LONG || lines[line - 1]?.includes(text) === true) return [{ text, line }];
  let [row, column] = [line - 1, 0];
  return (text.match(/\s*\S+\s*/g) ?? []).map((part) => {
    for (let at = row; at < Math.min(lines.length, row + 20); at += 1) {
      const found = (lines[at] ?? '').indexOf(part.trim(), at === row ? column : 0);
      if (found === -1) continue;
      [row, column] = [at, found + part.trim().length];
      break;
    }
    return { text: part, line: row + 1 };
  });
}
