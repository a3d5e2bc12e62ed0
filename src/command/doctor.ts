import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { criteria } from '../plan/criteria.ts';
import type { AnyTask } from '../plan/catalog.ts';
import { paintFor } from '../report/paint.ts';
import { interpreters } from '../tools/python/interpreters.ts';
import type { Fact } from '../facts/fact.ts';
import { surveyOf } from '../facts/survey.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { Call } from './call.ts';

/** One thing that this workspace needs of the machine. */
export interface Need {
  readonly tool: string;
  /** Where it is, or null where it is not. */
  readonly found: string | null;
  /** Why it is needed: what of the workspace asks for it. */
  readonly because: string;
  /** Criteria that stay open without it: all whose id begins so. */
  readonly opens: readonly string[];
  readonly install: string;
}

interface Tool {
  readonly tool: string;
  /** The workspace needs it where it has one of these facts; always where there is none. */
  readonly subjects: readonly string[];
  readonly value?: RegExp;
  readonly opens: readonly string[];
  readonly install: string;
}

const TOOLS: readonly Tool[] = [
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

/** What this machine lacks for this workspace. Nothing is run: a program is looked for, not asked. */
export async function doctor({ flags }: Call, catalog: readonly AnyTask[], workspace: Workspace): Promise<number> {
  const { facts } = (await surveyOf(workspace)).facts;
  const needs = [
    ...TOOLS.flatMap((tool) => toolNeed(tool, facts, workspace.root)),
    ...(await pythonNeeds(workspace)),
    ...databaseNeeds(facts, workspace),
  ];
  const lacks = needs.filter(({ found }) => found === null);
  if (flags.json) process.stdout.write(`${JSON.stringify(needs, null, 1)}\n`);
  else process.stdout.write(`${needs.map((need) => lines(need, catalog)).join('\n')}\n\n${closing(lacks.length)}\n`);
  return lacks.length === 0 ? 0 : 3;
}

function closing(lacks: number): string {
  return lacks === 0
    ? 'nothing that this workspace needs is missing here'
    : `${lacks} missing: what needs it ends as "cannot tell" here`;
}

function lines({ tool, found, because, opens, install }: Need, catalog: readonly AnyTask[]): string {
  const paint = paintFor(process.stdout, process.env);
  if (found !== null) return `${paint.verdict('met')}  ${paint.bold(tool)}: ${found} (${because})`;
  const open = criteria().filter(({ id }) => opens.some((start) => id.startsWith(start)));
  const tasks = catalog.filter(({ area }) => opens.some((start) => start.startsWith(area))).map(({ id }) => id);
  return [
    `${paint.verdict('unknown')}  ${paint.bold(tool)}: missing (${because})`,
    ...open.map(({ id, text }) => `    stays open: ${text} (${id})`),
    ...(tasks.length === 0 ? [] : [`    cannot be done: ${tasks.join(', ')}`]),
    `    → ${install}`,
  ].join('\n');
}

function toolNeed({ tool, subjects, value, opens, install }: Tool, facts: readonly Fact[], root: string): Need[] {
  const asks = facts.find((fact) => subjects.includes(fact.subject) && (value?.test(String(fact.value)) ?? true));
  if (subjects.length > 0 && asks === undefined) return [];
  const because =
    asks === undefined ? 'every workspace' : `${asks.subject} ${String(asks.value)}, ${asks.file}:${asks.line}`;
  return [{ tool, found: onPath(tool, root), because, opens, install }];
}

/** An interpreter for each application: an environment near it, or python3. Its packages are not looked at here. */
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
  const named = facts.find(
    ({ subject, value }) => subject === 'database.address' && String(value).startsWith('postgres'),
  );
  if (named === undefined && database.from === null) return [];
  const because = named === undefined ? database.from : `${String(named.value)}, ${named.file}:${named.line}`;
  const found = database.from === null ? null : `named by ${database.from}`;
  const install = 'name it: DATABASE_URL=postgresql://… ./task db:all, or database.url in turnaround.yaml';
  return [
    { tool: 'the address of a PostgreSQL', found, because: because ?? '', opens: ['db/', 'cleanup/database'], install },
  ];
}

/** Where a program is; one that the workspace brings along does not count: it would be run. */
function onPath(name: string, root: string): string | null {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const path = join(folder || '.', name);
    if (path.startsWith(`${root}/`) || !statSync(path, { throwIfNoEntry: false })?.isFile()) continue;
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      continue; // there, and not to be run
    }
  }
  return null;
}
