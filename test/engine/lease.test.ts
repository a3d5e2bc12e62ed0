import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  existsSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { Leases, SILENCE, type Lease } from '../../src/run/lease.ts';
import { hostId, startOf } from '../../src/run/process.ts';
import { assert, suite } from '../harness.ts';
import { TSX, withFolder } from '../try.ts';

const test = suite('Leases');

interface Started {
  readonly pid: number;
  go(): void;
  next(): Promise<Record<string, number>>;
  readonly ended: Promise<unknown>;
  kill(): void;
}

function start(action: string, ...rest: string[]): Started {
  const file = join(import.meta.dirname, 'lease-holder.ts');
  const argv = [...TSX, file, action, ...rest];
  const child: ChildProcess = spawn(process.execPath, argv, { stdio: ['pipe', 'pipe', 'inherit'] });
  const { stdin, stdout } = child;
  if (stdin === null || stdout === null) throw new Error('no pipes');
  stdin.on('error', () => undefined); // it was killed before it read
  const lines = createInterface({ input: stdout })[Symbol.asyncIterator]();
  return {
    pid: child.pid ?? 0,
    go: () => void stdin.write('go\n'),
    next: async () => JSON.parse(String((await lines.next()).value)) as Record<string, number>,
    ended: once(child, 'exit'),
    kill: () => void child.kill('SIGKILL'),
  };
}

async function startMany(count: number, ...args: [string, ...string[]]): Promise<Started[]> {
  const all = Array.from({ length: count }, () => start(...args));
  await Promise.all(all.map((each) => each.next()));
  return all;
}

/** What is wrong with a log of turns; each is `begin pid number`, `end pid number`. `killed` may leave a turn open. */
function overlaps(log: string, killed: ReadonlySet<number> = new Set()): string[] {
  const wrong: string[] = [];
  let holder: { pid: number; number: number } | undefined;
  let highest = 0;
  for (const line of log.trimEnd().split('\n')) {
    const [what, ...rest] = line.split(' ');
    const [pid = 0, number = 0] = rest.map(Number);
    if (what === 'begin') {
      if (holder !== undefined && !killed.has(holder.pid))
        wrong.push(`${line} while ${holder.pid} holds ${holder.number}`);
      if (number <= highest) wrong.push(`${line} after ${highest}`);
      highest = number;
      holder = { pid, number };
    } else if (what === 'end' && holder?.pid === pid && holder.number === number) holder = undefined;
    else wrong.push(line);
  }
  return wrong;
}

async function turns(state: string, log: string, processes: number, rounds: number): Promise<string> {
  writeFileSync(log, '');
  const all = await startMany(processes, 'rounds', state, log, String(rounds));
  for (const each of all) each.go();
  const ends = await Promise.all(all.map((each) => each.ended));
  assert.equal(
    ends,
    Array.from({ length: processes }, () => [0, null]),
  );
  return readFileSync(log, 'utf8');
}

/** A lease of somebody else; `holder` says who, or is what stands in the file. */
function forge(state: string, number: number, holder: object | string): string {
  mkdirSync(join(state, 'leases'), { recursive: true });
  const path = join(state, 'leases', `area-work.${number}`);
  writeFileSync(path, typeof holder === 'string' ? holder : JSON.stringify(holder));
  return path;
}

function mine(taken: ReturnType<Leases['take']>): Lease {
  if ('number' in taken) return taken;
  throw new Error(`held by ${taken.pid} of ${taken.run}`);
}

/** The run that holds it, or null when it was taken. */
function holderOf(taken: ReturnType<Leases['take']>): string | null {
  return 'number' in taken ? null : taken.run;
}

const me = {
  run: 'forged',
  pid: process.pid,
  since: startOf(process.pid) ?? null,
  host: hostId(),
  at: '2026-01-01T00:00:00Z',
};

test('eight processes that take it 200 times each never hold it at once, and its number only grows', async () => {
  await withFolder(async (folder) => {
    const log = await turns(folder, join(folder, 'turns.log'), 8, 200);
    assert.is(log.match(/^begin/gm)?.length, 1600);
    assert.equal(overlaps(log), []);
    const left = readdirSync(join(folder, 'leases'));
    assert.ok(left.length <= 2, left.join(' '));
  });
});

