import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AnyTask } from '../plan/catalog.ts';
import { digest } from '../files/digest.ts';
import { freshness, proofNow, type Ended } from '../plan/freshness.ts';
import { knowledgeOf } from '../plan/knowledge.ts';
import { changes } from '../plan/proof.ts';
import type { Context } from '../task/context.ts';
import { valuesOf, type Options, type OptionValues } from '../task/option.ts';
import type { Effect } from '../task/task.ts';
import type { Json, Outcome, Verdict } from '../outcome/outcome.ts';
import { TakenOver, type Attempt } from './attempt.ts';
import { contextOf, type Touched } from './context.ts';
import { proofAfter, reasonOf, verified } from './verify.ts';
import { asOutcome, isRetriable } from './failure.ts';
import type { Holder, Lease } from './lease.ts';
import { endSurvivorsOf, startOf } from './process.ts';
import { openState, type Session } from './session.ts';
import { OnlyPlanned, shellFor } from './shell.ts';

/** The result of a task in this run; another run may have done the work. */
export interface End {
  readonly verdict: Verdict | null;
  readonly because: string | null;
}

type Standing = End & { readonly because: string };

/** Another run holds the task, and the caller does not want to wait. */
export class Held extends Error {
  override readonly name = 'Held';
}

const TIMEOUT = 600_000;

/** Runs one task: takes its leases, skips it if it is up to date, does the work, records the proof. What it needs is already met. */
export async function execute(task: AnyTask, session: Session): Promise<End> {
  if (session.options.dryRun) return plan(task, session);
  const known = session.before.get(task.id)?.ended;
  const skip = (standing: Standing): End => {
    session.emit({ event: 'skipped', task: task.id, ...standing });
    return standing;
  };
  const already = await stands(task, session, known);
  if (already !== undefined) return skip(already);
  openState(session.workspace.state);
  const leases = await takeAll(task, session);
  try {
    const standing = await stands(task, session, known);
    if (standing !== undefined) return skip(standing);
    session.running.add(task.id);
    return await work(task, session, leases[0]);
  } finally {
    session.running.delete(task.id);
    for (const lease of leases) lease.release();
  }
}

async function plan(task: AnyTask, session: Session): Promise<End> {
  const { fresh, because } = await freshness(task, session.workspace, session.past.tasks, new Set());
  if (fresh && !session.options.force) {
    const end = { verdict: 'met' as const, because: because.join('; ') };
    session.emit({ event: 'skipped', task: task.id, ...end });
    return end;
  }
  const { outcome } = await attemptOnce(task, session, undefined, true, new Map());
  return {
    verdict: outcome?.verdict === 'met' ? null : (outcome?.verdict ?? null),
    because: outcome === undefined ? 'only planned' : reasonOf(outcome),
  };
}

/** Leases of a task in one order for all, so that no two runs wait for each other. */
async function takeAll(task: AnyTask, session: Session): Promise<[Lease, ...Lease[]]> {
  const own = await take(task.id, task, session);
  const taken: [Lease, ...Lease[]] = [own];
  for (const name of [...(task.definition.locks ?? [])].toSorted()) taken.push(await take(name, task, session));
  return taken;
}

async function take(name: string, task: AnyTask, session: Session): Promise<Lease> {
  for (let waited = 0; ; waited += 1) {
    session.signal.throwIfAborted();
    const taken = session.leases.take(name, session.past.leaseOf(name));
    if ('number' in taken) {
      session.heartbeat.add(taken.beat);
      return taken;
    }
    const holder = wording(taken);
    // Another task of this run holds it and will release it soon.
    if (!session.options.wait && taken.run !== session.run) {
      throw new Held(`${name} is held by ${holder}; without --no-wait this call would have waited`);
    }
    // The holder changes the state that was checked.
    knowledgeOf(session.workspace).forget();
    if (waited === 0) session.show({ event: 'waiting', task: task.id, lease: name, holder });
    await sleep(Math.min(500, 50 + 25 * waited), undefined, { signal: session.signal });
  }
}

function wording({ pid, run, at }: Holder): string {
  return `process ${pid} (run ${run}, since ${at})`;
}

async function stands(task: AnyTask, session: Session, known: Ended | undefined): Promise<Standing | undefined> {
  const past = session.past.refresh().tasks.get(task.id);
  const ended = past?.ended;
  const { workspace, options } = session;
  if (options.force) return undefined;
  // Another run did it while this one waited: the same work has the same result, whatever it is.
  if (past?.open === undefined && ended !== undefined && ended !== known && ended.proof !== null) {
    const now = await proofNow(task, workspace, session.past.tasks, ended.proof);
    if (changes(ended.proof, now).length === 0)
      return { verdict: ended.verdict, because: `run ${ended.run} did it meanwhile` };
  }
  const { fresh, because } = await freshness(task, workspace, session.past.tasks, new Set());
  return fresh ? { verdict: 'met', because: because.join('; ') } : undefined;
}

