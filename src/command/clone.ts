import { UserError } from '../outcome/user-error.ts';

/** The launcher runs a copy where the clone is read-only: what would be written there is lost. */
export function mustBeWritable(command: string): void {
  const clone = process.env['TURNAROUND_CLONE'];
  if (clone) throw new UserError(`${clone} cannot be written`, `${command} writes into the clone: use a writable one`);
}
