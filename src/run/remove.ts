import { printable } from '../files/name.ts';
import { take, type Seen } from '../quarantine/quarantine.ts';
import type { Removed } from '../task/context.ts';
import { knowledgeOf } from '../plan/knowledge.ts';
import { stillHeld, type Attempt } from './attempt.ts';
import type { Session } from './session.ts';

/** Moves entries into the quarantine of the run; in a dry run it lists every one of them. */
export async function takeAway(attempt: Attempt, entries: readonly Seen[]): Promise<Removed> {
  const { session, task, signal } = attempt;
  if (attempt.planned) {
    for (const { path } of entries)
      session.show({ event: 'would', task: task.id, what: `move ${printable(path)} into the quarantine` });
    return { moved: 0, bytes: 0, skipped: [] };
  }
  const { root, state } = session.workspace;
  const knowledge = knowledgeOf(session.workspace);
  const { taken, skipped, bytes } = await inTurn(session, () =>
    take({
      root,
      state,
      run: session.run,
      task: task.id,
      entries,
      signal,
      guard: () => stillHeld(attempt),
      onProgress: (done, total) => session.show({ event: 'progress', task: task.id, text: 'moved', done, total }),
    }).catch((error: unknown) => {
      // How much was moved is unknown.
      knowledge.forget();
      throw error;
    }),
  );
  knowledge.moved(taken.map(({ path }) => path));
  return {
    moved: taken.length,
    bytes,
    skipped: skipped.map(({ path, because }) => ({ path: printable(path), because })),
  };
}

const turns = new WeakMap<Session, Promise<unknown>>();

/**
 * The removals of a run happen one after the other. Each records the time of a folder before and after, and `undo` restores
 * it only if nothing else changed the folder in between.
 */
function inTurn<V>(session: Session, body: () => Promise<V>): Promise<V> {
  const turn = (turns.get(session) ?? Promise.resolve()).then(body, body);
  turns.set(session, turn);
  return turn;
}
