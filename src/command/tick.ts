import { join } from 'node:path';
import { placeInside, writeWhole } from '../files/write.ts';
import type { AnyTask } from '../plan/catalog.ts';
import { boxes, criteria, criterionOf, readChecklist, ticked, type Box } from '../plan/criteria.ts';
import { statusOf, type CriterionStatus } from '../plan/status.ts';
import { groupOf } from '../report/screen.ts';
import { JournalState } from '../run/journal-state.ts';
import { openState } from '../run/session.ts';
import { UserError } from '../outcome/user-error.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { placeOf } from '../workspace/settings.ts';
import { defineCommand } from './command.ts';
import { CHANGES, JSON_FLAG } from './flags.ts';

interface Change {
  readonly file: string;
  readonly line: number;
  readonly ticked: boolean;
  readonly id: string;
  readonly because: string;
}

/** The boxes of a file that differ from their criterion; a line without a criterion is left alone. */
function changesIn(file: string, bytes: Buffer, stateOf: (box: Box) => CriterionStatus | undefined): Change[] {
  return boxes(bytes.toString('utf8')).flatMap((box) => {
    const state = stateOf(box);
    if (state === undefined) return [];
    const isMet = state.verdict === 'met' && !state.stale;
    if (isMet === box.ticked) return [];
    const because = isMet ? 'met' : (state.because ?? groupOf(state));
    return [{ file, line: box.line, ticked: isMet, id: state.id, because }];
  });
}

/** Nothing but the boxes of the checklists changes. */
export const tick = defineCommand({
  name: 'tick',
  summary: "tick the boxes of met criteria in the workspace's own checklists, and untick the others",
  flags: { 'dry-run': CHANGES['dry-run'], ...JSON_FLAG },
  workspace: true,
  catalog: true,

  async run({ flags, workspace, catalog }) {
    const changes = await tickAll(catalog, workspace, flags['dry-run']);
    const would = flags['dry-run'] ? 'would be ' : '';
    const lines = changes.map(
      ({ file, line, ticked: now, id, because }) =>
        `${file}:${line}: ${would}${now ? 'ticked' : 'unticked'}: ${id}: ${because}`,
    );
    if (flags.json) process.stdout.write(`${JSON.stringify(changes)}\n`);
    else process.stdout.write(`${lines.length === 0 ? 'every box is up to date' : lines.join('\n')}\n`);
    return 0;
  },
});

async function tickAll(catalog: readonly AnyTask[], workspace: Workspace, dryRun: boolean): Promise<Change[]> {
  const names = workspace.settings.checklists ?? [];
  if (names.length === 0)
    throw new UserError(
      'the workspace names no checklist',
      'list its Markdown files under `checklists:` in turnaround.yaml',
    );
  const known = criteria();
  const status = await statusOf(catalog, known, workspace, new JournalState(workspace.state).refresh().tasks);
  const states = new Map(status.terminals.flatMap((terminal) => terminal.criteria).map((line) => [line.id, line]));
  const changes: Change[] = [];
  for (const [at, name] of names.entries()) {
    const named = await placeOf(workspace.root, ['checklists', String(at)]);
    const bytes = readChecklist(workspace.root, name, named);
    const place = placeInside(workspace.root, name);
    if ('refused' in place) throw new UserError(place.refused, 'name a file inside the workspace', named);
    const own = changesIn(name, bytes, (box) => {
      const criterion = criterionOf(box, known);
      return criterion === undefined ? undefined : states.get(criterion.id);
    });
    changes.push(...own);
    const ticks = new Map(own.map((change) => [change.line, change.ticked]));
    if (ticks.size === 0 || dryRun) continue;
    openState(workspace.state);
    // As bytes, so that a file of another encoding stays one.
    const content = Buffer.from(ticked(bytes.toString('latin1'), ticks), 'latin1');
    writeWhole(place.full, content, join(workspace.state, 'aside'));
  }
  return changes;
}
