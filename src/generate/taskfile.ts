import { stringify } from 'yaml';
import type { AnyTask } from '../plan/catalog.ts';

const HEAD = '# Generated from the scripts beside it by `./task generate`; a test fails when it is not as they are.\n';

/**
 * The Taskfile of an area: a façade for people with go-task, one `./task` call a command and nothing else. Order,
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
      `${definition.summary}\n\n./task ${id} --help says what it reads, writes and runs.\n`,
    );
  });
  const all = entry(
    'all',
    `Every task of ${area}`,
    `Every task of ${area}, what is needed first; what stands is skipped.\n`,
  );
  const document = {
    version: '3',
    run: 'once',
    tasks: Object.fromEntries([...own, all]),
  };
  return HEAD + stringify(document, { lineWidth: 0 });
}

/** The table of all tasks for docs/tasks.md. */
export function taskTable(catalog: readonly AnyTask[]): string {
  const rows = catalog.map((task) => {
    const { definition, id } = task;
    const effect = typeof definition.effect === 'string' ? definition.effect : 'depends on where it is';
    const criteria = [
      ...(definition.settles ?? []),
      ...Object.keys(definition.leaves ?? {}).map((line) => `${line} (open)`),
    ];
    return `| \`${id}\` | ${definition.summary} | ${task.needs.map((need) => `\`${need.id}\``).join(', ')} | ${effect} | ${criteria.join(', ')} |`;
  });
  return ['| task | what it does | needs | effect | criteria |', '|---|---|---|---|---|', ...rows].join('\n');
}
