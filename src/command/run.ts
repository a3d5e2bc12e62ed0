import type { AnyTask } from '../plan/catalog.ts';
import { declaredOptions } from '../plan/declared.ts';
import { select } from '../plan/order.ts';
import { lineOf } from '../report/lines.ts';
import { paintFor } from '../report/paint.ts';
import { findingLine, groupOf } from '../report/screen.ts';
import type { Event } from '../run/event.ts';
import type { End } from '../run/execute.ts';
import { pipeline } from '../run/pipeline.ts';
import { Session } from '../run/session.ts';
import { UserError, messageOf } from '../outcome/user-error.ts';
import { valuesOf, type Given } from '../task/option.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { Command } from './command.ts';
import { RUN, selectionOf, sessionOptions, type RunFlags } from './flags.ts';

/** The command that a task, an area, a terminal or `all` is: its flags are those of every run and of its own tasks. */
export function goal(name: string, catalog: readonly AnyTask[]): Command {
  const options = declaredOptions(select(catalog, { goal: name }));
  const taken = Object.keys(options).find((flag) => Object.hasOwn(RUN, flag));
  if (taken !== undefined)
    throw new UserError(
      `a task of ${name} declares --${taken}, which every run has`,
      'rename the option in its script',
    );
  return {
    name,
    summary: `run ${name}, with what it needs; up-to-date tasks are skipped`,
    flags: { ...options, ...RUN },
    workspace: true,
    catalog: true,
    run({ flags: given, workspace, version }) {
      if (workspace === undefined) throw new Error('a run has a workspace');
      const flags = valuesOf(RUN, given);
      const tasks = select(catalog, selectionOf(name, flags));
      refuseUnused(given, options, tasks);
      return runTasks(tasks, { call: [name], flags, given, workspace, version });
    },
  };
}

/** An option of a task that `--only` or `--from` leaves out would have no effect. */
function refuseUnused(given: Given, options: Given | object, tasks: readonly AnyTask[]): void {
  const used = declaredOptions(tasks);
  const unused = Object.keys(options).find((name) => given[name] && !Object.hasOwn(used, name));
  if (unused !== undefined)
    throw new UserError(
      `--${unused} belongs to a task that this run leaves out`,
      `leave out --${unused}, or include its task`,
    );
}

interface Run {
  /** What was typed, for the journal. */
  readonly call: readonly string[];
  readonly flags: RunFlags;
  /** Values of the tasks' own flags. */
  readonly given?: Given;
  readonly workspace: Workspace;
  readonly version: string;
}

/** Runs tasks and returns the exit code of the table in docs/commands.md. */
export async function runTasks(
  tasks: readonly AnyTask[],
  { call, flags, given, workspace, version }: Run,
): Promise<number> {
  const session = new Session(workspace, sessionOptions(flags, given), call, version);
  const rows = !flags.json && isTerminal(process.stdout);
  session.listen(flags.json ? jsonLines : rows ? () => undefined : plainLines);
  const result = await pipeline(tasks, session, rows ? 'default' : 'silent');
  const code = await session.close(codeOf([...result.ends.values()], result.held, session.bug));
  if (session.failure !== undefined) throw session.failure;
  if (session.bug !== undefined) {
    const where = process.env['TURNAROUND_DEBUG']
      ? String((session.bug as Error).stack)
      : 'set TURNAROUND_DEBUG=1 to see where it happened, and report it';
    process.stderr.write(session.redactor.text(`internal error: ${messageOf(session.bug)}\n${where}\n`));
  }
  if (!flags.json) process.stdout.write(`${closing(result.ends, tasks, session, rows)}\n`);
  if (result.held !== undefined) process.stderr.write(`${result.held}\n`);
  return code;
}

function codeOf(ends: readonly End[], held: string | undefined, bug: unknown): number {
  if (bug !== undefined) return 70;
  if (held !== undefined) return 4;
  if (ends.some(({ verdict }) => verdict === 'unmet')) return 1;
  return ends.every(({ verdict }) => verdict === 'met' || verdict === 'not-applicable') ? 0 : 3;
}

/** What is printed at the end: tasks that did not end met, and the counts. */
function closing(ends: ReadonlyMap<string, End>, tasks: readonly AnyTask[], session: Session, rows: boolean): string {
  const paint = paintFor(process.stdout, process.env);
  const groups = new Map<string, number>();
  const open = session.interrupted !== undefined ? 'not finished' : session.options.dryRun ? 'only planned' : undefined;
  const lines: string[] = [];
  for (const task of tasks) {
    const end = ends.get(task.id) ?? { verdict: null, because: 'not reached' };
    const group = end.verdict === null && open !== undefined ? open : groupOf({ verdict: end.verdict, stale: false });
    groups.set(group, (groups.get(group) ?? 0) + 1);
    const findings = session.past.tasks.get(task.id)?.ended?.findings ?? [];
    if (end.verdict === 'unmet') {
      for (const finding of findings) lines.push(`  ✖ ${task.id}: ${findingLine(finding)}`);
    } else if (rows && end.verdict !== 'met')
      lines.push(`  ? ${task.id}: ${paint.verdict(end.verdict)}: ${end.because}`);
  }
  const counts = [...groups].map(([group, count]) => `${count} ${group}`).join(', ');
  const unreadable = session.past.unreadable;
  if (unreadable > 0) lines.push(`  ${unreadable} lines of the journal cannot be read and are left out`);
  const next = session.interrupted === undefined ? '' : '; interrupted: run the same command again to continue';
  return [...lines, `${tasks.length} ${tasks.length === 1 ? 'task' : 'tasks'}: ${counts}${next}`].join('\n');
}

/** Rows need to know how wide they may be; a pseudo-terminal of a build server does not say. */
function isTerminal(stream: NodeJS.WriteStream): boolean {
  return stream.isTTY && (stream.columns ?? 0) > 0 && process.env['TERM'] !== 'dumb' && !process.env['CI'];
}

function jsonLines(event: Event): void {
  process.stdout.write(`${JSON.stringify(event)}\n`);
}

function plainLines(event: Event): void {
  const line = lineOf(event, paintFor(process.stdout, process.env));
  if (line !== undefined) process.stdout.write(`${line}\n`);
}
