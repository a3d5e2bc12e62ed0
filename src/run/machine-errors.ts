import { errorCode, UserError, messageOf } from '../outcome/user-error.ts';

/** Errors of this machine, by the code of the system. */
const MACHINE = new Set([
  'ENOSPC',
  'EDQUOT',
  'EROFS',
  'EACCES',
  'EPERM',
  'EMFILE',
  'ENFILE',
  'ENOMEM',
  'EIO',
  'ENOTDIR',
]);

export function isMachineError(error: unknown): boolean {
  return MACHINE.has(errorCode(error) ?? '');
}

/** An error that ends the whole run: nothing may go on that cannot be recorded. */
export function unwritable(path: string, error: unknown): UserError {
  const isFull = errorCode(error) === 'ENOSPC' || errorCode(error) === 'EDQUOT';
  const remedy = isFull
    ? 'free some space and repeat the command: what was recorded is kept'
    : 'make it writable, or name another state folder with TURNAROUND_STATE=folder';
  return new UserError(`cannot write ${path}: ${messageOf(error)}`, remedy);
}
