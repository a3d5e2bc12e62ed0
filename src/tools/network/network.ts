import { execFile } from 'node:child_process';

/** The command prefix that cuts a command off from every network, if this machine allows it; otherwise empty. */
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
