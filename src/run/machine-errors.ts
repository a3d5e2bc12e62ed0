import { errorCode, Fault, messageOf } from '../outcome/user-error.ts';

/** A lack of this machine, in the words of the system. */
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

export function isLackOfMachine(error: unknown): boolean {
  return MACHINE.has(errorCode(error) ?? '');
}

/** What ends the whole run: nothing may go on unrecorded. */
export function unwritable(path: string, error: unknown): Fault {
  const isFull = errorCode(error) === 'ENOSPC' || errorCode(error) === 'EDQUOT';
  const remedy = isFull
    ? 'free some space and type the same command again: what was recorded stands'
    : 'make it writable, or name another state folder with TURNAROUND_STATE=folder';
  return new Fault(`${path} cannot be written: ${messageOf(error)}`, remedy);
}
