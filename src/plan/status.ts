import type { Finding, Json, Verdict } from '../outcome/outcome.ts';
import { failing } from '../rule/failing.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { terminalsOf, type AnyTask } from './catalog.ts';
import type { Criterion } from './criteria.ts';
import { freshness, type History } from './freshness.ts';
import { knowledgeOf } from './knowledge.ts';
import { inOrder } from './order.ts';

export interface TaskStatus {
  readonly id: string;
  readonly summary: string;
  readonly verdict: Verdict | null;
  readonly stale: boolean;
  readonly because: string;
  /** All reasons, if there are several. */
  readonly reasons: readonly string[];
  readonly ms: number | null;
  readonly at: string | null;
  readonly needs: readonly string[];
  readonly findings: readonly Finding[];
}

export interface Evidence {
  readonly task: string;
  readonly at: string;
  readonly figures: Json;
}

export interface CriterionStatus extends Omit<Criterion, 'terminal' | 'refutedBy'> {
  readonly verdict: Verdict | null;
  readonly stale: boolean;
  readonly because: string | null;
  readonly tasks: readonly string[];
  readonly evidence: readonly Evidence[];
  /** The findings that refute it. */
  readonly findings: readonly Finding[];
}

export interface TerminalStatus {
  readonly id: string;
  readonly name: string;
  readonly criteria: readonly CriterionStatus[];
}

export interface Status {
  readonly workspace: string;
  readonly complete: boolean;
  readonly met: number;
  readonly applicable: number;
  readonly terminals: readonly TerminalStatus[];
  readonly tasks: readonly TaskStatus[];
}

/** The state of every task and criterion: the journal compared with the present workspace. */
export async function statusOf(
  catalog: readonly AnyTask[],
  lines: readonly Criterion[],
  workspace: Workspace,
  history: History,
): Promise<Status> {
  const tasks = await tasksStatus(catalog, workspace, history);
  const states: { terminal: string; status: CriterionStatus }[] = [];
  for (const line of lines) {
    const proved = criterionStatus(line, catalog, tasks, history);
    states.push({ terminal: line.terminal, status: await refuted(proved, line, workspace) });
  }
  const terminals = [...terminalsOf(catalog), { id: 'coordination', name: 'coordination' }]
    .map(({ id, name }) => ({
      id,
      name,
      criteria: states.flatMap(({ terminal, status }) => (terminal === id ? [status] : [])),
    }))
    .filter((terminal) => terminal.criteria.length > 0);
  // The five coordination notes are habits, not criteria that can be completed.
  const counted = terminals.filter(({ id }) => id !== 'coordination').flatMap((terminal) => terminal.criteria);
  const applicable = counted.filter(({ verdict }) => verdict !== 'not-applicable');
  const met = applicable.filter(({ verdict, stale }) => verdict === 'met' && !stale);
  return {
    workspace: workspace.root,
    complete: met.length === applicable.length,
    met: met.length,
    applicable: applicable.length,
    terminals,
    tasks,
  };
}

/** The last verdict of each task and whether it is up to date; what needs a stale task is stale as well. */
export async function tasksStatus(
  catalog: readonly AnyTask[],
  workspace: Workspace,
  history: History,
): Promise<TaskStatus[]> {
  const stale = new Set<string>();
  const found: TaskStatus[] = [];
  for (const task of inOrder(catalog)) {
    const ended = history.get(task.id)?.ended;
    const { fresh, because } = await freshness(task, workspace, history, stale);
    if (!fresh) stale.add(task.id);
    const verdict = ended?.verdict ?? null;
    const words = verdict === 'met' || ended?.because == null ? because : [ended.because];
    found.push({
      id: task.id,
      summary: task.definition.summary,
      verdict,
      stale: verdict === 'met' && !fresh,
      because: words.join('; '),
      reasons: words,
      ms: ended?.ms ?? null,
      at: ended?.at ?? null,
      needs: task.needs.map(({ id }) => id),
      findings: ended?.findings ?? [],
    });
  }
  return found;
}

function criterionStatus(
  { id, text }: Criterion,
  catalog: readonly AnyTask[],
  tasks: readonly TaskStatus[],
  history: History,
): CriterionStatus {
  const settling = catalog.filter((task) => task.definition.proves?.includes(id)).map((task) => task.id);
  const working = catalog.filter((task) => task.definition.partial?.[id] !== undefined);
  const states = tasks.filter((task) => settling.includes(task.id));
  const shared = {
    id,
    text,
    tasks: [...settling, ...working.map((task) => task.id)],
    evidence: evidenceOf(settling, history),
    findings: states.flatMap(({ findings }) => findings),
  };
  if (states.length === 0) {
    const because = working.map((task) => task.definition.partial?.[id]).join('; ');
    return { ...shared, verdict: 'unknown', stale: false, because: because === '' ? 'no task proves it yet' : because };
  }
  const worst = WORST.map((verdict) => states.find((state) => state.verdict === verdict)).find(
    (state) => state !== undefined,
  );
  const stale = states.filter((state) => state.stale);
  const told = worst?.verdict === 'met' ? stale[0] : worst;
  return {
    ...shared,
    verdict: worst?.verdict ?? null,
    stale: worst?.verdict === 'met' && stale.length > 0,
    because: told?.because ?? null,
  };
}

/** If no task could decide a criterion, findings of its rules that fail at the first start make it unmet. */
async function refuted(
  proved: CriterionStatus,
  { refutedBy }: Criterion,
  workspace: Workspace,
): Promise<CriterionStatus> {
  const isOpen = proved.verdict === null || proved.verdict === 'unknown';
  if (!isOpen || refutedBy.length === 0) return proved;
  const findings = failing(
    await knowledgeOf(workspace)
      .asking(new Map())
      .rules(...refutedBy),
  );
  const [first] = findings;
  if (first === undefined) return proved;
  const more = findings.length === 1 ? '' : `, and ${findings.length - 1} more`;
  return { ...proved, verdict: 'unmet', because: `${first.message}${more}`, findings };
}

/** A criterion has the worst verdict of the tasks that prove it. */
const WORST: readonly (Verdict | null)[] = ['unmet', 'unknown', null, 'met', 'not-applicable'];

function evidenceOf(tasks: readonly string[], history: History): Evidence[] {
  return tasks.flatMap((task) => {
    const ended = history.get(task)?.ended;
    return ended?.verdict === 'met' ? [{ task, at: ended.at, figures: figures(ended.value) }] : [];
  });
}

/** The numbers in the value that a task passed on. */
function figures(value: Json): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return typeof value === 'number' ? value : {};
  return Object.fromEntries(Object.entries(value).filter(([, figure]) => typeof figure === 'number'));
}
