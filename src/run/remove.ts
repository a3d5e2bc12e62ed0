import { printable } from '../artifact/name.ts';
import { take, type Seen } from '../artifact/quarantine.ts';
import type { Removed } from '../task/context.ts';
import { stillHeld, type Attempt } from './doors.ts';

/** Moves entries into the quarantine of the run; in a dry run it names every one of them. */
export async function takeAway(attempt: Attempt, entries: readonly Seen[]): Promise<Removed> {
  const { session, task, signal } = attempt;
  if (attempt.planned) {
    for (const { path } of entries) session.show({ event: 'would', task: task.id, what: `move ${printable(path)} into the quarantine` });
    return { moved: 0, bytes: 0, skipped: [] };
  }
  const { root, state } = session.workspace;
  const { taken, skipped, bytes } = await take({
    root,
    state,
    run: session.run,
    task: task.id,
    entries,
    signal,
    guard: () => stillHeld(attempt),
    onProgress: (done, total) => session.show({ event: 'progress', task: task.id, text: 'moved', done, total }),
  });
  return { moved: taken.length, bytes, skipped: skipped.map(({ path, because }) => ({ path: printable(path), because })) };
}
