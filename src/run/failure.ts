import { UserError, messageOf } from '../outcome/user-error.ts';
import { unknown, unmet, type Outcome } from '../outcome/outcome.ts';
import { isMachineError } from './machine-errors.ts';
import type { Session } from './session.ts';

/** The shape in which zx rejects a command that failed. */
interface CommandFailed {
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly stderr: string;
  readonly stdout: string;
}

/** The one place where an exception becomes an outcome. */
export function asOutcome(error: unknown, at: { limit: AbortSignal; session: Session; timeout: number }): Outcome {
  if (at.limit.aborted && at.session.interrupted === undefined)
    return unknown(`the time limit of ${at.timeout / 1000} s was exceeded`);
  if (error instanceof UserError) {
    return unmet([
      { message: error.message, remedy: error.remedy, ...(error.place === undefined ? {} : { place: error.place }) },
    ]);
  }
  if (isCommandFailed(error)) {
    const last = (error.stderr.trim() || error.stdout.trim()).split('\n').at(-1) ?? '';
    const how = error.exitCode === null ? `was ended by ${error.signal}` : `exited with ${error.exitCode}`;
    return unmet([
      {
        message: `a command ${how}: ${last}`,
        remedy: 'run it by hand in the workspace; the journal contains the command',
      },
    ]);
  }
  if (isMachineError(error)) return unknown(messageOf(error));
  if (at.session.interrupted === undefined) at.session.bug = error;
  return unknown(`internal error: ${messageOf(error)}`);
}

/** Whether another attempt may succeed: after a failed command or an exceeded time limit, but not after an internal error. */
export function isRetriable(error: unknown): boolean {
  return isCommandFailed(error) || (error instanceof DOMException && error.name === 'TimeoutError');
}

function isCommandFailed(error: unknown): error is Error & CommandFailed {
  return error instanceof Error && 'exitCode' in error && 'stderr' in error;
}
