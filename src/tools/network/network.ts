import { execFile } from 'node:child_process';

/** The words before a command that cut it off from every network, where this machine allows it; else none. */
export async function withoutNetwork(): Promise<readonly string[]> {
  for (const words of [
    ['unshare', '--net'],
    ['unshare', '--map-root-user', '--net'],
  ]) {
    if (process.platform === 'linux' && (await succeeds([...words, 'true']))) return words;
  }
  return [];
}

function succeeds([program = '', ...args]: readonly string[]): Promise<boolean> {
  return new Promise((resolve) => execFile(program, args, { timeout: 5000 }, (error) => resolve(error === null)));
}
