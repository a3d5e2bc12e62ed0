import type { AnyTask } from '../plan/catalog.ts';
import { criteria } from '../plan/criteria.ts';
import { statusOf, type Status } from '../plan/status.ts';
import { paintFor } from '../report/paint.ts';
import { checklist, groupOf, summary, taskTable } from '../report/screen.ts';
import { JournalState } from '../run/journal-state.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { defineCommand } from './command.ts';
import { JSON_FLAG } from './flags.ts';

/** Every criterion with its verdict; the exit code is by the same table as that of a run. */
export const status = defineCommand({
  name: 'status',
  summary: 'show every criterion of the checklists with its verdict and the reason',
  flags: JSON_FLAG,
  workspace: true,
  catalog: true,
  readOnly: true,

  async run({ flags, workspace, catalog }) {
    const paint = paintFor(process.stdout, process.env);
    const now = await currentStatus(catalog, workspace);
    const text = (): string =>
      [checklist(now, paint), paint.bold('Tasks'), taskTable(now.tasks, paint), '', summary(now)].join('\n');
    process.stdout.write(`${flags.json ? JSON.stringify(now, null, 1) : text()}\n`);
    return codeOf(now);
  },
});

/** The state of all tasks and criteria: the journal compared with the workspace as it is now. */
export async function currentStatus(catalog: readonly AnyTask[], workspace: Workspace): Promise<Status> {
  return statusOf(catalog, criteria(), workspace, readJournal(workspace).tasks);
}

/** What the journal says; lines that cannot be read are left out, and that is said. */
export function readJournal({ state }: Workspace): JournalState {
  const past = new JournalState(state).refresh();
  if (past.unreadable > 0)
    process.stderr.write(`${past.unreadable} lines of the journal cannot be read and are left out\n`);
  return past;
}

function codeOf({ terminals, tasks }: Status): number {
  const lines = terminals.filter(({ id }) => id !== 'coordination').flatMap(({ criteria: own }) => own);
  const groups = new Set(lines.map(groupOf));
  if (groups.has('unmet') || tasks.some((task) => task.verdict === 'unmet')) return 1;
  return groups.has('unknown') || groups.has('stale') ? 3 : 0;
}
