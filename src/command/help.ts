import type { AnyTask } from '../plan/catalog.ts';
import { knowledgeOf } from '../plan/knowledge.ts';
import { suggestion } from '../plan/order.ts';
import type { Definition, Needs } from '../task/define.ts';
import { Fault } from '../outcome/user-error.ts';
import type { Json } from '../outcome/outcome.ts';
import type { Workspace } from '../workspace/workspace.ts';

/** Every command that is not a task: what it takes, and what it does. */
export const COMMANDS: Readonly<Record<string, readonly [takes: string, does: string]>> = {
  demo: ['', 'run the whole job on a fresh copy of the bundled example'],
  test: ['', 'run the whole check of this repository'],
  list: ['', 'every task, with what it needs'],
  status: ['', 'every line of the checklists: proved, open, or not to be told, and why'],
  why: ['[TASK …]', 'why a task stands or has to run, file by file'],
  plan: ['[GOAL]', 'what a run would do, execute, call and write; changes nothing'],
  graph: ['[--mermaid]', 'what needs what'],
  facts: ['[--subject NAME]', 'what the files of the workspace state, with file and line'],
  rules: ['[RULE …]', 'contradictions between the files of the workspace, with both places'],
  mend: ['[RULE …] [--dry-run]', 'the changes that end contradictions, where they are sure; `undo` takes them back'],
  init: ['[KEY=VALUE …] [--check]', 'what was found and where; writes turnaround.yaml with what detection cannot know'],
  doctor: ['', 'what this machine lacks, what that leaves open, and the line that installs it'],
  tick: ['', "tick and untick the boxes of the workspace's own checklists by proof"],
  undo: ['[RUN]', 'take back what a run changed in the workspace; the last one when none is named'],
  purge: ['[RUN]', 'free what undo would need'],
  new: ['AREA:NAME', 'write a new task and its test, or with rule:AREA/NAME a rule and its cases'],
  generate: ['[--dry-run]', 'refresh the Taskfiles and the tables in docs/ from the scripts'],
};

/** A command by its name; a name that every object has is none. */
export function commandOf(name: string): readonly [takes: string, does: string] | undefined {
  return Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
}

export const FLAGS: readonly (readonly [string, string])[] = [
  ['--workspace DIR', 'the workspace; also WORKSPACE=DIR; else found from the folder you stand in'],
  ['--dry-run', 'do all reading, print every command and path, change nothing'],
  ['--apply', 'do what lies outside the workspace, which is only planned otherwise'],
  ['--force', 'run even what stands, and write over what is not ours'],
  ['--only A,B', 'these tasks alone'],
  ['--from A', 'this task and what lies behind it'],
  ['--jobs N', 'at most N tasks at once'],
  ['--no-wait', 'exit 4 when another run holds a task, instead of waiting for it'],
  ['--offline', 'call nobody'],
  ['--make-env', 'make a private Python environment from what the workspace declares, where none can import it'],
  ['--subject NAME', 'facts about this alone: port, port.exposed'],
  ['--format F', 'findings as text, json, sarif, junit, github or markdown'],
  ['--output FILE', 'findings into a file instead of the screen'],
  ['--since REF', 'for rules: only what is new since a commit'],
  ['--baseline', 'for rules: accept what is found now; once it is there it only shrinks'],
  ['--fold FILE', 'for rules: findings of another tool (SARIF) beside ours; may be given several times'],
  ['--broken', "for demo: the example with the checklists' own files in it"],
  ['--check', 'for init: only say what changed since; 1 where something did'],
  ['--json', 'one event a line for runs, one document for the rest'],
  ['--help', 'this text, or that of a name'],
];

export const CODES =
  '0 all met · 1 something unmet · 2 wrong call or settings · 3 something could not be told · 4 held by another, or undo would overwrite · 130/143 interrupted · 70 a defect of ours';

export function help(catalog: readonly AnyTask[]): string {
  const table = (rows: readonly (readonly [string, string])[]): string => {
    const width = Math.max(...rows.map(([name]) => name.length));
    return rows.map(([name, words]) => `  ${name.padEnd(width)}  ${words}`).join('\n');
  };
  return [
    'usage: ./task [NAME] [flags]\n',
    'Tasks (also AREA:all, terminal:5 … terminal:8, final:all, all):',
    table(catalog.map((task) => [task.id, task.definition.summary])),
    '\nCommands (none: where things stand, and what comes next):',
    table(Object.entries(COMMANDS).map(([name, [takes, does]]) => [`${name} ${takes}`.trim(), does])),
    '\nFlags:',
    table(FLAGS),
    `\nExit codes: ${CODES}`,
  ].join('\n');
}

/** Help for one name. */
export async function helpFor(
  name: string,
  catalog: readonly AnyTask[],
  workspace: Workspace | undefined,
): Promise<string> {
  const command = commandOf(name);
  if (command !== undefined) return `usage: ./task ${`${name} ${command[0]}`.trim()}\n\n${command[1]}`;
  const task = catalog.find(({ id }) => id === name);
  if (task === undefined) {
    if (/^(?:all|terminal:\w+|\w+:all)$/.test(name))
      return `usage: ./task ${name} [flags]\n\nruns every task of ${name}, what is needed first; what stands is skipped\n\n./task plan ${name} shows what it would do`;
    throw new Fault(
      `nothing is called ${name}`,
      suggestion(name, [...catalog.map(({ id }) => id), ...Object.keys(COMMANDS)], './task --help lists everything'),
    );
  }
  const { definition } = task;
  const of = async (list: Definition<Needs, Json>['executes']): Promise<string> =>
    workspace === undefined || list === undefined
      ? ''
      : (await list(knowledgeOf(workspace).asking(new Map()))).join(', ');
  const rows = {
    needs: task.needs.map(({ id }) => id).join(', '),
    reads: await of(definition.reads),
    writes: await of(definition.writes),
    executes: await of(definition.executes),
    calls: await of(definition.calls),
    settles: (definition.settles ?? []).join(', '),
    effect: typeof definition.effect === 'string' ? definition.effect : 'depends on the workspace',
  };
  const lines = Object.entries(rows)
    .filter(([, value]) => value !== '')
    .map(([key, value]) => `  ${key.padEnd(8)}  ${value}`);
  const leaves = Object.entries(definition.leaves ?? {}).map(([id, why]) => `  leaves    ${id} open: ${why}`);
  return [`usage: ./task ${name} [flags]\n\n${definition.summary}\n`, ...lines, ...leaves].join('\n');
}
