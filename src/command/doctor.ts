import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { criteria } from '../plan/criteria.ts';
import type { AnyTask } from '../plan/catalog.ts';
import { toolName } from '../plan/declared.ts';
import { knowledgeOf } from '../plan/knowledge.ts';
import { paintFor } from '../report/paint.ts';
import { interpreters } from '../tools/python/interpreters.ts';
import type { Tool } from '../task/task.ts';
import type { Fact } from '../facts/fact.ts';
import { surveyOf } from '../facts/survey.ts';
import { groupBy } from '../facts/group-by.ts';
import { HOME } from '../workspace/locate.ts';
import type { Subject } from '../facts/subjects.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { defineCommand } from './command.ts';
import { JSON_FLAG } from './flags.ts';

/** One thing that this workspace needs of the machine. */
export interface Need {
  readonly tool: string;
  /** Where it is, or null where it is not. */
  readonly found: string | null;
  /** Why it is needed: what of the workspace asks for it, or the tasks that call it. */
  readonly because: string;
  /** Criteria that stay unknown without it: all whose id starts like this. */
  readonly opens: readonly string[];
  /** Tasks that cannot run without it; by default those of the areas of these criteria. */
  readonly tasks?: readonly string[];
  readonly install: string;
}

/** A program of a checklist that has no tasks yet; a task declares the programs that it calls itself. */
interface Program {
  readonly tool: string;
  /** The workspace needs it if it has one of these facts; always if there are none. */
  readonly subjects: readonly Subject[];
  readonly value?: RegExp;
  readonly opens: readonly string[];
  readonly install: string;
}

const PROGRAMS: readonly Program[] = [
  { tool: 'git', subjects: [], opens: ['cleanup/'], install: 'apt-get install git' },
  { tool: 'npm', subjects: ['package.manager'], value: /^npm$/, opens: ['ci/'], install: 'comes with Node' },
  {
    tool: 'pnpm',
    subjects: ['package.manager'],
    value: /^pnpm$/,
    opens: ['ci/'],
    install: 'npm install --global pnpm',
  },
  {
    tool: 'yarn',
    subjects: ['package.manager'],
    value: /^yarn$/,
    opens: ['ci/'],
    install: 'npm install --global yarn',
  },
  { tool: 'bun', subjects: ['package.manager'], value: /^bun$/, opens: ['ci/'], install: 'npm install --global bun' },
  { tool: 'uv', subjects: ['package.manager'], value: /^uv$/, opens: ['docs/'], install: 'pip install uv' },
  { tool: 'poetry', subjects: ['package.manager'], value: /^poetry$/, opens: ['docs/'], install: 'pip install poetry' },
  { tool: 'docker', subjects: ['image.base', 'service'], opens: ['docker/'], install: 'apt-get install docker.io' },
  { tool: 'kubectl', subjects: ['k8s.object'], opens: ['k8s/'], install: 'see kubernetes.io/docs/tasks/tools' },
];

/** What this machine lacks for this workspace. Nothing is run: programs are looked for, not called. */
export const doctor = defineCommand({
  name: 'doctor',
  summary: 'show what this machine lacks, which criteria stay unknown without it, and how to install it',
  flags: JSON_FLAG,
  workspace: true,
  catalog: true,
  readOnly: true,

  async run({ flags, workspace, catalog }) {
    const { facts } = (await surveyOf(workspace)).facts;
    const declared = taskNeeds(catalog, facts, workspace);
    const needs = [
      ...declared,
      ...PROGRAMS.filter(({ tool }) => !declared.some((need) => need.tool === tool)).flatMap((program) =>
        programNeed(program, facts, workspace.root),
      ),
      ...(await pythonNeeds(workspace)),
      ...databaseNeeds(facts, workspace),
    ];
    const lacks = needs.filter(({ found }) => found === null);
    if (flags.json) process.stdout.write(`${JSON.stringify(needs, null, 1)}\n`);
    else process.stdout.write(`${needs.map((need) => lines(need, catalog)).join('\n')}\n\n${closing(lacks.length)}\n`);
    return lacks.length === 0 ? 0 : 3;
  },
});

function closing(lacks: number): string {
  return lacks === 0
    ? 'this machine has everything that this workspace needs'
    : `${lacks} missing: tasks that need it end as unknown here`;
}

