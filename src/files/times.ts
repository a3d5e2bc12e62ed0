import { spawn } from 'node:child_process';
import { lutimesSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { errorCode } from './identity.ts';

export interface Times {
  /** Absolute; a link is not followed. */
  readonly path: Buffer;
  readonly mtimeNs: bigint;
  readonly atimeNs: bigint;
}

// Node's utimes takes seconds as a double, which loses about 200 ns. Python's takes whole nanoseconds, so one python3 process
// sets a whole batch. Without python3, the double is used.
const program = `
import os, sys
fields = sys.stdin.buffer.read().split(b'\\0')
for i in range(0, len(fields) - 1, 3):
    try:
        os.utime(fields[i], ns=(int(fields[i + 1]), int(fields[i + 2])), follow_symlinks=False)
    except OSError:
        pass
print('set')
`;

/** Sets the times of entries; an entry that is gone or may not be changed is skipped. */
export async function setTimes(batch: readonly Times[]): Promise<void> {
  if (batch.length === 0 || (await withPython(batch))) return;
  for (const { path, atimeNs, mtimeNs } of batch) {
    try {
      lutimesSync(path, Number(atimeNs) / 1e9, Number(mtimeNs) / 1e9);
    } catch (error) {
      errorCode(error);
    }
  }
}

async function withPython(batch: readonly Times[]): Promise<boolean> {
  // In `/`, because the python3 of a version manager obeys files in the folder from which it is called.
  const python = spawn('python3', ['-I', '-S', '-c', program], { cwd: '/', stdio: ['pipe', 'pipe', 'ignore'] });
  const ended = new Promise<boolean>((resolve) => {
    python.on('error', () => resolve(false)).on('close', (code) => resolve(code === 0));
  });
  // It may end before it has read everything; its exit code tells.
  python.stdin.on('error', () => undefined);
  const zero = Buffer.from('\0');
  python.stdin.end(
    Buffer.concat(batch.flatMap(({ path, atimeNs, mtimeNs }) => [path, Buffer.from(`\0${atimeNs}\0${mtimeNs}`), zero])),
  );
  const [said, good] = await Promise.all([text(python.stdout), ended]);
  return good && said.trim() === 'set';
}
