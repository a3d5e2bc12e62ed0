import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { assert, suite } from '../harness.ts';
import { list, purge, undo, weigh } from '../../src/quarantine/quarantine.ts';
import { printable } from '../../src/files/name.ts';
import { snapshot } from './snapshot.ts';
import { fill, folder, inside, scan, takeJunk } from './workspace.ts';

const test = suite('quarantine');
const state = (root: string): string => join(root, '.turnaround');
const shown = (paths: readonly { path: Buffer }[]): string[] => paths.map(({ path }) => printable(path)).toSorted();

test('takes junk of every kind and brings it back to the nanosecond', async () => {
  using at = folder();
  await fill(at.path);
  mkdirSync(state(at.path));
  const before = snapshot(at.path);
  const entries = await scan(at.path);
  // The state's own folder touches the root; what is compared is everything below.
  const result = await takeJunk(at.path, { entries });
  assert.is(result.taken.length, entries.length);
  assert.is(entries.length, 26);
  assert.equal(result.skipped, []);
  assert.equal(readdirSync(join(at.path, 'odd')), []);
  assert.not(existsSync(join(at.path, 'junk')));
  assert.equal(readdirSync(join(at.path, 'links')), ['stays']);
  const back = await undo({ root: at.path, state: state(at.path) });
  assert.is(back.run, 'run-1');
  assert.is(back.restored.length, entries.length);
  assert.equal(snapshot(at.path), before);
});

test('tells what is left to undo', async () => {
  using at = folder();
  await fill(at.path);
  assert.is((await undo({ root: at.path, state: state(at.path) })).run, null);
  await takeJunk(at.path);
  const [run] = await list(state(at.path));
  assert.is(run?.items, 26);
  assert.is(run?.undone, false);
  assert.equal(run?.tasks, ['test']);
  await undo({ root: at.path, state: state(at.path) });
  assert.is((await list(state(at.path)))[0]?.undone, true);
  assert.is((await undo({ root: at.path, state: state(at.path) })).run, null);
});

test('refuses what lies outside, in git, or in its own state', async () => {
  using at = folder();
  using other = folder();
  await fill(at.path);
  writeFileSync(join(other.path, 'precious'), 'x');
  symlinkSync(other.path, join(at.path, 'out'));
  for (const name of ['.git', 'mod/.git', '.turnaround/keep', 'held/state'])
    mkdirSync(join(at.path, name), { recursive: true });
  writeFileSync(join(at.path, '.git/HEAD'), 'ref');
  const [some] = await scan(at.path);
  const paths = [
    '../x',
    '/etc/passwd',
    'a/../../x',
    '',
    'src//app',
    './src',
    'out/precious',
    '.git',
    '.git/HEAD',
    'mod/.git',
    '.turnaround',
    '.turnaround/keep',
  ];
  const { size, mtimeNs, dev, ino } = lstatSync(join(other.path, 'precious'), { bigint: true });
  const entries = paths.map((path) => ({
    ...some!,
    kind: 'file' as const,
    size,
    mtimeNs,
    dev,
    ino,
    path: Buffer.from(path),
  }));
  for (const entry of entries) delete (entry as { ctimeNs?: bigint }).ctimeNs;
  const { taken, skipped } = await takeJunk(at.path, { entries });
  assert.equal(taken, []);
  assert.equal(
    skipped.map(({ code }) => code),
    [...Array<string>(7).fill('outside'), ...Array<string>(5).fill('protected')],
  );
  assert.is(readFileSync(join(other.path, 'precious'), 'utf8'), 'x');
  const held = await takeJunk(at.path, {
    state: join(at.path, 'held/state'),
    entries: await scan(at.path, (e) => e.name.toString() === 'held'),
  });
  assert.is(held.skipped[0]?.code, 'protected');
});

