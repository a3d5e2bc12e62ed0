import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { HOME } from '../src/workspace/locate.ts';
import { JournalState } from '../src/run/journal-state.ts';
import type { Ended } from '../src/plan/freshness.ts';

export interface Ran {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The program, started as `task` starts it where Node does not read TypeScript by itself. */
export const PROGRAM = programOf(HOME);

export function programOf(clone: string): string[] {
  return ['--disable-warning=ExperimentalWarning', join(clone, 'src/loader.cjs'), join(clone, 'src/main.ts')];
}

/** What runs a file of the tests: they wait at their top, which the program's own loader has no way for. */
export const TSX = ['--import', import.meta.resolve('tsx')];

/** Runs the tool as a person would, by its real program; resolves with what it printed and how it ended. */
export function turnaround(
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<Ran> & { pid: number } {
  const env = { ...process.env, ...options.env };
  // Neither the caller's workspace nor its state may leak into a test.
  for (const name of ['WORKSPACE', 'TURNAROUND_STATE', 'DATABASE_URL', 'TURNAROUND_CWD'])
    if (options.env?.[name] === undefined) delete env[name];
  const child = spawn(process.execPath, [...PROGRAM, ...args], {
    cwd: HOME,
    env: { ...env, TURNAROUND_CWD: options.cwd ?? HOME },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = new Promise<Ran>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  return Object.assign(ended, { pid: child.pid ?? 0 });
}

/** A fresh folder that is gone afterwards. */
export async function withFolder<V>(body: (folder: string) => Promise<V>): Promise<V> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'turnaround-test-')));
  try {
    return await body(folder);
  } finally {
    // Somebody who was killed may write a last time while it goes.
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  }
}

/** Runs one task on a workspace made by `make` and says how it ended. */
export function tryTask(
  id: string,
  make: (root: string) => Promise<void> | void,
  env: NodeJS.ProcessEnv = {},
): Promise<Ended & { ran: Ran }> {
  return withFolder(async (root) => {
    await make(root);
    const ran = await turnaround([id, '--workspace', root], { env });
    const ended = new JournalState(join(root, '.turnaround')).refresh().tasks.get(id)?.ended;
    if (ended === undefined) throw new Error(`${id} left no record:\n${ran.stdout}${ran.stderr}`);
    return { ...ended, ran };
  });
}