async function work(task: AnyTask, session: Session, lease: Lease): Promise<End> {
  const before = await proofNow(task, session.workspace, session.past.tasks);
  const { outputs: _outputs, probe: _probe, ...same } = before;
  const open = session.past.tasks.get(task.id)?.open;
  if (open !== undefined) await endSurvivors(session, open.run, open.children);
  const fence = { task: task.id, lease: lease.number };
  const began = performance.now();
  await session.record({ event: 'start', ...fence, key: digest(JSON.stringify(same)) });
  session.signal.throwIfAborted();
  const effect = effectOf(task, session);
  const planned = effect === 'outside' && !session.options.apply;
  for (let tries = task.definition.retry ?? 0; ; tries -= 1) {
    // Including checkpoints of an earlier attempt in this run.
    const steps = session.past.refresh().tasks.get(task.id)?.open?.steps ?? new Map<string, Json>();
    const { outcome, error, touched } = await attemptOnce(task, session, lease, planned, steps);
    if (session.interrupted !== undefined) return { verdict: null, because: 'interrupted' };
    if (tries > 0 && isRetriable(error)) {
      session.emit({ event: 'retry', ...fence, because: outcome === undefined ? '' : (reasonOf(outcome) ?? '') });
      continue;
    }
    const ended = verified(outcome, planned, session, touched);
    const proof = await proofAfter(task, session, before, touched);
    await session.record({ event: 'done', ...fence, ...ended, proof, ms: Math.round(performance.now() - began) });
    session.past.refresh();
    for (const finding of ended.findings) session.show({ event: 'finding', task: task.id, finding });
    return { verdict: ended.verdict, because: ended.because };
  }
}

function effectOf({ definition }: AnyTask, { workspace }: Session): Effect {
  return typeof definition.effect === 'function'
    ? definition.effect(knowledgeOf(workspace).asking(new Map()))
    : definition.effect;
}

/** Ends the processes that a killed run left before its work is started again. */
async function endSurvivors(
  session: Session,
  run: string,
  children: readonly { pid: number; since: string | null }[],
): Promise<void> {
  const groups = children.filter(({ pid, since }) => since !== null && startOf(pid) === since).map(({ pid }) => pid);
  await session.endGroups(groups);
  endSurvivorsOf(run);
}

interface Tried {
  readonly outcome: Outcome | undefined;
  readonly error: unknown;
  readonly touched: Touched;
}

async function attemptOnce(
  task: AnyTask,
  session: Session,
  lease: Lease | undefined,
  planned: boolean,
  steps: ReadonlyMap<string, Json>,
): Promise<Tried> {
  const limit = AbortSignal.timeout(task.definition.timeout ?? TIMEOUT);
  const signal = AbortSignal.any([session.signal, limit]);
  const touched: Touched = { dependsOn: new Map(), outputs: new Set(), answers: new Map() };
  const knowledge = knowledgeOf(session.workspace);
  const workspace = knowledge.asking(touched.answers);
  const groups = new Set<number>();
  const began: { pid?: number } = {};
  let scratch: string | undefined;
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener(
      'abort',
      () =>
        void session
          .endGroups(groups)
          .then(() => sleep(1000))
          .then(() => reject(signal.reason)),
      { once: true },
    );
  });
  try {
    for (const name of (await task.definition.writes?.(workspace)) ?? []) touched.outputs.add(name);
    const attempt: Attempt = { task, session, lease, planned, signal, steps };
    const $ = await shellFor({ session, task: task.id, lease: lease?.number ?? 0, groups, began, signal, planned });
    const context: Context<never, OptionValues<Options>> = {
      $,
      from: handedOver(task, session) as never,
      workspace,
      facts: workspace.facts,
      rules: workspace.rules,
      signal,
      planned,
      offline: session.options.offline,
      options: valuesOf(task.definition.options ?? {}, session.options.given),
      get scratch() {
        scratch ??= mkdtempSync(join(tmpdir(), 'turnaround-'));
        return scratch;
      },
      ...contextOf(attempt, touched),
    };
    return { outcome: await Promise.race([task.definition.run(context), aborted]), error: undefined, touched };
  } catch (error) {
    if (error instanceof TakenOver) throw new Held(error.message);
    if (error instanceof OnlyPlanned) return { outcome: undefined, error, touched };
    return {
      outcome: asOutcome(error, { limit, session, timeout: task.definition.timeout ?? TIMEOUT }),
      error,
      touched,
    };
  } finally {
    await session.endGroups(groups);
    // What a command did to the workspace is unknown.
    if (began.pid !== undefined && effectOf(task, session) !== 'none') knowledge.forget();
    if (began.pid !== undefined) endSurvivorsOf(session.run, { task: task.id, since: began.pid });
    if (scratch !== undefined) rmSync(scratch, { recursive: true, force: true });
  }
}

/** The values that the needed tasks passed on, by their names in `needs`. */
function handedOver(task: AnyTask, session: Session): Record<string, Json> {
  const names = Object.entries(task.definition.needs ?? {});
  return Object.fromEntries(names.map(([name, need]) => [name, session.past.tasks.get(need.id)?.ended?.value ?? null]));
}