test('leaves alone what changed since the scan, even when its mtime was put back', async () => {
  using at = folder();
  await fill(at.path);
  const entries = await scan(at.path);
  const file = join(at.path, 'src/app/f5.junk');
  const { atime, mtime } = lstatSync(file);
  writeFileSync(file, readFileSync(file, 'utf8').toUpperCase());
  utimesSync(file, atime, mtime);
  writeFileSync(join(at.path, 'src/app/f6.junk'), 'longer than it was');
  rmSync(join(at.path, 'src/app/f7.junk'));
  writeFileSync(join(at.path, 'src/app/__pycache__/new'), '');
  renameSync(join(at.path, 'src/app/f8.junk'), join(at.path, 'src/app/f9.junk'));
  const { taken, skipped } = await takeJunk(at.path, { entries });
  assert.is(taken.length, 26 - 6);
  assert.equal(shown(skipped), [
    'src/app/__pycache__',
    'src/app/f5.junk',
    'src/app/f6.junk',
    'src/app/f7.junk',
    'src/app/f8.junk',
    'src/app/f9.junk',
  ]);
  assert.is(readFileSync(file, 'utf8').slice(0, 7), 'CONTENT');
});

test('an undo never overwrites, and brings back everything else', async () => {
  using at = folder();
  await fill(at.path);
  await takeJunk(at.path);
  writeFileSync(join(at.path, 'src/app/f4.junk'), 'new');
  mkdirSync(join(at.path, 'junk'));
  symlinkSync('elsewhere', join(at.path, 'links/loop.junk'));
  const back = await undo({ root: at.path, state: state(at.path) });
  assert.equal(shown(back.conflicts), ['junk', 'links/loop.junk', 'src/app/f4.junk']);
  assert.equal(new Set(back.conflicts.map(({ code }) => code)), new Set(['exists']));
  assert.is(back.restored.length, 23);
  assert.is(readFileSync(join(at.path, 'src/app/f4.junk'), 'utf8'), 'new');
  assert.equal(readdirSync(join(at.path, 'junk')), []);
  const [run] = await list(state(at.path));
  assert.is(run?.items, 3);
  assert.is(run?.undone, false);
  for (const name of ['src/app/f4.junk', 'junk', 'links/loop.junk']) rmSync(join(at.path, name), { recursive: true });
  const again = await undo({ root: at.path, state: state(at.path) });
  assert.is(again.restored.length, 3);
  assert.is(readFileSync(join(at.path, 'junk/deep/er/x'), 'utf8'), 'deep');
});

test('keeps the time of a folder that somebody else changed since', async () => {
  using at = folder();
  await fill(at.path);
  const before = lstatSync(join(at.path, 'odd'), { bigint: true }).mtimeNs;
  await takeJunk(at.path);
  writeFileSync(join(at.path, 'links/new'), '');
  await undo({ root: at.path, state: state(at.path) });
  assert.is(lstatSync(join(at.path, 'odd'), { bigint: true }).mtimeNs, before);
  assert.ok(lstatSync(join(at.path, 'links')).mtimeMs > Date.now() - 60_000);
});

test('recreates a folder that has gone since, with its mode', async () => {
  using at = folder();
  await fill(at.path);
  const before = snapshot(join(at.path, 'junk'));
  await takeJunk(at.path, { entries: await scan(at.path, (e) => e.path.toString() === 'junk/deep/er/x') });
  rmSync(join(at.path, 'junk'), { recursive: true });
  await undo({ root: at.path, state: state(at.path) });
  assert.is(lstatSync(join(at.path, 'junk/deep')).mode & 0o7777, 0o2711);
  const x = (lines: readonly string[]): string[] =>
    lines.filter((line) => line.includes('deep') || line.includes('/6572/78')).map((line) => line.replace(/ \S+$/, ''));
  assert.equal(x(snapshot(join(at.path, 'junk'))), x(before));
});

test('a child and then its folder, in two runs, come back in reverse', async () => {
  using at = folder();
  await fill(at.path);
  mkdirSync(state(at.path));
  const before = snapshot(at.path);
  await takeJunk(at.path, { run: 'a', entries: await scan(at.path, (e) => e.path.toString() === 'junk/deep/er/x') });
  await takeJunk(at.path, { run: 'b', entries: await scan(at.path, (e) => e.path.toString() === 'junk') });
  assert.is((await undo({ root: at.path, state: state(at.path) })).run, 'b');
  assert.is((await undo({ root: at.path, state: state(at.path) })).run, 'a');
  assert.equal(snapshot(at.path), before);
});

