import { attribute, callOf as calledBy, type Call, type Fact } from 'turnaround/rule';

/** Cached: every rule about commands asks this for each command. */
const calls = new WeakMap<Fact, Call>();

/** The words of a command: assignments, program and arguments without quotes; nothing is expanded. */
export function wordsOf(command: Fact<'command'>): readonly string[] {
  return command.attributes?.words ?? [];
}

/** What a command calls, without what stands before the program: assignments, `sudo`, `exec`. */
export function callOf(command: Fact<'command'>): Call {
  const known = calls.get(command) ?? calledBy(wordsOf(command));
  calls.set(command, known);
  return known;
}

/** The folder that a `cd` changes to; undefined if it contains a variable. */
export function goesTo(command: Fact<'command'>): string | undefined {
  const { program, rest } = callOf(command);
  const [to = ''] = rest;
  return /^(?:cd|pushd)$/.test(program) && /^[\w./-]+$/.test(to) ? to : undefined;
}

const PLACES = ['job', 'target', 'script', 'stage', 'service'] as const;

/** Whether the same job, target, script, image stage or service runs both commands. */
export function areTogether(a: Fact, b: Fact): boolean {
  return a.file === b.file && PLACES.every((key) => attribute(a, key) === attribute(b, key));
}
