import { rmSync } from 'node:fs';
import { list, purge } from '../quarantine/quarantine.ts';
import { beforeOf } from '../files/write.ts';
import { Held } from '../run/execute.ts';
import { Record } from '../run/journal-state.ts';
import { Session } from '../run/session.ts';
import { takeBackRun, whileNobodyWorks } from '../run/undo.ts';
import { Fault } from '../outcome/user-error.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { Call } from './call.ts';

/** `undo` takes back what a run changed; `purge` frees what undo would need. */
export async function takeBack(call: Call, workspace: Workspace, version: string): Promise<number> {
  const [named] = call.rest;
  if (call.flags.dryRun) return wouldTakeBack(call, workspace, named);
  const session = new Session(workspace, call.flags, [call.name, ...call.rest], version);
  try {
    return await session.close(
      call.name === 'undo' ? await undoRun(call, session, named) : await purgeRun(call, session, named),
    );
  } catch (error) {
    const code = await session.close(error instanceof Held ? 4 : 70);
    if (session.interrupted !== undefined) return code;
    if (!(error instanceof Held)) throw error;
    process.stderr.write(`${error.message}: wait until it has ended\n`);
    return code;
  }
}

async function undoRun(call: Call, session: Session, named: string | undefined): Promise<number> {
  const undone = await takeBackRun(session, named);
  say(call, undone ?? { run: null, restored: 0, conflicts: [] }, () =>
    undone === undefined
      ? 'nothing to take back'
      : [
          `took back ${undone.restored} changes of run ${undone.run}`,
          ...undone.conflicts.map((line) => `  ✖ left as it is: ${line}`),
        ].join('\n'),
  );
  return (undone?.conflicts.length ?? 0) > 0 ? 4 : 0;
}

async function purgeRun(call: Call, session: Session, named: string | undefined): Promise<number> {
  const { state } = session.workspace;
  if (named !== undefined && !(await list(state)).some(({ run }) => run === named))
    throw new Fault(`no run ${named} is in the quarantine`, './task purge --dry-run lists them');
  const tasks = [...session.past.runs]
    .filter(([run]) => named === undefined || run === named)
    .flatMap(([, run]) => [...run.tasks]);
  const which = named === undefined ? {} : { run: named };
  const { runs, bytes } = await whileNobodyWorks(session, [...new Set(tasks)], () =>
    purge({ state, signal: session.signal, ...which }),
  );
  for (const run of runs) {
    rmSync(beforeOf(state, run), { recursive: true, force: true });
    session.emit({ event: 'purge', of: run, tasks: [], items: 1 });
  }
  say(call, { runs, bytes }, () => `freed ${size(bytes)} of ${runs.length} runs: they cannot be taken back any more`);
  return 0;
}

async function wouldTakeBack(call: Call, { state, root }: Workspace, named: string | undefined): Promise<number> {
  const runs = (await list(state)).filter(
    (each) => (named === undefined || each.run === named) && (call.name === 'purge' || !each.undone),
  );
  const { changes } = new Record(state).refresh();
  say(
    call,
    runs,
    () =>
      [
        ...runs.map(
          ({ run, tasks, items, bytes }) => `run ${run}: ${tasks.join(', ')}: ${items} items, ${size(bytes)}`,
        ),
        ...(call.name === 'undo'
          ? [...changes]
              .filter(([run]) => named === undefined || run === named)
              .flatMap(([run, files]) => files.map(({ path }) => `run ${run}: wrote ${path} in ${root}`))
          : []),
      ].join('\n') || 'nothing',
  );
  return 0;
}

function size(bytes: number): string {
  const units = ['bytes', 'KiB', 'MiB', 'GiB'];
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log2(Math.max(bytes, 1)) / 10)));
  return `${power === 0 ? bytes : (bytes / 1024 ** power).toFixed(1)} ${units[power]}`;
}

function say(call: Call, json: unknown, text: () => string): void {
  process.stdout.write(`${call.flags.json ? JSON.stringify(json) : text()}\n`);
}
