import { redacted } from './redact.ts';
import type { Fact } from './fact.ts';
import { commandsAnywhere, type ShellCommand } from './shell/commands.ts';
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
const RUNNER = new RegExp(`(?:^|/)(?:${RUNNERS.join('|')})$`);

/** The Python server that a command starts, behind `exec`, `poetry run`, `uv run`, `python -m` and assignments. */
export function startOf(words: readonly string[]): Start | undefined {
  const at = words.findIndex((word) => RUNNER.test(word));
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

/** What runs a command, and where; the words are read from the command itself. */
export type OfCommand = Omit<AttributesOf<'command'>, 'words' | 'programs'>;

/** A command with its words, without secrets. Of a line with several commands, the words are those of the first. */
export function commandFact(
  source: Source,
  line: number,
  command: Pick<ShellCommand, 'text' | 'words'>,
  of: Omit<AttributesOf<'command'>, 'words'>,
): Fact<'command'>[] {
  const shown = redacted(command.text);
  // An expression that GitHub fills in is left out; the rest is still a command.
  const known = withoutExpressions(shown);
  if (known.startsWith('…') || command.words.length === 0) return [];
  const words = shown === command.text ? command.words : (commandsAnywhere(shown)[0]?.words ?? []);
  const sure = known === shown ? 'stated' : 'derived';
  return source.fact('command', known, line, { ...of, words: words.map(withoutExpressions) }, sure);
}

function withoutExpressions(text: string): string {
  return text.replaceAll(/\$\{\{[^}]*\}\}/g, '…');
}

/** The server that a command starts, with its port. */
export function startFacts(
  source: Source,
  line: number,
  words: readonly string[],
  of: OfCommand,
): Fact<'start.application' | 'port.listen'>[] {
  const start = startOf(words);
  if (start === undefined) return [];
  const { app, port, runner, factory, folder } = start;
  const more = { ...of, runner, ...(factory ? { factory } : {}), ...(folder === undefined ? {} : { folder }) };
  return [
    ...source.fact('start.application', app ?? '(by its name)', line, {
      ...more,
      ...(port === undefined ? {} : { port }),
    }),
    ...(port === undefined ? [] : source.fact('port.listen', port, line, { ...of, runner })),
  ];
}

/** What a command says: the command, and the server that it starts. `by` names what runs it. */
export function commandFacts(
  source: Source,
  line: number,
  command: Omit<ShellCommand, 'folder'>,
  by: OfCommand,
): Fact<(typeof COMMAND_SUBJECTS)[number]>[] {
  const of = command.foreseen ? { ...by, foreseen: true } : by;
  // `$(cd web && pwd)` changes the folder of nothing else; the commands after it carry their folder.
  if (command.captured && /^(?:cd|pushd|popd)$/.test(command.words[0] ?? '')) return [];
  return [...commandFact(source, line, command, of), ...startFacts(source, line, command.words, of)];
}
