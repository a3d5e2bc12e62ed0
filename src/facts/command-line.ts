import { redacted } from './redact.ts';
import type { Fact } from './fact.ts';
import type { Source } from './read/source.ts';
import type { AttributesOf } from './subjects.ts';

/** A server that a command starts: `uvicorn app.main:app --port 8008`. */
export interface Start {
  readonly runner: 'uvicorn' | 'gunicorn' | 'hypercorn' | 'fastapi' | 'granian' | 'daphne';
  /** As the runner takes it: `app.main:app`, or a file for `fastapi run app/main.py`; none where it is found by name. */
  readonly app: string | undefined;
  readonly factory: boolean;
  readonly port: number | undefined;
  /** What it is imported from, relative to where the command runs. */
  readonly folder: string | undefined;
}

const RUNNERS = ['uvicorn', 'gunicorn', 'hypercorn', 'fastapi', 'granian', 'daphne'] as const;

/** The words of a command line without their quotes; nothing is expanded. */
export function wordsOf(command: string): string[] {
  const words = command.match(/(?:[^\s"'\\]|\\.|"(?:[^"\\]|\\.)*"|'[^']*')+/g) ?? [];
  return words.map((word) =>
    word.replaceAll(/"((?:[^"\\]|\\.)*)"|'([^']*)'|\\(.)/g, (_, a, b, c) => a ?? b ?? c ?? ''),
  );
}

/** A single command of a line of shell. */
export interface Single {
  readonly text: string;
  /** Whether the line goes on where it fails: `a || echo none`, and `a` of `a && b || true`. */
  readonly foreseen: boolean;
  /** Whether it runs in a shell of its own: what `sh -c "cd web && npm ci"` is handed. */
  readonly handed: boolean;
}

const SINGLE = /(?:[^\s"'\\;&|]|\\.|"(?:[^"\\]|\\.)*"|'[^']*'|[^\S\n]+|>&\d?|&>)+/g;
const SHELL = /^(?:exec\s+)?(?:\/\w+)*\/?(?:ba|da|z)?sh\s+-\w*c\s+(["'])([^]*)\1\s*$/;
/** What stands behind `||` ends it all the same. */
const ENDS = /^\|\|[^|]*\b(?:exit(?: [1-9]|\s*$|\s*;)|return [1-9]|die|fail|false)\b/;

/** The single commands of a line of shell: what stands between `&&`, `;`, `|`, also where another shell is handed it. */
export function singlesOf(line: string): Single[] {
  const found: Single[][] = [];
  let foreseen = false;
  for (const { 0: part, index } of [...line.matchAll(SINGLE)].toReversed()) {
    const rest = line.slice(index + part.length);
    const operator = /^[;&|]+/.exec(rest)?.[0] ?? '';
    foreseen = operator === '||' ? !ENDS.test(rest) : foreseen && /^(?:&&|\|)$/.test(operator);
    const text = part.trim();
    const inner = SHELL.exec(text)?.[2];
    if (inner !== undefined)
      found.push(singlesOf(inner).map((one) => ({ ...one, foreseen: one.foreseen || foreseen, handed: true })));
    else if (text !== '' && !text.startsWith('#')) found.push([{ text, foreseen, handed: false }]);
  }
  return found.toReversed().flat();
}

/** The Python server that a command starts, behind `exec`, `poetry run`, `uv run`, `python -m` and assignments. */
export function startOf(command: string): Start | undefined {
  if (!RUNNERS.some((runner) => command.includes(runner))) return undefined;
  const words = wordsOf(command);
  const at = words.findIndex((word) => RUNNERS.some((runner) => word === runner || word.endsWith(`/${runner}`)));
  if (
    at === -1 ||
    words.slice(0, at).some((word) => ['install', 'add', 'which', 'pkill', 'echo', 'grep'].includes(word))
  ) {
    return undefined;
  }
  const runner = RUNNERS.find((name) => words[at]?.endsWith(name)) ?? 'uvicorn';
  const rest = words.slice(at + 1);
  if (runner === 'fastapi' && !['run', 'dev'].includes(rest[0] ?? '')) return undefined;
  const app = rest.find((word) => /^[\w.]+:[\w.]+(\(.*\))?$/.test(word) && !/^[\d.]+:\d+$/.test(word));
  const file = runner === 'fastapi' ? rest.slice(1).find((word) => word.endsWith('.py')) : undefined;
  if (app === undefined && runner !== 'fastapi') return undefined;
  return {
    runner,
    app: app?.replace(/\(.*\)$/, '') ?? file,
    factory: rest.includes('--factory') || app?.includes('(') === true,
    port: portOf(rest),
    folder: flag(rest, '--app-dir', '--chdir', '--working-dir'),
  };
}

function portOf(words: readonly string[]): number | undefined {
  const named = flag(words, '--port', '-p') ?? /:(\d+)$/.exec(flag(words, '--bind', '-b') ?? '')?.[1];
  const port = Number(/^\$\{\w+:-(\d+)\}$/.exec(named ?? '')?.[1] ?? named);
  return Number.isInteger(port) && port > 0 ? port : undefined;
}

function flag(words: readonly string[], ...names: string[]): string | undefined {
  for (const [index, word] of words.entries()) {
    const [name = '', value] = word.split(/=(.*)/s);
    if (names.includes(name)) return value ?? words[index + 1];
  }
  return undefined;
}

export const COMMAND_SUBJECTS = ['command', 'start.application', 'port.listen'] as const;

/** What a command line says: the command, and the server that it starts with its port. `by` names what runs it. */
export function commandFacts(
  source: Source,
  line: number,
  command: string,
  by: AttributesOf<'command'>,
): Fact<'command' | 'start.application' | 'port.listen'>[] {
  return singlesOf(command).flatMap(({ text: single, foreseen }) => {
    const of = foreseen ? { ...by, foreseen } : by;
    const shown = redacted(single);
    // What GitHub fills in is no part of the command, and the rest is still one.
    const known = shown.replaceAll(/\$\{\{[^}]*\}\}/g, '…');
    const facts = known.startsWith('…')
      ? []
      : source.fact('command', known, line, of, known === shown ? 'stated' : 'derived');
    const start = startOf(single);
    if (start === undefined) return facts;
    const { app, port, runner, factory, folder } = start;
    const more = { ...of, runner, ...(factory ? { factory } : {}), ...(folder === undefined ? {} : { folder }) };
    return [
      ...facts,
      ...source.fact('start.application', app ?? '(by its name)', line, {
        ...more,
        ...(port === undefined ? {} : { port }),
      }),
      ...(port === undefined ? [] : source.fact('port.listen', port, line, { ...of, runner })),
    ];
  });
}
