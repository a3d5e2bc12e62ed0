import { stringify } from 'yaml';
import { TERMINALS, type AnyTask } from '../plan/catalog.ts';

const HEAD = '# Generated from the scripts beside it by `./task generate`; a test fails if it is stale.\n';

/**
 * The Taskfile of an area: a façade for users of go-task, one `./task` call a command and nothing else. Order,
 * fingerprints and locks are ours: go-task records its checksum before the work is done.
 */
export function areaTaskfile(area: string, tasks: readonly AnyTask[]): string {
  const call = (name: string): string => `./task ${area}:${name} {{.ARGS}}`;
  const entry = (name: string, desc: string, summary: string): [string, object] => [
    name,
    { desc, summary, cmds: [call(name)] },
  ];
  const own = tasks.map(({ id, definition }) => {
    const name = id.slice(area.length + 1);
    return entry(
      name,
      definition.summary,
      `${definition.summary}\n\n./task ${id} --help shows what it reads, writes and runs.\n`,
    );
  });
  const all = entry(
    'all',
    `Every task of ${area}`,
    `Every task of ${area}, with what it needs; up-to-date tasks are skipped.\n`,
  );
  const document = {
    version: '3',
    run: 'once',
    tasks: Object.fromEntries([...own, all]),
  };
  return HEAD + stringify(document, { lineWidth: 0 });
}

/** The entries of the root Taskfile for commands and goals; its includes are written by hand. */
export function commandTasks(commands: readonly { readonly name: string; readonly summary: string }[]): string {
  const terminals = TERMINALS.filter(({ areas: [area] }) => area !== 'final');
  const entries: readonly [name: string, desc: string][] = [
    ['default', 'show the state of the workspace and the next command'],
    ['all', 'run every task of every terminal'],
    ...terminals.map(({ id, name }): [string, string] => [
      `terminal:${id}`,
      `run every task of terminal ${id} (${name})`,
    ]),
    ...commands.map(({ name, summary }): [string, string] => [name, summary]),
  ];
  const document = Object.fromEntries(
    entries.map(([name, desc]) => [
      name,
      // The tests are no workspace's.
      {
        desc: capital(desc),
        cmds: [`./task ${name === 'default' ? '' : `${name} `}{{.${name === 'test' ? 'CLI_ARGS' : 'ARGS'}}}`],
      },
    ]),
  );
  return stringify(document, { lineWidth: 0, singleQuote: true }).replaceAll(/^(?=.)/gm, '  ');
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** The table of all tasks for docs/tasks.md. */
export function taskTable(catalog: readonly AnyTask[]): string {
  const rows = catalog.map((task) => {
    const { definition, id } = task;
    const effect = typeof definition.effect === 'string' ? definition.effect : 'depends on the workspace';
    const criteria = [
      ...(definition.proves ?? []),
      ...Object.keys(definition.partial ?? {}).map((line) => `${line} (partly)`),
    ];
    const options = Object.keys(definition.options ?? {}).map((name) => `\`--${name}\``);
    return `| \`${id}\` | ${definition.summary} | ${task.needs.map((need) => `\`${need.id}\``).join(', ')} | ${effect} | ${options.join(', ')} | ${criteria.join(', ')} |`;
  });
  return [
    '| task | what it does | needs | effect | its own flags | criteria |',
    '|---|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}
