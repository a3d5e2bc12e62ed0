import { hash } from 'node:crypto';

/** sha256 in hex, the first 32 digits. */
export function digest(content: string | Buffer): string {
  return hash('sha256', content).slice(0, 32);
}