function lines({ tool, found, because, opens, tasks: callers, install }: Need, catalog: readonly AnyTask[]): string {
  const paint = paintFor(process.stdout, process.env);
  if (found !== null) return `${paint.verdict('met')}  ${paint.bold(tool)}: ${found} (${because})`;
  const open = criteria().filter(({ id }) => opens.some((start) => id.startsWith(start)));
  const tasks =
    callers ?? catalog.filter(({ area }) => opens.some((start) => start.startsWith(area))).map(({ id }) => id);
  return [
    `${paint.verdict('unknown')}  ${paint.bold(tool)}: missing (${because})`,
    ...open.map(({ id, text }) => `    stays unknown: ${text} (${id})`),
    ...(tasks.length === 0 ? [] : [`    cannot run: ${tasks.join(', ')}`]),
    `    → ${install}`,
  ].join('\n');
}

/** The programs that tasks declare, each once. */
function taskNeeds(catalog: readonly AnyTask[], facts: readonly Fact[], workspace: Workspace): Need[] {
  const isNeeded = ({ subjects }: Tool): boolean =>
    subjects === undefined || facts.some(({ subject }) => subjects.includes(subject));
  const asked = knowledgeOf(workspace).asking(new Map());
  const callers = groupBy(
    catalog.flatMap((task) => (task.definition.tools ?? []).filter(isNeeded).map((tool) => ({ task, tool }))),
    ({ tool }) => toolName(tool, asked),
  );
  return [...callers].map(([tool, all]) => {
    const tasks = all.map(({ task }) => task.id);
    return {
      tool,
      found: onPath(tool, workspace.root),
      because: `called by ${tasks.join(', ')}`,
      opens: all.flatMap(({ task: { definition } }) => [
        ...(definition.proves ?? []),
        ...Object.keys(definition.partial ?? {}),
      ]),
      tasks,
      install: all.map(({ tool: { install } }) => install)[0] ?? '',
    };
  });
}

/** Where tasks find the programs that come with us; `$` looks there first. */
const BUNDLED = join(HOME, 'node_modules/.bin');

function programNeed({ tool, subjects, value, opens, install }: Program, facts: readonly Fact[], root: string): Need[] {
  const asks = facts.find((fact) => subjects.includes(fact.subject) && (value?.test(String(fact.value)) ?? true));
  if (subjects.length > 0 && asks === undefined) return [];
  const because =
    asks === undefined ? 'every workspace' : `${asks.subject} ${String(asks.value)}, ${asks.file}:${asks.line}`;
  return [{ tool, found: onPath(tool, root), because, opens, install }];
}

/** An interpreter for the application: an environment near it, or python3. Its packages are not checked here. */
async function pythonNeeds(workspace: Workspace): Promise<Need[]> {
  const { root, settings } = workspace;
  const [first] = (await surveyOf(workspace)).applications;
  if (first === undefined) return [];
  const where = { dir: join(root, first.folder), root, given: settings.application?.python, env: process.env };
  const [candidate] = await interpreters(where);
  const exists = candidate !== undefined && existsSync(candidate.python);
  const found = exists ? `${candidate.python}, ${candidate.because}` : null;
  const environment = join(first.folder || '.', '.venv');
  return [
    {
      tool: 'a Python environment',
      found,
      because: `${first.app}, ${first.file}:${first.line}`,
      opens: ['docs/openapi'],
      install: `python3 -m venv ${environment} && ${environment}/bin/pip install -r <its requirements>`,
    },
  ];
}

function databaseNeeds(facts: readonly Fact[], { database }: Workspace): Need[] {
  const named = facts.find(({ subject, value }) => subject === 'database.address' && value.startsWith('postgres'));
  if (named === undefined && database.from === null) return [];
  const because = named === undefined ? database.from : `${String(named.value)}, ${named.file}:${named.line}`;
  const found = database.from === null ? null : `named by ${database.from}`;
  const install = 'name it: DATABASE_URL=postgresql://… ./task db:all, or database.url in turnaround.yaml';
  return [
    { tool: 'the address of a PostgreSQL', found, because: because ?? '', opens: ['db/', 'cleanup/database'], install },
  ];
}

/** Where a program is. One inside the workspace does not count: it would be code of the workspace that is run. */
function onPath(name: string, root: string): string | null {
  for (const folder of [BUNDLED, ...(process.env['PATH'] ?? '').split(delimiter)]) {
    const path = resolve(folder || '.', name);
    if (path.startsWith(`${root}/`) || !statSync(path, { throwIfNoEntry: false })?.isFile()) continue;
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      continue; // it exists and is not executable
    }
  }
  return null;
}
