import { TERMINALS, type AnyTask } from '../plan/catalog.ts';
import { knowledgeOf } from '../plan/knowledge.ts';
import type { Options } from '../task/option.ts';
import type { Definition, Needs } from '../task/task.ts';
import type { Json } from '../outcome/outcome.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { Command } from './command.ts';
import { HELP, RUN, WORKSPACE } from './flags.ts';

export const CODES =
  '0 everything met, not applicable or waived · 1 something unmet · 2 wrong call or settings · 3 something unknown, stale or only planned · 4 held by another run, or undo would overwrite · 130/143 interrupted · 70 internal error';

/** The flags that a command knows: its own, `--workspace` if it works on one, and `--help`. */
export function flagsOf({ flags, workspace }: Pick<Command, 'flags' | 'workspace'>): Options {
  return { ...flags, ...(workspace ? WORKSPACE : {}), ...HELP };
}

/** `why [TASK …]`. */
export function usageOf({ name, words }: Pick<Command, 'name' | 'words'>): string {
  if (words === undefined) return name;
  const shown = `${words.name}${words.most > 1 ? ' …' : ''}`;
  return `${name} ${words.required ? shown : `[${shown}]`}`;
}

/** `--jobs N`. */
export function flagUsage([name, { type, value = 'VALUE' }]: readonly [string, Options[string]]): string {
  return `--${name}${type === 'string' ? ` ${value}` : ''}`;
}

/** Help without a name: every task and every command. */
export function help(catalog: readonly AnyTask[], commands: readonly Command[]): string {
  const terminals = TERMINALS.map(({ id }) => (id === 'final' ? 'final:all' : `terminal:${id}`));
  return [
    'usage: ./task [NAME] [flags]\n',
    `Tasks (also AREA:all, ${terminals.join(', ')}, all):`,
    table(catalog.map((task) => [task.id, task.definition.summary])),
    '\nCommands (without a name: the state of the workspace and the next command):',
    table(commands.map((command) => [usageOf(command), command.summary])),
    '\nFlags of every run of tasks (./task NAME --help lists the flags of a task or a command):',
    flagTable(flagsOf({ flags: RUN, workspace: true })),
    `\nExit codes: ${CODES}`,
  ].join('\n');
}

/** Help of a command, an area or a terminal. */
export function commandHelp(command: Command): string {
  return [`usage: ./task ${usageOf(command)} [flags]\n`, `${command.summary}\n`, flagTable(flagsOf(command))].join(
    '\n',
  );
}

/** Help of one task: what it does, its own flags, and those of every run. */
export async function taskHelp({ id, needs, definition }: AnyTask, workspace: Workspace | undefined): Promise<string> {
  const of = async (list: Definition<Needs, Json>['executes']): Promise<string> =>
    workspace === undefined || list === undefined
      ? ''
      : (await list(knowledgeOf(workspace).asking(new Map()))).join(', ');
  const rows: [string, string][] = [
    ['needs', needs.map((need) => need.id).join(', ')],
    ['reads', await of(definition.reads)],
    ['writes', await of(definition.writes)],
    ['executes', await of(definition.executes)],
    ['calls', await of(definition.calls)],
    ['tools', (definition.tools ?? []).map(({ name }) => (typeof name === 'string' ? name : 'a path')).join(', ')],
    ['proves', (definition.proves ?? []).join(', ')],
    ...Object.entries(definition.partial ?? {}).map(([line, why]): [string, string] => ['partial', `${line}: ${why}`]),
    ['effect', typeof definition.effect === 'string' ? definition.effect : 'depends on the workspace'],
    ...(definition.settings ?? []).flatMap((entry): [string, string][] =>
      typeof entry === 'function' ? [] : [['setting', `${entry.key}: ${entry.schema.description}`]],
    ),
  ];
  const own = definition.options ?? {};
  return [
    `usage: ./task ${id} [flags]\n`,
    `${definition.summary}\n`,
    table(rows.filter(([, value]) => value !== '')),
    ...(Object.keys(own).length === 0 ? [] : [`\nFlags of ${id}:`, flagTable(own)]),
    '\nFlags of every run:',
    flagTable(flagsOf({ flags: RUN, workspace: true })),
  ].join('\n');
}

function flagTable(flags: Options): string {
  return table(Object.entries(flags).map((flag) => [flagUsage(flag), flag[1].description]));
}

function table(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(0, ...rows.map(([name]) => name.length));
  return rows.map(([name, words]) => `  ${name.padEnd(width)}  ${words}`).join('\n');
}
