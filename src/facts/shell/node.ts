import {
  forEachChild,
  type AndOr,
  type Assignment,
  type Command,
  type PipelineNode,
  type Redirection,
  type SyntaxNode,
  type Word,
} from 'unbash';
import { programAt } from './words.ts';

/** Nobody types a longer word. The parser reads nested expansions, `$((` and `${a:-`, again for each level. */
export const LONGEST = 20_000;

const SHELL = /^(?:.*\/)?(?:ba|da|z|k)?sh$/;
/** Commands after `||` that still end the script. */
const ENDS = /^(?:exit|return|false)$|\b(?:die|fail)\b/;

export function isAssignment(node: Word | Assignment): node is Assignment {
  return node.type === 'Assignment';
}

/** The assignments, the program and its arguments. */
export function typedIn({ prefix, name, args }: Command): (Word | Assignment)[] {
  const before = prefix.length === 0 ? [] : prefix.filter((one) => one.type === 'Assignment');
  return name === undefined ? [...before, ...args] : [...before, name, ...args];
}

export function wordOf(node: Word | Assignment): string {
  if (node.type === 'Word') return node.text.length < LONGEST ? node.value : node.text;
  const { text, value } = node;
  return value.type === 'Word' ? `${text.slice(0, text.length - value.text.length)}${value.value}` : text;
}

export function handedIn(typed: readonly (Word | Assignment)[], words: readonly string[]): Word | undefined {
  const at = programAt(words);
  if (!SHELL.test(words[at] ?? '')) return undefined;
  const option = words.findIndex((word, index) => index > at && !/^-(?!\w*c$)/.test(word));
  const script = /^-\w*c$/.test(words[option] ?? '') ? typed[option + 1] : undefined;
  return script?.type === 'Word' ? script : undefined;
}

export function writtenBy(redirects: readonly Redirection[]): string[] {
  return redirects.flatMap((one) => {
    if (one.type !== 'Redirect' || !/^>[>|]?$/.test(one.operator)) return [];
    return one.descriptor === undefined && one.target !== undefined ? [one.target.value] : [];
  });
}

/** `a && b || c && d`: `c && d` runs if `a && b` fails. */
export function alternativesOf({ commands, operators }: AndOr): PipelineNode[][] {
  const parts: PipelineNode[][] = [[]];
  for (const [at, command] of commands.entries()) {
    if (operators[at - 1] === '||') parts.push([]);
    parts.at(-1)?.push(command);
  }
  return parts;
}

/** `exit 1`, not `exit 0`. */
export function isEnd(node: SyntaxNode): boolean {
  if (node.type === 'Command') return ENDS.test(node.name?.value ?? '') && node.args[0]?.text !== '0';
  let has = false;
  forEachChild(node, (child) => {
    has ||= child.type !== 'Word' && isEnd(child);
  });
  return has;
}

/** Joins the lines of a command with `\` or with a quoted line break. */
export function onOneLine(text: string): string {
  if (!text.includes('\n')) return text;
  return text
    .split('\n')
    .map((line) => line.replace(/\\$/, '').trim())
    .join(' ')
    .trim();
}
