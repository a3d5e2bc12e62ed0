import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { HOME } from '../../src/workspace/locate.ts';

/** The programs that the launcher may need beside node and npm; `flock` is absent on macOS. */
const PROGRAMS = [
  'sh',
  'cat',
  'chmod',
  'cksum',
  'cmp',
  'cp',
  'dirname',
  'find',
  'flock',
  'ln',
  'mkdir',
  'mv',
  'readlink',
  'rm',
  'sleep',
  'sort',
  'tr',
];

/** The interpreter itself: what PATH names may be a shim that needs programs of its own. */
const PYTHON = execFileSync('python3', ['-c', 'import sys; print(sys.executable)'], { encoding: 'utf8' }).trim();

/** Answers as node would, and says how it was called; `exec`ed by the launcher, so its pid is the launcher's. */
const NODE = `#!/bin/sh
if [ "$1" = --version ]; then echo "\${FAKE_VERSION-v20.19.0}"; exit "\${FAKE_START-0}"; fi
printf 'pid %s\\nfolder %s\\ncaller %s\\nclone %s\\n' "$$" "$(pwd)" "$TURNAROUND_CWD" "\${TURNAROUND_CLONE-}"
printf 'compiled %s\\n' "\${NODE_COMPILE_CACHE-}"
for word; do printf 'word %s\\n' "$word"; done
for word; do case $word in *.ts) cat "$word"; break ;; esac; done
[ -z "\${FAKE_HANG-}" ] || exec sleep 10
exit "\${FAKE_EXIT-0}"
`;

/** Installs what the lock file says, once the gate is open. */
const NPM = `#!/bin/sh
echo "$*" >>"$FAKE_LOG"
[ -z "\${FAKE_OFFLINE-}" ] || { echo 'npm error network' >&2; exit 1; }
rm -rf node_modules
mkdir node_modules
echo 'npm begins' >&2
tries=0
until [ -e "$FAKE_GATE" ]; do
  tries=$((tries + 1))
  [ $tries -lt 600 ] || { echo 'nobody opened the gate' >&2; exit 1; }
  sleep 0.05
done
cat package-lock.json >node_modules/installed
`;

export interface Called extends Promise<{
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}> {
  readonly pid: number;
  /** Resolves once it has printed `text` on stderr or stdout; rejects when it ends without. */
  said(text: string): Promise<void>;
}

export interface CallOptions {
  readonly args?: readonly string[];
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** What is started instead of the clone's own `task`. */
  readonly program?: string;
  readonly uid?: number;
}

/** A clone with the real launcher, no packages, and node and npm that are ours to direct. */
export class Clone {
  readonly folder: string;
  readonly home: string;
  readonly bin: string;
  readonly gate: string;
  readonly #log: string;

  constructor(folder: string, name = 'clone') {
    this.folder = folder;
    this.home = join(folder, name);
    this.bin = join(folder, 'bin');
    this.gate = join(folder, 'gate');
    this.#log = join(folder, 'npm.log');
    mkdirSync(join(this.home, 'src'), { recursive: true });
    mkdirSync(join(this.home, 'test'));
    mkdirSync(this.bin);
    copyFileSync(join(HOME, 'task'), join(this.home, 'task'));
    this.write('src/main.ts', 'main');
    this.write('test/run.ts', 'run');
    this.write('package.json', '{}');
    this.write('package-lock.json', 'first');
    this.program('node', NODE);
    this.program('npm', NPM);
    for (const program of PROGRAMS) {
      const real = onPath(program);
      if (real !== undefined) symlinkSync(real, join(this.bin, program));
    }
    symlinkSync(PYTHON, join(this.bin, 'python3'));
    this.open();
  }

  write(path: string, content: string): void {
    writeFileSync(join(this.home, path), content);
  }

  program(name: string, text: string): void {
    writeFileSync(join(this.bin, name), text);
    chmodSync(join(this.bin, name), 0o755);
  }

  /** Lets npm end. */
  open(): void {
    writeFileSync(this.gate, '');
  }

  /** What npm was called with, call by call. */
  get installs(): readonly string[] {
    return existsSync(this.#log) ? readFileSync(this.#log, 'utf8').split('\n').filter(Boolean) : [];
  }

  call({ args = [], cwd = this.folder, env = {}, program = join(this.home, 'task'), uid }: CallOptions = {}): Called {
    const own = { PATH: this.bin, FAKE_LOG: this.#log, FAKE_GATE: this.gate, HOME: join(this.folder, 'home') };
    const child = spawn(program, args, {
      cwd,
      env: { ...own, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
      ...(uid === undefined ? {} : { uid, gid: uid }),
    });
    const out = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const)
      child[name].setEncoding('utf8').on('data', (text: string) => (out[name] += text));
    const ended = new Promise<Awaited<Called>>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code, signal) => resolve({ code, signal, ...out }));
    });
    const said = (text: string): Promise<void> =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (`${out.stdout}${out.stderr}`.includes(text)) resolve();
        };
        for (const name of ['stdout', 'stderr'] as const) child[name].on('data', look);
        child.once('close', () => reject(new Error(`it ended and never said "${text}":\n${out.stdout}${out.stderr}`)));
        look();
      });
    return Object.assign(ended, { pid: child.pid ?? 0, said });
  }
}

function onPath(program: string): string | undefined {
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((part) => join(part, program))
    .find((path) => existsSync(path));
}

export function hasFlock(): boolean {
  return onPath('flock') !== undefined;
}

/** The value of a line of what the fake node prints. */
export function line(stdout: string, name: string): string | undefined {
  return new RegExp(`^${name} (.*)$`, 'm').exec(stdout)?.[1];
}

/** The words that node was started with. */
export function words(stdout: string): string[] {
  return [...stdout.matchAll(/^word (.*)$/gm)].map(([, word = '']) => word);
}
