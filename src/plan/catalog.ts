import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { UserError, messageOf } from '../outcome/user-error.ts';
import type { Json } from '../outcome/outcome.ts';
import type { Task } from '../task/task.ts';

export type AnyTask = Task<Json>;

/** Areas in the order of the terminals that own them. */
export const AREAS = ['docs', 'cleanup', 'db', 'ci', 'docker', 'k8s', 'final'] as const;

/** One terminal: a crew, its checklist, and the areas whose scripts it runs. */
export interface Terminal {
  readonly id: string;
  readonly name: string;
  readonly areas: readonly string[];
}

export const TERMINALS: readonly Terminal[] = [
  { id: '5', name: 'docs', areas: ['docs'] },
  { id: '6', name: 'cleanup', areas: ['cleanup', 'db'] },
  { id: '7', name: 'ci', areas: ['ci'] },
  { id: '8', name: 'containers', areas: ['docker', 'k8s'] },
  { id: 'final', name: 'final', areas: ['final'] },
];

/** Each area that belongs to no terminal (a generated graph, other scripts) becomes a terminal of its own. */
export function terminalsOf(tasks: readonly AnyTask[]): readonly Terminal[] {
  const known = new Set(TERMINALS.flatMap((terminal) => terminal.areas));
  const others = [...new Set(tasks.map((task) => task.area))].filter((area) => !known.has(area));
  return [...TERMINALS, ...others.map((area) => ({ id: area, name: area, areas: [area] }))];
}

/** The task of every script in `folder`, in the order of the areas, then of the names. */
export async function loadCatalog(folder: string): Promise<AnyTask[]> {
  const areas = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const files = areas
    .map((entry) => entry.name)
    .toSorted((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
    .flatMap((area) => scriptsOf(join(folder, area)));
  return Promise.all(files.map(load));
}

/** The scripts of an area; a leading `_` marks files that are private to it. */
export function scriptsOf(area: string): string[] {
  return readdirSync(area)
    .filter((name) => name.endsWith('.ts') && !name.startsWith('_'))
    .toSorted()
    .map((name) => join(area, name));
}

async function load(file: string): Promise<AnyTask> {
  let exported: Record<string, unknown>;
  try {
    exported = (await import(pathToFileURL(file).href)) as Record<string, unknown>;
  } catch (error) {
    throw new UserError(
      `the script ${file} cannot be loaded: ${messageOf(error)}`,
      'correct it, or move it out of scripts/',
    );
  }
  const tasks = Object.values(exported)
    .filter(isTask)
    .filter((task) => task.file === file);
  const [only] = tasks;
  if (only === undefined || tasks.length > 1) {
    throw new UserError(
      `${file} exports ${tasks.length} tasks instead of one`,
      'export one task(import.meta, …), or let the name of the file begin with _',
    );
  }
  return only;
}

function isTask(value: unknown): value is AnyTask {
  return typeof value === 'object' && value !== null && 'definition' in value && 'id' in value;
}

function rank(area: string): number {
  const place = AREAS.findIndex((name) => name === area);
  return place === -1 ? AREAS.length : place;
}
