import { commandFacts, singlesOf, type COMMAND_SUBJECTS } from '../command-line.ts';
import { redacted } from '../redact.ts';
import type { Fact } from '../fact.ts';
import type { Source } from '../read/source.ts';
import type { Attributes, AttributesOf } from '../subjects.ts';
import type { CONTAINER } from '../subjects/places.ts';
import { isSecretName, referencesOf, substitute } from '../variable.ts';

/** Where a container, or a stage of an image, is described. */
export type Of = Attributes<{ by: 'string' } & typeof CONTAINER>;
export type Known = (name: string) => string | undefined;

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

/** The commands of a script of shell, with the line of each; ports behind variables are filled in, and then derived. */
export function* scriptFacts(
  source: Source,
  script: string,
  lineAt: (offset: number) => number,
  of: AttributesOf<'command'>,
  known: Known,
): Iterable<Fact<(typeof COMMAND_SUBJECTS)[number]>> {
  if (script.length > LONG) return;
  let from = 0;
  for (const { text: single, foreseen } of singlesOf(script)) {
    const at = Math.max(script.indexOf(single, from), from);
    from = at + single.length;
    const own = foreseen ? { ...of, foreseen } : of;
    const stated = commandFacts(source, lineAt(at), redacted(single), own);
    const filled = commandFacts(source, lineAt(at), redacted(filledIn(single, known)), own);
    const same = new Set(stated.filter(({ value }) => value !== '').map((fact) => JSON.stringify(fact)));
    yield* stated.filter(({ subject }) => subject === 'command');
    for (const fact of filled.filter(({ subject }) => subject !== 'command')) {
      const place = script.slice(at, from).indexOf(String(fact.value));
      const line = place === -1 ? fact.line : lineAt(at + place);
      yield { ...fact, line, ...(same.has(JSON.stringify(fact)) && !single.includes(':-') ? {} : { sure: 'derived' }) };
    }
  }
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
}

/** The exec form, `["a", "b"]`, as a command line; what is handed to `sh -c` is taken out of it. */
export function execOf(list: readonly Piece[], lines: readonly string[] = []): Script {
  const [shell, option, ...rest] = list;
  const isShell = /^(?:\/\w+)*\/?(?:ba|da|z)?sh$/.test(shell?.text ?? '') && /^-\w*c$/.test(option?.text ?? '');
  if (isShell)
    return { ...joined(rest.slice(0, 1).flatMap(({ text, line }) => spread(lines, text, line))), expands: true };
  return { ...joined(list.map(({ text, line }) => ({ text: `${quoted(text)} `, line }))), expands: false };
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
