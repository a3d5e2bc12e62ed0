import { printable } from '../files/name.ts';

/** Why an entry was left unchanged. */
export type Reason = 'outside' | 'protected' | 'gone' | 'changed' | 'exists' | 'denied' | 'no-space' | 'failed';

export interface Refusal {
  readonly code: Reason;
  readonly because: string;
}

export interface Skipped extends Refusal {
  readonly path: Buffer;
}

const words: Record<string, Refusal> = {
  ENOENT: { code: 'gone', because: 'it no longer exists' },
  ENOTDIR: { code: 'gone', because: 'a folder above it is now a file' },
  EACCES: { code: 'denied', because: 'permission denied' },
  EPERM: { code: 'denied', because: 'not permitted' },
  EROFS: { code: 'denied', because: 'the file system is read-only' },
  EBUSY: { code: 'denied', because: 'it is a mount point or in use' },
  ENOSPC: { code: 'no-space', because: 'no space left on the device' },
  EDQUOT: { code: 'no-space', because: 'the disk quota is used up' },
};

/** Turns a failed system call into a value; anything else that was thrown is a bug and is thrown again. */
export function refusalOf(error: unknown): Refusal {
  if (!(error instanceof Error) || !('code' in error) || !('syscall' in error)) throw error;
  const code = String(error.code);
  const known = words[code];
  if (known) return { code: known.code, because: `${known.because} (${code})` };
  return { code: 'failed', because: printable(Buffer.from(error.message)) };
}
