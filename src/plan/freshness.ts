import { delimiter, join } from 'node:path';
import type { Finding, Json, Verdict } from '../outcome/outcome.ts';
import { HOME } from '../workspace/locate.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { AnyTask } from './catalog.ts';
import { definitionOf } from './definition.ts';
import { digest } from '../files/digest.ts';
import { digestOf, digestOfTool, filesBelow } from './digest.ts';
import { knowledgeOf, type Answers } from './knowledge.ts';
import { changes, type Proof } from './proof.ts';
import { settingsNow, toolNames } from './declared.ts';

/** The end of a task's last run. */
export interface Ended {
  readonly run: string;
  readonly at: string;
  readonly verdict: Verdict | null;
  readonly because: string | null;
  readonly value: Json;
  readonly findings: readonly Finding[];
  readonly proof: Proof | null;
  readonly ms: number;
}

/** A `start` without a `done`. */
export interface Open {
  readonly run: string;
  readonly at: string;
  readonly lease: number;
  readonly steps: ReadonlyMap<string, Json>;
  readonly children: readonly { readonly pid: number; readonly since: string | null }[];
}

/** What the journal records about one task. */
export interface Past {
  readonly ended?: Ended;
  readonly open?: Open;
}

export type History = ReadonlyMap<string, Past>;

export interface Fresh {
  readonly fresh: boolean;
  /** Why the last run is up to date, or each reason why it is not. */
  readonly because: readonly string[];
}

/** What a task passes to the tasks that need it. */
export function handedOn(past: Past | undefined): string | null {
  const ended = past?.ended;
  if (ended?.verdict !== 'met') return null;
  return digest(JSON.stringify([ended.value, ended.proof?.outputs ?? {}]));
}

/**
 * What a run would depend on now. `also` names what the last run read beyond that, so that both can be compared; the outputs
 * are the present files.
 */
export async function proofNow(
  task: AnyTask,
  workspace: Workspace,
  history: History,
  also?: Proof | null,
): Promise<Proof> {
  const { definition } = task;
  const { root } = workspace;
  const { env } = process;
  const answers: Answers = new Map();
  const knowledge = knowledgeOf(workspace);
  const asked = knowledge.asking(answers);
  // Commands find the tools that Turnaround brings first.
  const path = { PATH: [join(HOME, 'node_modules/.bin'), env['PATH'] ?? ''].join(delimiter) };
  const named = (await definition.reads?.(asked)) ?? [];
  const reads = new Set(named.flatMap((path) => filesBelow(root, path)));
  for (const name of Object.keys(also?.reads ?? {})) reads.add(name);
  const written = (await definition.writes?.(asked)) ?? [];
  const outputs = new Set([...written, ...Object.keys(also?.outputs ?? {})]);
  const tools = toolNames(task, asked);
  const settings = settingsNow(task, asked);
  const state = definition.probe === undefined ? undefined : digest(JSON.stringify(await definition.probe(asked)));
  await knowledge.again(also?.facts ?? {}, answers);
  return {
    definition: definitionOf(task.file),
    reads: each(reads, (name) => digestOf(root, name)),
    outputs: each(outputs, (name) => digestOf(root, name)),
    settings,
    env: each(definition.env ?? [], (name) => (env[name] === undefined ? null : digest(env[name]))),
    tools: each(tools, (name) => digestOfTool(name, path)),
    needs: each(
      task.needs.map((need) => need.id),
      (id) => handedOn(history.get(id)),
    ),
    facts: Object.fromEntries(answers),
    probe: state === undefined ? {} : { 'the probed state': state },
  };
}

/** Whether the last run is still up to date. What a needed task that will run again passes on is not known yet. */
export async function freshness(
  task: AnyTask,
  workspace: Workspace,
  history: History,
  stale: ReadonlySet<string>,
): Promise<Fresh> {
  const past = history.get(task.id);
  const { ended, open } = past ?? {};
  if (open !== undefined) return no(`interrupted: run ${open.run} started it at ${open.at} and did not finish`);
  if (ended === undefined) return no('never ran here');
  if (ended.verdict !== 'met')
    return no(ended.verdict === null ? 'was only planned' : `ended ${ended.verdict} at ${ended.at}`);
  if (ended.proof === null) return no('was taken back');
  const reasons = task.needs.filter((need) => stale.has(need.id)).map((need) => `needs ${need.id}, which has to run`);
  reasons.push(...changes(ended.proof, await proofNow(task, workspace, history, ended.proof)));
  const { expires } = task.definition;
  const age = Date.now() - Date.parse(ended.at);
  if (expires !== undefined && age > expires) reasons.push(`its result is older than ${hours(expires)}`);
  if (reasons.length > 0) return { fresh: false, because: reasons };
  const until = expires === undefined ? '' : `, valid until ${new Date(Date.parse(ended.at) + expires).toISOString()}`;
  return { fresh: true, because: [`met at ${ended.at}, and nothing it depends on has changed${until}`] };
}

function no(because: string): Fresh {
  return { fresh: false, because: [because] };
}

function hours(ms: number): string {
  return `${Math.round(ms / 360_000) / 10} h`;
}

function each(names: Iterable<string>, value: (name: string) => string | null): Record<string, string | null> {
  return Object.fromEntries([...names].toSorted().map((name) => [name, value(name)]));
}
