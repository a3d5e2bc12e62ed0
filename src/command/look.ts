import type { AnyTask } from '../plan/catalog.ts';
import { criteria } from '../plan/criteria.ts';
import { freshness } from '../plan/freshness.ts';
import { knowledgeOf } from '../plan/knowledge.ts';
import { select, suggestion } from '../plan/order.ts';
import { statusOf, type Status } from '../plan/status.ts';
import { paintFor } from '../report/paint.ts';
import { checklist, firstScreen, groupOf, summary, taskTable } from '../report/screen.ts';
import { Record } from '../run/journal-state.ts';
import { Fault } from '../outcome/user-error.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { Call } from './call.ts';

/** The read-only commands: they change nothing, and run nothing of the workspace. */
export async function look(call: Call, catalog: readonly AnyTask[], workspace: Workspace): Promise<number> {
  const paint = paintFor(process.stdout, process.env);
  const past = new Record(workspace.state).refresh();
  if (past.unreadable > 0)
    process.stderr.write(`${past.unreadable} lines of the journal could not be read and were left out\n`);
  if (call.name === 'plan') return planned(call, catalog, workspace, past);
  const status = await statusOf(catalog, criteria(), workspace, past.tasks);
  const print = (json: unknown, text: () => string): void =>
    void process.stdout.write(`${call.flags.json ? JSON.stringify(json, null, 1) : text()}\n`);
  switch (call.name) {
    case '':
      print(status, () => firstScreen(status, paint));
      return 0;
    case 'why': {
      const chosen = why(call, status);
      print(chosen, () =>
        chosen
          .map(
            (task) =>
              `${task.id}: ${paint.verdict(task.verdict, task.stale)}\n${task.reasons.map((reason) => `  ${reason}`).join('\n')}`,
          )
          .join('\n'),
      );
      return 0;
    }
    default:
      print(status, () =>
        [checklist(status, paint), paint.bold('Tasks'), taskTable(status.tasks, paint), '', summary(status)].join('\n'),
      );
      return codeOf(status);
  }
}

/** The exit code of `status`: the same table as that of a run, over the criteria. */
export function codeOf(status: Status): number {
  const lines = status.terminals.filter(({ id }) => id !== 'coordination').flatMap(({ criteria: own }) => own);
  if (lines.some((line) => groupOf(line) === 'not ready') || status.tasks.some((task) => task.verdict === 'unmet'))
    return 1;
  return lines.some((line) => groupOf(line) === 'cannot tell') ? 3 : 0;
}

function why({ rest }: Call, { tasks }: Status): Status['tasks'] {
  if (rest.length === 0) return tasks;
  return rest.map((id) => {
    const task = tasks.find((each) => each.id === id);
    if (task === undefined)
      throw new Fault(
        `no task is called ${id}`,
        suggestion(
          id,
          tasks.map((each) => each.id),
          './task list shows all',
        ),
      );
    return task;
  });
}

/** What a run would do: each task, whether and why it would run, what of the workspace it would execute, whom it would call. */
async function planned(call: Call, catalog: readonly AnyTask[], workspace: Workspace, past: Record): Promise<number> {
  const [goal = 'all'] = call.rest;
  const { only, from } = call.flags;
  const tasks = select(catalog, {
    goal,
    ...(only === undefined ? {} : { only }),
    ...(from === undefined ? {} : { from }),
  });
  const stale = new Set<string>();
  const asked = knowledgeOf(workspace).asking(new Map());
  const found = [];
  for (const task of tasks) {
    const { definition, id } = task;
    const { fresh, because } = await freshness(task, workspace, past.tasks, stale);
    const runs = call.flags.force || !fresh;
    if (runs) stale.add(id);
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
  if (call.flags.json) process.stdout.write(`${JSON.stringify(found, null, 1)}\n`);
  else for (const each of found) process.stdout.write(`${planLines(each)}\n`);
  return 0;
}

interface PlannedTask {
  readonly id: string;
  readonly runs: boolean;
  readonly because: readonly string[];
  readonly effect: string;
  readonly writes: readonly string[];
  readonly executes: readonly string[];
  readonly calls: readonly string[];
}

function planLines({ id, runs, because, effect, writes, executes, calls }: PlannedTask): string {
  const part = (name: string, values: readonly string[]): string[] =>
    values.length === 0 ? [] : [`    ${name} ${values.join(', ')}`];
  return [
    `${id}: ${runs ? 'runs' : 'stands'}: ${because.join('; ')}`,
    ...(runs
      ? [
          ...part('executes', executes),
          ...part('calls', calls),
          ...part('writes', writes),
          ...(effect === 'outside' ? ['    outside this workspace: only planned until --apply'] : []),
        ]
      : []),
  ].join('\n');
}
