import { Listr, type ListrTask } from 'listr2';
import { terminalsOf, type AnyTask } from '../plan/catalog.ts';
import { messageOf } from '../outcome/user-error.ts';
import { execute, Held, type End } from './execute.ts';
import type { Session } from './session.ts';

/** How lists are shown while they run: as rows on a terminal; elsewhere listeners print lines. */
export type View = 'default' | 'silent';

export interface Result {
  readonly ends: ReadonlyMap<string, End>;
  /** Set if another run holds a task and the caller did not want to wait. */
  readonly held: string | undefined;
}

/** The renderer draws no line for a blank title; without a title it would show the task's output elsewhere. */
const NO_ROW = ' ';

type Row = Parameters<NonNullable<ListrTask['task']>>[1];

/**
 * One list per terminal, one row per task. A task waits for the tasks that it needs; a semaphore limits how many run at once.
 * A row has a title only while it runs or if it did not end met, because listr2's renderer costs quadratic time in visible rows.
 */
export async function pipeline(tasks: readonly AnyTask[], session: Session, view: View): Promise<Result> {
  const ends = new Map<string, End>();
  const ended = new Map(tasks.map((task) => [task.id, deferred()]));
  const slots = semaphore(session.options.jobs);
  let held: string | undefined;

  const run = async (task: AnyTask, row: Row): Promise<void> => {
    for (const need of task.needs) await ended.get(need.id)?.promise;
    const end = missing(task, ends, session) ?? (await slots(() => guarded(task, row)));
    ends.set(task.id, end);
    ended.get(task.id)?.resolve();
    settle(row, task, end);
  };
  const guarded = async (task: AnyTask, row: Row): Promise<End> => {
    row.title = task.id;
    const follow = outputInto(row, task.id);
    session.listen(follow);
    try {
      return await execute(task, session);
    } catch (error) {
      if (error instanceof Held) held = error.message;
      else if (session.interrupted === undefined) session.fail(error);
      return { verdict: null, because: session.interrupted === undefined ? messageOf(error) : 'interrupted' };
    } finally {
      session.unlisten(follow);
    }
  };

  const lists = terminalsOf(tasks)
    .map((terminal) => ({ terminal, own: tasks.filter((task) => terminal.areas.includes(task.area)) }))
    .filter(({ own }) => own.length > 0)
    .map(({ terminal, own }): ListrTask => ({
      title: terminal.name,
      task: (_, list) => {
        let count = 0;
        const counted = async (task: AnyTask, row: Row): Promise<void> => {
          try {
            await run(task, row);
          } finally {
            count += 1;
            list.title = `${terminal.name} ${count}/${own.length}`;
          }
        };
        return list.newListr(
          own.map((task) => ({ title: NO_ROW, task: (_context, row) => counted(task, row) })),
          { concurrent: true, exitOnError: false },
        );
      },
    }));
  const listr = new Listr(lists, {
    concurrent: true,
    exitOnError: false,
    renderer: view,
    rendererOptions: { collapseSubtasks: false, collapseErrors: false, showErrorMessage: true, collapseSkips: false },
    registerSignalListeners: false,
  } as ConstructorParameters<typeof Listr>[1]);
  await listr.run();
  return { ends, held };
}

/** Why a task cannot run: a task that it needs did not end met. */
function missing(task: AnyTask, ends: ReadonlyMap<string, End>, session: Session): End | undefined {
  if (session.signal.aborted) return { verdict: null, because: 'interrupted' };
  for (const need of task.needs) {
    const end = ends.get(need.id) ?? session.past.tasks.get(need.id)?.ended;
    if (end?.verdict === 'met' || (session.options.dryRun && end?.verdict === null)) continue;
    const because = `needs ${need.id}, which ${end === undefined ? 'has not run' : `is ${end.verdict ?? 'not run'}`}`;
    const verdict = end?.verdict === 'not-applicable' ? ('not-applicable' as const) : null;
    session.emit({ event: 'skipped', task: task.id, verdict, because });
    return { verdict, because };
  }
  return undefined;
}

function settle(row: Row, task: AnyTask, { verdict, because }: End): void {
  if (verdict === 'met') row.title = NO_ROW;
  else if (verdict === 'unmet') throw new Error(`${task.id}: ${because}`);
  else row.skip(`${task.id}: ${verdict ?? 'not run'}: ${because}`);
}

function outputInto(row: Row, task: string): Parameters<Session['listen']>[0] {
  return (event) => {
    if (!('task' in event) || event.task !== task) return;
    if (event.event === 'output') row.output = event.text;
    else if (event.event === 'progress')
      row.output = `${event.text}${event.total === undefined ? '' : ` ${event.done ?? 0}/${event.total}`}`;
    else if (event.event === 'waiting') row.output = `waits for ${event.holder}`;
    else if (event.event === 'would') row.output = `would ${event.what}`;
  };
}

function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

/** Runs at most `width` at once; the others wait in the order in which they came. */
function semaphore(width: number): <V>(body: () => Promise<V>) => Promise<V> {
  let free = width;
  const waiting: (() => void)[] = [];
  return async (body) => {
    if (free === 0) await new Promise<void>((go) => waiting.push(go));
    else free -= 1;
    try {
      return await body();
    } finally {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
}