test('what lies in a folder that goes, goes with it', async () => {
  using at = folder();
  await fill(at.path);
  const entries = [...(await scan(at.path)), ...(await scan(at.path, (e) => e.path.toString().endsWith('/x')))];
  const { taken } = await takeJunk(at.path, { entries });
  assert.is(taken.length, 27);
  assert.is(new Set(taken.map(({ n }) => n)).size, 26);
});

test('tasks of one run take at once, and no number is given twice', async () => {
  using at = folder();
  await fill(at.path, 40);
  mkdirSync(state(at.path));
  const before = snapshot(at.path);
  const entries = await scan(at.path);
  const shares = [0, 1, 2, 3].map((share) => entries.filter((_, i) => i % 4 === share));
  const results = await Promise.all(shares.map((share) => takeJunk(at.path, { entries: share })));
  const numbers = results.flatMap(({ taken }) => taken.map(({ n }) => n));
  assert.is(new Set(numbers).size, entries.length);
  await undo({ root: at.path, state: state(at.path) });
  assert.equal(snapshot(at.path), before);
});

test('stops when the lease is lost or the work is aborted; the rest stays', async () => {
  using at = folder();
  await fill(at.path, 600);
  let calls = 0;
  const guard = (): void => {
    calls += 1;
    if (calls > 2) throw new Error('lost the lease');
  };
  const done: number[] = [];
  await assertRejects(() => takeJunk(at.path, { guard, onProgress: (n) => done.push(n) }), /lost the lease/);
  assert.equal(done, [256, 512]);
  assert.is((await scan(at.path)).length, 614 - 512);
  const stop = new AbortController();
  await assertRejects(() => takeJunk(at.path, { run: 'two', signal: AbortSignal.abort(new Error('stop')) }), /stop/);
  stop.abort();
  assert.is((await undo({ root: at.path, state: state(at.path), run: 'run-1' })).restored.length, 512);
});

test('purge frees what has no other name, and says so', async () => {
  using at = folder();
  await fill(at.path);
  const entries = await scan(at.path);
  const stays = lstatSync(join(at.path, 'links/stays')).size;
  const files = entries.filter(({ kind }) => kind !== 'directory');
  const twice = lstatSync(join(at.path, 'src/app/f2.junk')).size * 2;
  const whole = files.reduce((sum, { size }) => sum + Number(size), 0) + 'compileddeep'.length;
  const { bytes } = await takeJunk(at.path, { entries });
  assert.is(bytes, whole - stays - twice);
  assert.is((await list(state(at.path)))[0]?.bytes, bytes);
  const freed = await purge({ state: state(at.path), olderThanDays: 1 });
  assert.equal(freed, { runs: [], bytes: 0 });
  assert.equal(await purge({ state: state(at.path) }), { runs: ['run-1'], bytes });
  assert.equal(await list(state(at.path)), []);
  assert.is((await undo({ root: at.path, state: state(at.path) })).run, null);
  assert.is(await weigh([inside(at.path, 'links/stays')]), stays);
});

test('a purge that was killed goes on, and cannot be undone by half', async () => {
  using at = folder();
  await fill(at.path);
  await takeJunk(at.path);
  const quarantine = join(state(at.path), 'quarantine');
  renameSync(join(quarantine, 'run-1'), join(quarantine, '.purge-run-1'));
  assert.is((await undo({ root: at.path, state: state(at.path) })).run, null);
  assert.ok((await purge({ state: state(at.path), olderThanDays: 5 })).bytes > 0);
  assert.equal(readdirSync(quarantine), []);
});

test('a damaged line of the manifest costs that item alone', async () => {
  using at = folder();
  await fill(at.path);
  await takeJunk(at.path);
  const file = join(state(at.path), 'quarantine/run-1/manifest.jsonl');
  writeFileSync(file, readFileSync(file, 'utf8').replace('f4.junk', 'f4.jink'));
  const back = await undo({ root: at.path, state: state(at.path) });
  assert.is(back.restored.length, 25);
  assert.match(back.conflicts[0]?.because ?? '', /manifest is damaged/);
  assert.is((await list(state(at.path)))[0]?.damaged, 1);
});

async function assertRejects(run: () => Promise<unknown>, words: RegExp): Promise<void> {
  let message = 'it did not reject';
  try {
    await run();
  } catch (error) {
    message = String(error);
  }
  assert.match(message, words);
}

test.run();
