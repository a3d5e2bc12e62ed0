import { closest, distance } from 'fastest-levenshtein';
import { UserError } from '../outcome/user-error.ts';
import { AREAS, TERMINALS, terminalsOf, type AnyTask } from './catalog.ts';

/** The caller's selection of tasks. */
export interface Selection {
  /** `docs:openapi`, `docs:all`, `terminal:5`, `all`. */
  readonly goal: string;
  /** Ids: only these tasks, without what they need. */
  readonly only?: readonly string[];
  /** An id: this task and its dependents within the goal. */
  readonly from?: string;
}

/** The tasks of a selection; each comes after what it needs. */
export function select(catalog: readonly AnyTask[], selection: Selection): AnyTask[] {
  const goals = goalsOf(catalog, selection.goal);
  // Without any task, "everything met" would be wrong.
  if (goals.length === 0)
    throw new UserError(`no task belongs to ${selection.goal} yet`, './task list shows all tasks');
  let wanted = withNeeds(goals);
  if (selection.from !== undefined) {
    const behind = withDependents(catalog, find(catalog, selection.from, '--from'));
    wanted = new Set([...wanted].filter((task) => behind.has(task)));
  }
  if (selection.only !== undefined) {
    const named = new Set(selection.only.map((id) => find(catalog, id, '--only')));
    const strange = [...named].find((task) => !wanted.has(task));
    if (strange !== undefined)
      throw new UserError(`--only ${strange.id} is not part of ${selection.goal}`, `./task ${strange.id}`);
    wanted = named;
  }
  return inOrder(catalog).filter((task) => wanted.has(task));
}

/** All tasks of the catalog; each comes after what it needs. A cycle is a defect of the scripts. */
export function inOrder(catalog: readonly AnyTask[]): AnyTask[] {
  const done = new Set<AnyTask>();
  const path: AnyTask[] = [];
  const visit = (task: AnyTask): void => {
    if (done.has(task)) return;
    if (path.includes(task))
      throw new Error(`tasks need each other in a cycle: ${[...path, task].map(({ id }) => id).join(' → ')}`);
    path.push(task);
    task.needs.forEach(visit);
    path.pop();
    done.add(task);
  };
  catalog.forEach(visit);
  return [...done];
}

/** Every goal that a call may name: tasks, areas, terminals, all. */
export function goalsIn(catalog: readonly AnyTask[]): string[] {
  const areas = [...new Set([...AREAS, ...catalog.map(({ area }) => area)])];
  return [
    ...catalog.map(({ id }) => id),
    ...areas.map((area) => `${area}:all`),
    ...TERMINALS.map(({ id }) => `terminal:${id}`),
    'all',
  ];
}

function goalsOf(catalog: readonly AnyTask[], goal: string): AnyTask[] {
  if (goal === 'all') return [...catalog];
  const [head = '', tail] = goal.split(':');
  if (head === 'terminal') {
    const terminal = terminalsOf(catalog).find(({ id }) => id === tail);
    if (terminal !== undefined) return catalog.filter((task) => terminal.areas.includes(task.area));
  } else if (tail === 'all') {
    const area = catalog.filter((task) => task.area === head);
    if (area.length > 0 || AREAS.some((known) => known === head)) return area;
  }
  return [find(catalog, goal, 'task')];
}

function find(catalog: readonly AnyTask[], id: string, what: string): AnyTask {
  const task = catalog.find((known) => known.id === id);
  if (task !== undefined) return task;
  const known = catalog.map((each) => each.id);
  throw new UserError(
    `${what === 'task' ? 'no task is' : `${what}: no task is`} called ${id}`,
    suggestion(id, known, './task list shows all tasks'),
  );
}

/** "did you mean …" if a similar name exists, otherwise what else to do. */
export function suggestion(word: string, known: readonly string[], otherwise: string): string {
  const near = known.length === 0 ? undefined : closest(word, known);
  return near !== undefined && distance(word, near) <= Math.max(2, word.length / 3)
    ? `did you mean ${near}?`
    : otherwise;
}

function withNeeds(goals: readonly AnyTask[]): Set<AnyTask> {
  const found = new Set<AnyTask>();
  const visit = (task: AnyTask): void => {
    if (found.has(task)) return;
    found.add(task);
    task.needs.forEach(visit);
  };
  goals.forEach(visit);
  return found;
}

function withDependents(catalog: readonly AnyTask[], from: AnyTask): Set<AnyTask> {
  const found = new Set([from]);
  for (const task of inOrder(catalog)) if (task.needs.some((need) => found.has(need))) found.add(task);
  return found;
}
