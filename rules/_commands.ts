import { dirname, join, normalize } from 'node:path/posix';
import { told, type Fact, type View } from 'turnaround/rule';

export interface Call {
  readonly program: string;
  readonly rest: readonly string[];
}

const BEFORE = /^(?:\w+=.*|sudo|exec|time|nohup|env|cross-env|command|then|do|else|!)$/;

/** The words of a command line without their quotes, up to a comment; nothing is expanded. */
export function wordsOf(command: string): string[] {
  const words = command.match(/(?:[^\s"'\\]|\\.|"(?:[^"\\]|\\.)*"|'[^']*')+/g) ?? [];
  const end = words.findIndex((word) => word.startsWith('#'));
  return (end === -1 ? words : words.slice(0, end)).map((word) => word.replaceAll(/^["']|["']$/g, ''));
}

/** The values of these flags: `-f x`, `--file=x`. */
export function valuesOf(words: readonly string[], ...flags: string[]): string[] {
  return words.flatMap((word, at) => {
    const next = words[at + 1];
    if (flags.includes(word)) return next === undefined ? [] : [next];
    const flag = flags.find((name) => word.startsWith(`${name}=`));
    return flag === undefined ? [] : [word.slice(flag.length + 1)];
  });
}

/** Every rule about commands asks this of each of them. */
const calls = new WeakMap<Fact, Call>();

/** What a command calls, without what stands before it: assignments, `sudo`, `exec`. */
export function callOf(command: Fact | string): Call {
  if (typeof command === 'string') return callIn(command);
  const known = calls.get(command) ?? callIn(String(command.value));
  calls.set(command, known);
  return known;
}

function callIn(command: string): Call {
  const words = wordsOf(command);
  const start = words.findIndex((word) => !BEFORE.test(word));
  const [program = '', ...rest] = start === -1 ? [] : words.slice(start);
  return { program: program.replace(/^.*\//, ''), rest };
}

/** Whether two commands are run by the same thing: a job, a target, a script, the stage of an image. */
export function areTogether(a: Fact, b: Fact): boolean {
  return (
    a.file === b.file && ['job', 'target', 'script', 'stage', 'service'].every((key) => told(a, key) === told(b, key))
  );
}

/** What a fact `path.named` means, relative to the workspace. */
export function placeOf(named: Fact): string {
  const from = told(named, 'from') ?? 'root';
  const base = from === 'root' || from === 'context' ? '' : from === 'file' ? dirname(named.file) : from;
  return tidy(join(base, String(named.value)));
}

/** The folders that a file lies in, the nearest first, without the workspace itself. */
export function foldersAbove(path: string): string[] {
  const folder = dirname(path);
  return folder === '.' ? [] : [folder, ...foldersAbove(folder)];
}

/** A path without `./` and without a slash at its end; the workspace itself is `.`. */
export function tidy(path: string): string {
  return normalize(path).replace(/(.)\/$/, '$1');
}

/**
 * The folders that a command of a workflow, a script or a Makefile may run in: where it begins, and wherever what runs
 * it goes. Undefined where that is not to be seen: behind a variable, in a job of a matrix.
 */
export function foldersOf(view: View, command: Fact, isMatrixFine = false): ReadonlySet<string> | undefined {
  const by = told(command, 'by') ?? '';
  if (!['workflow', 'script', 'makefile', 'justfile', 'taskfile', 'shell', 'procfile'].includes(by)) return undefined;
  const job = view
    .about('job')
    .find(({ file, value }) => file === command.file && String(value) === told(command, 'job'));
  if (job?.of?.['matrix'] === true && !isMatrixFine) return undefined;
  const at = told(command, 'in');
  if (at !== undefined) return at === '?' ? undefined : view.has(at) ? new Set([at]) : undefined;
  const own = dirname(command.file);
  const start = by === 'workflow' ? tidy(command.file.replace(/\.github\/workflows\/.*$/, '') || '.') : own;
  const folders = new Set([start, ...(by === 'shell' ? ['.'] : [])]);
  const named = view.about('path.named').filter((fact) => areTogether(fact, command));
  for (const fact of named)
    if (/^(?:cd|working-directory|folder)$/.test(told(fact, 'by') ?? '')) folders.add(placeOf(fact));
  const moves = view
    .about('command')
    .filter((fact) => areTogether(fact, command) && /^(?:cd|pushd)\b/.test(String(fact.value)));
  const isSeen = moves.every(({ line }) => named.some((fact) => told(fact, 'by') === 'cd' && fact.line === line));
  // A folder that is not there is made before, or is what is wrong: nothing is known of what runs in it.
  const last = named.findLast((fact) => told(fact, 'by') === 'cd' && fact.line <= command.line);
  const isThere = last === undefined || view.has(placeOf(last));
  return isSeen && isThere ? folders : undefined;
}
