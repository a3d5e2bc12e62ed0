import { attribute, type Fact } from 'turnaround/rule';

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

/** Cached: every rule about commands asks this for each command. */
const calls = new WeakMap<Fact, Call>();

/** The program that a command calls, without the words before it: assignments, `sudo`, `exec`. */
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

const PLACES = ['job', 'target', 'script', 'stage', 'service'] as const;

/** Whether the same job, target, script, image stage or service runs both commands. */
export function areTogether(a: Fact, b: Fact): boolean {
  return a.file === b.file && PLACES.every((key) => attribute(a, key) === attribute(b, key));
}
