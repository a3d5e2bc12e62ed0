import { spawn, spawnSync } from 'node:child_process';
import {
  cpSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { HOME } from '../../src/workspace/locate.ts';
import { PROGRAM, TSX, type Ran } from '../try.ts';

const MINE = 'TURNAROUND_TEST_MOUNTS';

/**
 * Starts the test file anew in a mount namespace of its own, so that what it mounts ends with it, however it ends.
 * Returns only in there, or with the reason why there is none.
 */
export function inOwnMounts(file: string): { because: string } | undefined {
  if (process.env[MINE] === '1') return undefined;
  if (process.platform !== 'linux') return { because: 'mounts of a test need Linux' };
  if (process.getuid?.() !== 0) return { because: 'only root may mount' };
  const may = spawnSync('unshare', ['--mount', 'sh', '-c', 'mount -t tmpfs none /mnt'], { encoding: 'utf8' });
  if (may.status !== 0) return { because: `mounting is not allowed here: ${(may.stderr ?? String(may.error)).trim()}` };
  const env = { ...process.env, [MINE]: '1' };
  const { status } = spawnSync('unshare', ['--mount', process.execPath, ...TSX, file], {
    env,
    stdio: 'inherit',
  });
  return process.exit(status ?? 1);
}

const PAGE = 4096;

export function mountTmpfs(at: string, pages: number): void {
  mkdirSync(at, { recursive: true });
  mount('-t', 'tmpfs', '-o', `size=${pages * PAGE}`, 'turnaround', at);
}

export function mountReadOnly(folder: string, at: string): void {
  mkdirSync(at, { recursive: true });
  mount('--bind', folder, at);
  mount('-o', 'remount,ro,bind', at);
}

export function unmount(at: string): void {
  run('umount', at);
}

function mount(...args: string[]): void {
  run('mount', ...args);
}

function run(program: string, ...args: string[]): void {
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr}`);
}

/** Fills a file system up to some free pages; what it returns is removed to free it again. */
export function fill(at: string, free: number): string {
  const ballast = join(at, 'ballast');
  const block = Buffer.alloc(PAGE, 'b');
  const written: Buffer[] = [];
  const pages = Number(
    /(\d+)\s*$/.exec(spawnSync('df', ['--block-size=4096', '--output=avail', at], { encoding: 'utf8' }).stdout)?.[1],
  );
  for (let page = 0; page < pages - free; page += 1) written.push(block);
  writeFileSync(ballast, Buffer.concat(written));
  return ballast;
}

/** The real cleaning tasks, one that writes two files, and one that only looks; as a folder of scripts. */
export function makeScripts(folder: string): string {
  const scripts = join(folder, 'scripts');
  mkdirSync(join(folder, 'node_modules'), { recursive: true });
  symlinkSync(HOME, join(folder, 'node_modules/turnaround'));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}\n');
  cpSync(join(HOME, 'scripts/cleanup'), join(scripts, 'cleanup'), { recursive: true });
  mkdirSync(join(scripts, 'docs'));
  writeFileSync(join(scripts, 'docs/pages.ts'), PAGES);
  writeFileSync(join(scripts, 'docs/look.ts'), LOOK);
  return scripts;
}

const PAGES = `import { met, task } from 'turnaround/task';
export const pages = task(import.meta, {
  summary: 'Write two pages',
  writes: () => ['docs/one.txt', 'docs/deep/er/two.txt'],
  effect: 'reversible',
  async run({ write }) {
    return met([write('docs/one.txt', 'one '.repeat(3000)), write('docs/deep/er/two.txt', 'two '.repeat(3000))]);
  },
});
`;

const LOOK = `import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { met, task } from 'turnaround/task';
export const look = task(import.meta, {
  summary: 'Read a page',
  reads: () => ['docs/mine.txt'],
  effect: 'none',
  async run({ workspace }) {
    return met(readFileSync(join(workspace.root, 'docs/mine.txt'), 'utf8').length);
  },
});
`;

/** A workspace with junk of every kind in it, and a page that one of the tasks has to write over. */
export function makeWorkspace(root: string): void {
  const files = {
    'turnaround.yaml': 'logs: { folders: [logs], days: 7 }\n',
    'docs/mine.txt': 'mine '.repeat(2000),
    'src/main.py': 'print()\n',
    'src/__pycache__/main.pyc': 'bytecode '.repeat(1500),
    'src/deep/__pycache__/a.pyc': 'bytecode',
    'src/.DS_Store': 'store',
    '.DS_Store': 'store '.repeat(1000),
    'logs/old.log': 'line\n'.repeat(3000),
    'logs/older.log': 'line\n',
    'logs/new.log': 'line\n',
  };
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  const old = new Date(Date.now() - 30 * 86_400_000);
  for (const name of ['old', 'older']) utimesSync(join(root, `logs/${name}.log`), old, old);
}

/** Every file of a workspace with its content, and nothing of ours. */
export function contents(root: string): Record<string, string> {
  const found: Record<string, string> = {};
  const visit = (path: string): void => {
    for (const name of readdirSync(join(root, path))) {
      const at = join(path, name);
      if (at === '.turnaround' || at === 'ballast') continue;
      const isFolder = lstatSync(join(root, at)).isDirectory();
      found[isFolder ? `${at}/` : at] = isFolder ? '' : readFileSync(join(root, at), 'latin1');
      if (isFolder) visit(at);
    }
  };
  visit('.');
  return found;
}

/** Everything that a workspace or its quarantine holds, by content: nothing of it may ever be lost. */
export function treasures(...folders: readonly string[]): Set<string> {
  const found = new Set<string>();
  for (const folder of folders) {
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (entry.isFile() && entry.name !== 'ballast')
        found.add(readFileSync(join(entry.parentPath, entry.name), 'latin1'));
    }
  }
  return found;
}

/** The tool as an unprivileged user. */
export function asNobody(args: readonly string[], env: NodeJS.ProcessEnv): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...PROGRAM, ...args], {
      cwd: HOME,
      env: { PATH: process.env['PATH'], ...env },
      uid: 65_534,
      gid: 65_534,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const out = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => (out[name] += text));
    }
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal, ...out }));
  });
}