test('the ones that are left go on when others are killed at any moment', async () => {
  await withFolder(async (folder) => {
    const log = join(folder, 'turns.log');
    writeFileSync(log, '');
    const all = await startMany(6, 'rounds', folder, log, '40');
    for (const each of all) each.go();
    const [victims, rest] = [all.slice(0, 3), all.slice(3)];
    for (const [at, victim] of victims.entries()) {
      // Each is killed once the log has grown: in the middle of the work of all, wherever it stands.
      while (readFileSync(log, 'utf8').length < 400 * (at + 1)) await pause(1);
      victim.kill();
    }
    await Promise.all(victims.map((each) => each.ended));
    assert.equal(
      await Promise.all(rest.map((each) => each.ended)),
      rest.map(() => [0, null]),
    );
    assert.equal(overlaps(readFileSync(log, 'utf8'), new Set(victims.map(({ pid }) => pid))), []);
  });
});

test('of eight processes that see a killed holder exactly one takes it over', async () => {
  await withFolder(async (state) => {
    const [holder] = await startMany(1, 'once', state);
    if (holder === undefined) throw new Error('nobody started');
    holder.go();
    assert.equal(await holder.next(), { number: 1 });
    const racers = await startMany(8, 'once', state);
    holder.kill();
    await holder.ended;
    for (const racer of racers) racer.go();
    const answers = await Promise.all(racers.map((racer) => racer.next()));
    const winners = racers.filter((_, at) => answers[at]?.['number'] === 2);
    assert.is(winners.length, 1, JSON.stringify(answers));
    const others = answers.filter((answer) => 'holder' in answer);
    assert.equal(
      others,
      Array.from({ length: 7 }, () => ({ holder: winners[0]?.pid })),
    );
    for (const racer of racers) racer.go();
    await Promise.all(racers.map((racer) => racer.ended));
  });
});

test('somebody slow cannot create a number again that was released meanwhile', async () => {
  await withFolder(async (state) => {
    mine(new Leases(state, 'one').take('area:work')).release();
    // The slow one had looked before number 1 existed: what it would create now must be there already.
    assert.throws(() => closeSync(openSync(join(state, 'leases/area-work.1'), 'wx')), /EEXIST/);
  });
});

test('a lease is held until it is released, and its successor has the next number', async () => {
  await withFolder(async (state) => {
    const [one, two] = [new Leases(state, 'one'), new Leases(state, 'two')];
    const first = mine(one.take('area:work'));
    assert.is(first.number, 1);
    assert.is(holderOf(two.take('area:work')), 'one');
    assert.is(holderOf(one.take('area:work')), 'one', 'not even its own run gets it twice');
    first.release();
    const second = mine(two.take('area:work'));
    assert.is(second.number, 2);
    assert.is(first.held(), false);
    first.release();
    assert.is(second.held(), true, 'a release that comes late takes nothing from the next holder');
    assert.is(holderOf(one.take('area:work')), 'two');
  });
});

test('a name that is the beginning of another is a lease of its own', async () => {
  await withFolder(async (state) => {
    const leases = new Leases(state, 'one');
    mine(leases.take('area:work'));
    assert.is(mine(leases.take('area:work.2')).number, 1);
    assert.is(mine(leases.take('area:wor')).number, 1);
    assert.is(holderOf(leases.take('area:work')), 'one');
  });
});

test('a pid that belongs to another process by now counts as dead', async () => {
  await withFolder(async (state) => {
    forge(state, 4, me);
    assert.is(holderOf(new Leases(state, 'two').take('area:work')), 'forged', 'alive with its own start');
    forge(state, 4, { ...me, since: `${Number(me.since) - 1}` });
    assert.is(mine(new Leases(state, 'two').take('area:work')).number, 5);
  });
});

