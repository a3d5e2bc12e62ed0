import type { AnyTask } from '../plan/catalog.ts';
import { select } from '../plan/order.ts';
import { lineOf } from '../report/lines.ts';
import { findingLine, groupOf } from '../report/screen.ts';
import { paintFor } from '../report/paint.ts';
import type { Event } from '../run/event.ts';
import type { End } from '../run/execute.ts';
import { pipeline } from '../run/pipeline.ts';
import { Session } from '../run/session.ts';
import { messageOf } from '../outcome/user-error.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { Call } from './call.ts';

/** Runs a goal and returns the exit code of the table in docs/commands.md. */
export async function work(
  call: Call,
  catalog: readonly AnyTask[],
  workspace: Workspace,
  version: string,
): Promise<number> {
  const { flags, name } = call;
  const tasks = select(catalog, {
    goal: name,
    ...(flags.only === undefined ? {} : { only: flags.only }),
    ...(flags.from === undefined ? {} : { from: flags.from }),
  });
  const session = new Session(workspace, flags, [name, ...call.rest], version);
  const rows = !flags.json && isTerminal(process.stdout);
  session.listen(flags.json ? jsonLines : rows ? () => undefined : plainLines);
  const result = await pipeline(tasks, session, rows ? 'default' : 'silent');
  const code = await session.close(codeOf([...result.ends.values()], result.held, session.bug));
  if (session.failure !== undefined) throw session.failure;
  if (session.bug !== undefined) {
    const where = process.env['TURNAROUND_DEBUG']
      ? String((session.bug as Error).stack)
      : 'set TURNAROUND_DEBUG=1 for where it happened, and report it';
    process.stderr.write(session.mask.text(`a defect of this tool: ${messageOf(session.bug)}\n${where}\n`));
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

/** What is left when the rows are gone: what ended other than met, and the counts. */
function closing(ends: ReadonlyMap<string, End>, tasks: readonly AnyTask[], session: Session, rows: boolean): string {
  const paint = paintFor(process.stdout, process.env);
  const groups = new Map<string, number>();
  const open = session.interrupted !== undefined ? 'not done' : session.options.dryRun ? 'only planned' : undefined;
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
  if (unreadable > 0) lines.push(`  ${unreadable} lines of the journal could not be read and were left out`);
  const next = session.interrupted === undefined ? '' : '; interrupted: type the same again to go on';
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
