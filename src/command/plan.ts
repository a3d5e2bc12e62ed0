import type { AnyTask } from '../plan/catalog.ts';
import { freshness, type History } from '../plan/freshness.ts';
import { knowledgeOf } from '../plan/knowledge.ts';
import { select } from '../plan/order.ts';
import type { Effect } from '../task/task.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { defineCommand } from './command.ts';
import { FORCE, JSON_FLAG, SELECTION, selectionOf } from './flags.ts';
import { readJournal } from './status.ts';

export const plan = defineCommand({
  name: 'plan',
  summary: 'show what a run would do, execute, call and write; change nothing',
  words: { name: 'GOAL', most: 1 },
  flags: { ...SELECTION, ...FORCE, ...JSON_FLAG },
  workspace: true,
  catalog: true,
  readOnly: true,

  async run({ words: [goal = 'all'], flags, workspace, catalog }) {
    const tasks = select(catalog, selectionOf(goal, flags));
    const planned = await plannedTasks(tasks, workspace, readJournal(workspace).tasks, flags.force);
    const text = (): string => planned.map(lines).join('\n');
    process.stdout.write(`${flags.json ? JSON.stringify(planned, null, 1) : text()}\n`);
    return 0;
  },
});

/** Whether a task would run and why, what of the workspace it would execute, and which services it would call. */
interface PlannedTask {
  readonly id: string;
  readonly runs: boolean;
  readonly because: readonly string[];
  readonly effect: Effect;
  readonly writes: readonly string[];
  readonly executes: readonly string[];
  readonly calls: readonly string[];
}

async function plannedTasks(
  tasks: readonly AnyTask[],
  workspace: Workspace,
  history: History,
  force: boolean,
): Promise<PlannedTask[]> {
  const stale = new Set<string>();
  const found: PlannedTask[] = [];
  for (const task of tasks) {
    const { definition, id } = task;
    const { fresh, because } = await freshness(task, workspace, history, stale);
    const runs = force || !fresh;
    if (runs) stale.add(id);
    const asked = knowledgeOf(workspace).asking(new Map());
    found.push({
      id,
      runs,
      because,
      effect: typeof definition.effect === 'function' ? definition.effect(asked) : definition.effect,
      writes: (await definition.writes?.(asked)) ?? [],
      executes: (await definition.executes?.(asked)) ?? [],
      calls: definition.calls?.(asked) ?? [],
    });
  }
  return found;
}

function lines({ id, runs, because, effect, writes, executes, calls }: PlannedTask): string {
  const part = (name: string, values: readonly string[]): string[] =>
    values.length === 0 ? [] : [`    ${name} ${values.join(', ')}`];
  return [
    `${id}: ${runs ? 'runs' : 'is up to date'}: ${because.join('; ')}`,
    ...(runs
      ? [
          ...part('executes', executes),
          ...part('calls', calls),
          ...part('writes', writes),
          ...(effect === 'outside'
            ? ['    changes something outside the workspace: only planned without --apply']
            : []),
        ]
      : []),
  ].join('\n');
}
