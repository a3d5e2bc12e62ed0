import { posix } from 'node:path';
import { JSONInstruction, ModifiableInstruction, Run, type Flag, type Instruction } from 'dockerfile-ast';
import type { Fact } from '../../fact.ts';
import { execOf, joined, type Piece, type Script } from '../_script.ts';

export interface Word {
  readonly text: string;
  readonly line: number;
  readonly sure: Fact['sure'];
}

export function flagsOf(one: Instruction): Flag[] {
  return one instanceof ModifiableInstruction ? one.getFlags() : [];
}

/** The words of the exec form, `["a", "b"]`; the reader's own values lack their spaces. */
export function listOf(one: Instruction): Word[] | undefined {
  const content = one.getArgumentsContent() ?? '';
  if (!(one instanceof JSONInstruction) || !content.startsWith('[')) return undefined;
  try {
    const list: unknown = JSON.parse(content);
    if (!Array.isArray(list)) return undefined;
    const places = one.getJSONStrings();
    return list.map((text, index) => {
      const line = (places[index]?.getRange() ?? one.getRange()).start.line + 1;
      return { text: String(text), line, sure: 'stated' };
    });
  } catch {
    // What is not JSON is a line of shell, for Docker as well.
    return undefined;
  }
}

/** The commands that are run, with their lines, without comments and continuations. */
export function scriptOf(one: Instruction, lines: readonly string[], escape: string): Script {
  const list = listOf(one);
  return list === undefined ? { ...joined(linesOf(one, lines, escape)), expands: true } : execOf(list);
}

function linesOf(one: Instruction, lines: readonly string[], escape: string): Piece[] {
  const start = one.getArguments()[0]?.getRange().start;
  if (start === undefined) return [];
  const head = lines[start.line]?.slice(start.character) ?? '';
  const [here] = one instanceof Run ? one.getHeredocs() : [];
  if (here === undefined) {
    const rest = lines.slice(start.line + 1, one.getRange().end.line + 1);
    return piecesOf([head, ...rest], start.line + 1, escape, '');
  }
  // The text that `cat <<EOF` writes into a file is not a script.
  if (!/^<<-?["']?\w+["']?\s*$|^(?:ba)?sh\s+<</.test(head)) return piecesOf([head], start.line + 1, escape, '');
  const content = here.getContentRange();
  if (content === null) return [];
  return piecesOf(lines.slice(content.start.line, content.end.line + 1), content.start.line + 1, '\\', '\n');
}

function piecesOf(lines: readonly string[], first: number, escape: string, end: string): Piece[] {
  let goesOn = false;
  return lines.flatMap((typed, index) => {
    if (/^\s*#/.test(typed) || (goesOn && typed.trim() === '')) return [];
    const text = goesOn ? typed.trimStart() : typed;
    goesOn = text.trimEnd().endsWith(escape);
    return [{ text: goesOn ? `${text.trimEnd().slice(0, -1).trimEnd()} ` : text + end, line: first + index }];
  });
}

/** Where in the image something is put; with a `/` behind it where that is a folder for sure. */
export function placeIn(folder: string, text: string): string | undefined {
  if (text === '' || text.includes('$')) return undefined;
  const whole = posix.normalize(text.startsWith('/') ? text : `${folder}/${text}`);
  return /(?:^|\/)\.{0,2}$/.test(text) && !whole.endsWith('/') ? `${whole}/` : whole;
}

/** The words of a list as it is typed in the exec form. */
export function textsIn(list: string): string[] | undefined {
  try {
    const found: unknown = JSON.parse(list);
    return Array.isArray(found) ? found.map(String) : undefined;
  } catch {
    return undefined; // it is not a valid exec form, so Docker passes it to a shell
  }
}
