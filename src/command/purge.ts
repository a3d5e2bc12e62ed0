import { rmSync } from 'node:fs';
import { list, purge as purgeRuns } from '../quarantine/quarantine.ts';
import { beforeOf } from '../files/write.ts';
import { Session } from '../run/session.ts';
import { whileNobodyWorks } from '../run/undo.ts';
import { UserError } from '../outcome/user-error.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { defineCommand } from './command.ts';
import { CHANGES, JSON_FLAG, sessionOptions } from './flags.ts';
import { closing, runLine, size } from './quarantine.ts';

export const purge = defineCommand({
  name: 'purge',
  summary: 'delete what undo needs, and free its space; by default of every run',
  words: { name: 'RUN', most: 1 },
  flags: { 'dry-run': CHANGES['dry-run'], ...JSON_FLAG },
  workspace: true,
  catalog: false,

  async run({ words: [named], flags, workspace, version }) {
    if (flags['dry-run']) return planned(workspace, named, flags.json);
    const session = new Session(
      workspace,
      sessionOptions(flags),
      ['purge', ...(named === undefined ? [] : [named])],
      version,
    );
    return closing(session, () => free(session, named, flags.json));
  },
});

async function free(session: Session, named: string | undefined, json: boolean): Promise<number> {
  const { state } = session.workspace;
  if (named !== undefined && !(await list(state)).some(({ run }) => run === named))
    throw new UserError(`no run ${named} is in the quarantine`, './task purge --dry-run lists them');
  const tasks = [...session.past.runs]
    .filter(([run]) => named === undefined || run === named)
    .flatMap(([, run]) => [...run.tasks]);
  const which = named === undefined ? {} : { run: named };
  const { runs, bytes } = await whileNobodyWorks(session, [...new Set(tasks)], () =>
    purgeRuns({ state, signal: session.signal, ...which }),
  );
  for (const run of runs) {
    rmSync(beforeOf(state, run), { recursive: true, force: true });
    session.emit({ event: 'purge', of: run, tasks: [], items: 1 });
  }
  const text = `freed ${size(bytes)} of ${runs.length} runs: undo can no longer take them back`;
  process.stdout.write(`${json ? JSON.stringify({ runs, bytes }) : text}\n`);
  return 0;
}

async function planned({ state }: Workspace, named: string | undefined, json: boolean): Promise<number> {
  const runs = (await list(state)).filter(({ run }) => named === undefined || run === named);
  const text = runs.map(runLine).join('\n') || 'the quarantine is empty';
  process.stdout.write(`${json ? JSON.stringify(runs) : text}\n`);
  return 0;
}
