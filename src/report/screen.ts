import type { CriterionStatus, Status, TaskStatus } from '../plan/status.ts';
import type { Finding } from '../outcome/outcome.ts';
import type { Paint } from './paint.ts';

/** What people read and count: the verdicts, and `stale` for a `met` whose proof has changed since. */
export type Group = 'met' | 'stale' | 'unmet' | 'unknown' | 'not applicable';

/** Without a verdict nothing is known. */
export function groupOf({ verdict, stale }: Pick<CriterionStatus, 'verdict' | 'stale'>): Group {
  if (verdict === 'not-applicable') return 'not applicable';
  if (verdict === 'met') return stale ? 'stale' : 'met';
  return verdict ?? 'unknown';
}

const MARK: Readonly<Record<Group, string>> = {
  met: '✔',
  stale: '?',
  unmet: '✖',
  unknown: '?',
  'not applicable': '–',
};

/** The checklist: every line with its mark, and with its evidence or the reason why it is not met. */
export function checklist({ terminals }: Status, paint: Paint): string {
  return terminals
    .map(({ id, name, criteria }) =>
      [
        paint.bold(/^\d/.test(id) ? `Terminal ${id}: ${name}` : name),
        ...criteria.map((line) => criterionLine(line, paint)),
      ].join('\n'),
    )
    .join('\n\n');
}

function criterionLine(line: CriterionStatus, paint: Paint): string {
  const proof = line.evidence.map(({ task, at, figures }) => `${task} at ${at} ${JSON.stringify(figures)}`).join(', ');
  const why = line.because ?? proof;
  return `  ${MARK[groupOf(line)]} ${line.text}${why === '' ? '' : `\n      ${paint.dim(`${line.id}: ${why}`)}`}`;
}

export function summary({ terminals, met, applicable }: Status): string {
  const lines = terminals.filter(({ id }) => id !== 'coordination').flatMap(({ criteria }) => criteria);
  const count = (group: Group): string => `${lines.filter((line) => groupOf(line) === group).length} ${group}`;
  const groups: readonly Group[] = ['stale', 'unmet', 'unknown', 'not applicable'];
  return `${met} of ${applicable} criteria met; ${groups.map(count).join(', ')}`;
}

export function taskLine(task: TaskStatus, width: number, paint: Paint): string {
  return `  ${task.id.padEnd(width)}  ${paint.verdict(task.verdict, task.stale)}  ${paint.dim(task.because)}`;
}

export function taskTable(tasks: readonly TaskStatus[], paint: Paint): string {
  const width = Math.max(...tasks.map(({ id }) => id.length), 0);
  return tasks.map((task) => taskLine(task, width, paint)).join('\n');
}

export function findingLine({ message, remedy, place }: Finding): string {
  const where = place === undefined ? '' : `${place.file}${place.line === undefined ? '' : `:${place.line}`}`;
  return `${where === '' || message.startsWith(where) ? '' : `${where}: `}${message}\n      → ${remedy}`;
}

/** What `./task` without a name shows: the counts, the three worst findings, the next command. */
export function firstScreen(status: Status, paint: Paint): string {
  const worst = status.tasks
    .flatMap((task) => task.findings.map((finding) => `  ✖ ${task.id}: ${findingLine(finding)}`))
    .slice(0, 3);
  const next = status.tasks.find((task) => task.verdict !== 'met' || task.stale);
  return [
    paint.bold(summary(status)),
    taskTable(status.tasks, paint),
    worst.length === 0 ? 'No findings recorded.' : ['Findings:', ...worst].join('\n'),
    `Next: ${paint.bold(next === undefined ? './task status' : `./task ${next.verdict === null ? 'all' : next.id}`)}   (./task --help lists the commands)`,
  ].join('\n\n');
}

/** The graph as Mermaid, or as text: each task and what it needs. */
export function graph(tasks: readonly Pick<TaskStatus, 'id' | 'needs'>[], format: 'text' | 'mermaid'): string {
  if (format === 'text')
    return tasks.map(({ id, needs }) => (needs.length === 0 ? id : `${id}  ←  ${needs.join(', ')}`)).join('\n');
  const node = (id: string): string => id.replaceAll(/\W/g, '_');
  const nodes = tasks.map(({ id }) => `  ${node(id)}["${id}"]`);
  const edges = tasks.flatMap(({ id, needs }) => needs.map((need) => `  ${node(need)} --> ${node(id)}`));
  return ['graph LR', ...nodes, ...edges].join('\n');
}
