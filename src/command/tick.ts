import { join } from 'node:path';
import { placeInside, writeWhole } from '../files/write.ts';
import type { AnyTask } from '../plan/catalog.ts';
import { boxes, criteria, criterionOf, readChecklist, ticked, type Box } from '../plan/criteria.ts';
import { statusOf, type CriterionStatus } from '../plan/status.ts';
import { Record } from '../run/journal-state.ts';
import { openState } from '../run/session.ts';
import { Fault } from '../outcome/user-error.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { placeOf } from '../workspace/settings.ts';
import type { Call } from './call.ts';

interface Change {
  readonly file: string;
  readonly line: number;
  readonly ticked: boolean;
  readonly id: string;
  readonly because: string;
}

/** The boxes of a file that do not say what is proved; a line that is bound to nothing is somebody's own business. */
function changesIn(file: string, bytes: Buffer, stateOf: (box: Box) => CriterionStatus | undefined): Change[] {
  return boxes(bytes.toString('utf8')).flatMap((box) => {
    const state = stateOf(box);
    if (state === undefined) return [];
    const proved = state.verdict === 'met' && !state.stale;
    if (proved === box.ticked) return [];
    const because = proved ? 'proved' : (state.because ?? 'not proved');
    return [{ file, line: box.line, ticked: proved, id: state.id, because }];
  });
}

/** Ticks what is proved and unticks what is not, in the workspace's own checklists; nothing else in them changes. */
export async function tick(call: Call, catalog: readonly AnyTask[], workspace: Workspace): Promise<number> {
  const names = workspace.settings.checklists ?? [];
  if (names.length === 0)
    throw new Fault(
      'the workspace names no checklist',
      'list its Markdown files under `checklists:` in turnaround.yaml',
    );
  const known = criteria();
  const status = await statusOf(catalog, known, workspace, new Record(workspace.state).refresh().tasks);
  const states = new Map(status.terminals.flatMap((terminal) => terminal.criteria).map((line) => [line.id, line]));
  const changes: Change[] = [];
  for (const [at, name] of names.entries()) {
    const named = await placeOf(workspace.root, ['checklists', String(at)]);
    const bytes = readChecklist(workspace.root, name, named);
    const place = placeInside(workspace.root, name);
    if ('refused' in place) throw new Fault(place.refused, 'name a file inside the workspace', named);
    const own = changesIn(name, bytes, (box) => {
      const criterion = criterionOf(box, known);
      return criterion === undefined ? undefined : states.get(criterion.id);
    });
    changes.push(...own);
    const ticks = new Map(own.map((change) => [change.line, change.ticked]));
    if (ticks.size === 0 || call.flags.dryRun) continue;
    openState(workspace.state);
    // As bytes, so that a file of another encoding stays one.
    const content = Buffer.from(ticked(bytes.toString('latin1'), ticks), 'latin1');
    writeWhole(place.full, content, join(workspace.state, 'aside'));
  }
  if (call.flags.json) process.stdout.write(`${JSON.stringify(changes)}\n`);
  for (const { file, line, ticked: now, id, because } of call.flags.json ? [] : changes) {
    process.stdout.write(
      `${file}:${line}: ${call.flags.dryRun ? 'would be ' : ''}${now ? 'ticked' : 'unticked'}: ${id}: ${because}\n`,
    );
  }
  if (!call.flags.json && changes.length === 0) process.stdout.write('every box says what is proved\n');
  return 0;
}
