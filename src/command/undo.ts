import { list } from '../quarantine/quarantine.ts';
import { JournalState } from '../run/journal-state.ts';
import { Session } from '../run/session.ts';
import { takeBackRun } from '../run/undo.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { defineCommand } from './command.ts';
import { CHANGES, JSON_FLAG, sessionOptions } from './flags.ts';
import { closing, runLine } from './quarantine.ts';

/** It never overwrites: what was changed since is left as it is, with exit code 4. */
export const undo = defineCommand({
  name: 'undo',
  summary: 'take back what a run changed in the workspace; by default the last run',
  words: { name: 'RUN', most: 1 },
  flags: { 'dry-run': CHANGES['dry-run'], ...JSON_FLAG },
  workspace: true,
  catalog: false,

  async run({ words: [named], flags, workspace, version }) {
    if (flags['dry-run']) return planned(workspace, named, flags.json);
    const session = new Session(
      workspace,
      sessionOptions(flags),
      ['undo', ...(named === undefined ? [] : [named])],
      version,
    );
    return closing(session, () => takeBack(session, named, flags.json));
  },
});

async function takeBack(session: Session, named: string | undefined, json: boolean): Promise<number> {
  const undone = await takeBackRun(session, named);
  const text = (): string =>
    undone === undefined
      ? 'there is nothing to take back'
      : [
          `took back ${undone.restored} changes of run ${undone.run}`,
          ...undone.conflicts.map((line) => `  ✖ left as it is: ${line}`),
        ].join('\n');
  process.stdout.write(`${json ? JSON.stringify(undone ?? { run: null, restored: 0, conflicts: [] }) : text()}\n`);
  return (undone?.conflicts.length ?? 0) > 0 ? 4 : 0;
}

async function planned({ state, root }: Workspace, named: string | undefined, json: boolean): Promise<number> {
  const isMeant = (run: string): boolean => named === undefined || run === named;
  const runs = (await list(state)).filter(({ run, undone }) => isMeant(run) && !undone);
  const { changes } = new JournalState(state).refresh();
  const written = [...changes].filter(([run]) => isMeant(run));
  const lines = [
    ...runs.map(runLine),
    ...written.flatMap(([run, files]) => files.map(({ path }) => `run ${run}: wrote ${path} in ${root}`)),
  ];
  process.stdout.write(`${json ? JSON.stringify(runs) : lines.join('\n') || 'there is nothing to take back'}\n`);
  return 0;
}