if (process.platform === 'linux') {
  test('a zombie counts as dead', async () => {
    await withFolder(async (state) => {
      // `cat` inherits a child and never asks how it ended.
      const parent = spawn('sh', ['-c', 'sleep 1000 & echo $!; exec cat'], { stdio: ['pipe', 'pipe', 'inherit'] });
      try {
        const [said] = (await once(parent.stdout, 'data')) as [Buffer];
        const pid = Number(String(said));
        const since = startOf(pid);
        assert.type(since, 'string');
        forge(state, 1, { ...me, pid, since });
        assert.is(holderOf(new Leases(state, 'two').take('area:work')), 'forged', 'alive while it runs');
        // As long as it is a shell, it asks.
        while (readFileSync(`/proc/${parent.pid}/comm`, 'utf8') !== 'cat\n') await pause(1);
        process.kill(pid, 'SIGKILL');
        while (!/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))) await pause(1);
        assert.is(mine(new Leases(state, 'two').take('area:work')).number, 2);
      } finally {
        parent.kill('SIGKILL');
      }
    });
  });
} else test.skip('a zombie counts as dead', 'needs /proc to know one');

test('a holder on another host lives while its file is touched, and is dead once it is silent by our own clock', async () => {
  await withFolder(async (state) => {
    // The class takes no clock; the process has one, which is all that it looks at.
    const clock = performance.now.bind(performance);
    let now = 1000;
    performance.now = () => now;
    try {
      const path = forge(state, 7, { ...me, host: 'another' });
      const leases = new Leases(state, 'two');
      assert.is(holderOf(leases.take('area:work')), 'forged', 'seen for the first time');
      for (const beat of [4e9, 1000, 4e9]) {
        now += SILENCE - 1;
        assert.is(holderOf(leases.take('area:work')), 'forged', 'not silent for long enough');
        // Its clock is another one: a time far in the future or the past says nothing.
        utimesSync(path, beat, beat);
        now += SILENCE * 5;
        assert.is(holderOf(leases.take('area:work')), 'forged', 'it gave a sign');
      }
      now += SILENCE;
      assert.is(mine(leases.take('area:work')).number, 8);
    } finally {
      performance.now = clock;
    }
  });
});

test('a torn lease is left to its writer for a while and is nobody’s after that', async () => {
  for (const torn of ['', '{"run":"x","pi', '\0\0\0\0']) {
    await withFolder(async (state) => {
      const path = forge(state, 3, torn);
      assert.is(holderOf(new Leases(state, 'two').take('area:work')), '?', 'it may still be in the writing');
      utimesSync(path, 1000, 1000);
      assert.is(mine(new Leases(state, 'two').take('area:work')).number, 4);
    });
  }
});

const mount = withoutLinks();
const EXFAT = 'where the file system knows no links nobody holds it at once either';
if (typeof mount === 'string') test.skip(EXFAT, mount);
else {
  test(EXFAT, async () => {
    await withFolder(async (folder) => {
      const { path, unmount } = mount(folder);
      try {
        const log = await turns(path, join(folder, 'turns.log'), 8, 25);
        assert.is(log.match(/^begin/gm)?.length, 200);
        assert.equal(overlaps(log), []);
        assert.ok(readdirSync(join(path, 'leases')).length <= 2);
      } finally {
        unmount();
      }
    });
  });
}

test.run();

/** How to mount a file system without hard links, or why that cannot be done here. */
function withoutLinks(): string | ((folder: string) => { path: string; unmount: () => void }) {
  if (process.getuid?.() !== 0) return 'needs root to mount one';
  if (!existsSync('/dev/fuse') || !existsSync('/dev/loop-control')) return 'needs /dev/fuse and loop devices';
  const has = (program: string): boolean => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
  const absent = ['mkfs.exfat', 'mount.exfat-fuse', 'losetup'].find((program) => !has(program));
  if (absent !== undefined) return `${absent} is not installed`;
  const run = (program: string, ...args: string[]): string => {
    const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`${program}: ${stderr}`);
    return stdout.trim();
  };
  return (folder) => {
    const image = join(folder, 'exfat.img');
    const fd = openSync(image, 'w');
    ftruncateSync(fd, 16 << 20);
    closeSync(fd);
    const path = join(folder, 'mounted');
    mkdirSync(path);
    run('mkfs.exfat', image);
    const device = run('losetup', '--find', '--show', image);
    try {
      run('mount.exfat-fuse', device, path);
    } catch (error) {
      run('losetup', '--detach', device);
      throw error;
    }
    return {
      path,
      unmount: () => {
        run('umount', path);
        run('losetup', '--detach', device);
        rmSync(image);
      },
    };
  };
}
