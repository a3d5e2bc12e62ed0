import type { AnyTask } from '../plan/catalog.ts';
import type { Json } from '../outcome/outcome.ts';
import type { Lease } from './lease.ts';
import type { Session } from './session.ts';

/** Another run has taken the task over in the meantime: this one must not write anything more. */
export class TakenOver extends Error {
  override readonly name = 'TakenOver';
}

/** One attempt at a task. */
export interface Attempt {
  readonly task: AnyTask;
  readonly session: Session;
  readonly lease: Lease | undefined;
  readonly planned: boolean;
  readonly signal: AbortSignal;
  /** Checkpoints that an interrupted attempt at the same work reached. */
  readonly steps: ReadonlyMap<string, Json>;
}

/** Throws once another run has taken the task over, so that this one writes nothing more. */
export function stillHeld({ lease, task, signal }: Attempt): void {
  signal.throwIfAborted();
  if (lease !== undefined && !lease.held()) throw new TakenOver(`${task.id} was taken over by another run`);
}
