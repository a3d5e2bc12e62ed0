import { execFileSync } from 'node:child_process';
import { chmodSync, linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimes, type Times } from '../../src/files/times.ts';
import { take, type Seen, type TakeOptions, type TakeResult } from '../../src/quarantine/quarantine.ts';
import { walk, type Entry } from '../../src/files/walk.ts';

export function folder(at: string = tmpdir()): { path: string; [Symbol.dispose](): void } {
  const path = mkdtempSync(join(at, 'turnaround-artifact-'));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

export const inside = (root: string, name: Buffer | string): Buffer =>
  Buffer.concat([Buffer.from(`${root}/`), Buffer.from(name as string)]);

export const oddNames: readonly Buffer[] = [
  Buffer.from('line\nbreak'),
  Buffer.from([0x6c, 0xe9, 0x67, 0x65, 0x72]),
  Buffer.from('-rf'),
  Buffer.from('n'.repeat(250)),
  Buffer.from(' two  spaces '),
  Buffer.from('$(touch x);`y`'),
  Buffer.from('nfd-e\u0301.txt'),
];

/** Junk of every kind, in folders that also hold what stays. Times are odd to the nanosecond. */
export async function fill(root: string, files = 12): Promise<void> {
  for (const name of ['src/app', 'junk/deep/er', 'links', 'odd', 'src/app/__pycache__']) {
    mkdirSync(join(root, name), { recursive: true });
  }
  writeFileSync(join(root, 'src/app/main.py'), 'kept');
  for (let i = 0; i < files; i += 1)
    writeFileSync(join(root, `src/app/f${i}.junk`), `content ${i % 5}\n`.repeat(i + 1));
  writeFileSync(join(root, 'src/app/__pycache__/a.pyc'), 'compiled');
  writeFileSync(join(root, 'junk/deep/er/x'), 'deep');
  chmodSync(join(root, 'src/app/f0.junk'), 0o4640);
  chmodSync(join(root, 'src/app/f1.junk'), 0o444);
  chmodSync(join(root, 'junk/deep'), 0o2711);
  symlinkSync('nowhere', join(root, 'links/dangling.junk'));
  symlinkSync('loop.junk', join(root, 'links/loop.junk'));
  symlinkSync('../src', join(root, 'links/folder.junk'));
  for (const name of ['one.junk', 'two.junk']) linkSync(join(root, 'src/app/f2.junk'), join(root, `links/${name}`));
  linkSync(join(root, 'src/app/f3.junk'), join(root, 'links/stays'));
  linkSync(join(root, 'junk/deep/er/x'), join(root, 'junk/deep/y'));
  for (const name of oddNames) writeFileSync(inside(join(root, 'odd'), name), name);
  await age(root);
}

async function age(root: string): Promise<void> {
  const times: Times[] = [];
  let at = 1_700_000_000_123_456_789n;
  for await (const entry of walk(root)) {
    at += 1_000_000_007n;
    times.unshift({ path: inside(root, entry.path), mtimeNs: at, atimeNs: at + 3n });
  }
  await setTimes([...times, { path: Buffer.from(root), mtimeNs: at, atimeNs: at }]);
}

/** All of `junk/`, all of `odd/` and whatever ends in `.junk`; a folder goes whole. */
export function isJunk({ path, kind }: Entry): boolean {
  const text = path.toString('latin1');
  return (
    text === 'junk' ||
    text.startsWith('odd/') ||
    text.endsWith('.junk') ||
    (kind === 'directory' && text.endsWith('__pycache__'))
  );
}

export async function scan(root: string, wanted: (entry: Entry) => boolean = isJunk): Promise<Seen[]> {
  const found: Seen[] = [];
  for await (const entry of walk(root, { skip: wanted })) {
    const seen = wanted(entry) ? entry.seen() : undefined;
    if (seen) found.push(seen);
  }
  return found;
}

export async function takeJunk(root: string, options: Partial<TakeOptions> = {}): Promise<TakeResult> {
  const entries = options.entries ?? (await scan(root));
  return take({ root, state: join(root, '.turnaround'), run: 'run-1', task: 'test', ...options, entries });
}

/** Whether this machine lets us mount; the reason if not. */
export function whyNotMount(kind: 'tmpfs' | 'exfat'): string | undefined {
  if (process.getuid?.() !== 0) return 'only root can mount';
  const needed = kind === 'tmpfs' ? ['mount'] : ['mkfs.exfat', 'losetup', 'mount.exfat-fuse'];
  for (const program of needed) {
    try {
      execFileSync('sh', ['-c', `command -v ${program}`]);
    } catch {
      return `there is no ${program}`;
    }
  }
  if (kind === 'exfat') return undefined;
  using at = folder();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'none', at.path], { stdio: 'ignore' });
    execFileSync('umount', [at.path]);
    return undefined;
  } catch {
    return 'mounting is not allowed here';
  }
}

export function mounted(kind: 'tmpfs' | 'exfat', size: string): { path: string; [Symbol.dispose](): void } {
  const home = folder();
  const path = join(home.path, 'mount');
  mkdirSync(path);
  const run = (program: string, ...args: string[]): string =>
    execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  let loop: string | undefined;
  if (kind === 'tmpfs') run('mount', '-t', 'tmpfs', '-o', `size=${size}`, 'none', path);
  else {
    run('truncate', '-s', size, join(home.path, 'image'));
    run('mkfs.exfat', join(home.path, 'image'));
    loop = run('losetup', '-f', '--show', join(home.path, 'image')).trim();
    run('mount.exfat-fuse', loop, path);
  }
  return {
    path,
    [Symbol.dispose]() {
      run('umount', path);
      if (loop !== undefined) run('losetup', '-d', loop);
      home[Symbol.dispose]();
    },
  };
}
