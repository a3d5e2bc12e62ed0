import { execFile } from 'node:child_process';

/** `code` is a word such as ENOENT when the program could not be started. */
export interface Ran {
  code: number | string;
  killed: boolean;
  stdout: Buffer;
  stderr: Buffer;
}

/** Runs a program without input to its end, or to its time limit. */
export function run(
  file: string,
  args: string[],
  options: { cwd: string; env: NodeJS.ProcessEnv; timeout: number },
): Promise<Ran> {
  const limits = { maxBuffer: 256 * 1024 * 1024, killSignal: 'SIGKILL', encoding: 'buffer' } as const;
  return new Promise((done) => {
    const child = execFile(file, args, { ...options, ...limits }, (error, stdout, stderr) => {
      done({ code: error === null ? 0 : (error.code ?? 1), killed: error?.killed ?? false, stdout, stderr });
    });
    child.stdin?.end();
  });
}
