import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { HOME } from '../../src/workspace/locate.ts';
import { programOf, type Ran } from '../try.ts';

const PARTS = [
  'src',
  'scripts',
  'rules',
  'checklists',
  'examples',
  'templates',
  'docs',
  'Taskfile.yml',
  'task',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
];

/** A clone of its own, so that a test of what writes into the clone leaves ours alone; packages are shared. */
export function makeClone(folder: string): string {
  const clone = join(folder, 'a clone');
  mkdirSync(join(clone, '.scratch'), { recursive: true });
  for (const part of PARTS) cpSync(join(HOME, part), join(clone, part), { recursive: true });
  mkdirSync(join(clone, 'test'));
  for (const part of ['harness.ts', 'try.ts']) cpSync(join(HOME, 'test', part), join(clone, 'test', part));
  symlinkSync(join(HOME, 'node_modules'), join(clone, 'node_modules'));
  // What was fetched once need not be fetched again.
  const scratch = join(HOME, '.scratch');
  for (const name of existsSync(scratch) ? readdirSync(scratch) : []) {
    if (/^python-[0-9a-f]+$|^postgres$/.test(name)) symlinkSync(join(scratch, name), join(clone, '.scratch', name));
  }
  spawnSync('git', ['init', '--quiet', clone]);
  return clone;
}

export interface Started extends Promise<Ran> {
  kill(signal: NodeJS.Signals): void;
  /** Resolves once stdout holds `text`, or it has ended. */
  said(text: string): Promise<void>;
}

/** `./task` of a clone, as a person types it. */
export function inClone(clone: string, args: readonly string[]): Started {
  const env = { ...process.env, TURNAROUND_CWD: '' };
  for (const name of ['WORKSPACE', 'TURNAROUND_STATE', 'DATABASE_URL']) delete (env as NodeJS.ProcessEnv)[name];
  const child = spawn(process.execPath, [...programOf(clone), ...args], {
    cwd: clone,
    env: { ...env, TURNAROUND_CWD: clone },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  const waiting: { text: string; go: () => void }[] = [];
  const look = (over = false): void =>
    waiting.filter(({ text }) => over || stdout.includes(text)).forEach(({ go }) => go());
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    look();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = new Promise<Ran>((resolve) =>
    child.once('close', (code, signal) => {
      look(true);
      resolve({ code, signal, stdout, stderr });
    }),
  );
  return Object.assign(ended, {
    kill: (signal: NodeJS.Signals): void => void child.kill(signal),
    said: (text: string) =>
      new Promise<void>((go) => {
        waiting.push({ text, go });
        look();
      }),
  });
}
