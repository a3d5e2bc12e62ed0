import type { Place } from './outcome.ts';

/**
 * An error of the caller or of the workspace's configuration: printed as one paragraph, exit code 2.
 * Anything else that is thrown is a bug of a task or of Turnaround.
 */
export class UserError extends Error {
  override readonly name = 'UserError';
  readonly remedy: string;
  readonly place: Place | undefined;

  constructor(message: string, remedy: string, place?: Place) {
    super(message);
    this.remedy = remedy;
    this.place = place;
  }
}

/** The `code` of a system error (`ENOENT`, `ENOSPC`, …), if `error` is one. */
export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
