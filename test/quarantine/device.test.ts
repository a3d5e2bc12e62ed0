import { existsSync, linkSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assert, suite } from '../harness.ts';
import { list, purge, undo } from '../../src/quarantine/quarantine.ts';
import { snapshot } from './snapshot.ts';
import { fill, folder, mounted, scan, takeJunk, whyNotMount } from './workspace.ts';

const test = suite('device');

function when(because: string | undefined, name: string, body: () => Promise<void>): void {
  if (because) test.skip(name, because);
  else test(name, body);
}

const shm = '/dev/shm';
using probe = folder();
const hasOther = existsSync(shm) && statSync(shm).dev !== statSync(probe.path).dev;
const noOther = hasOther ? undefined : `${shm} is no other device`;
const noTmpfs = whyNotMount('tmpfs');
const noExfat = noTmpfs ?? whyNotMount('exfat');

when(noOther, 'a store on another device: all comes back, links and times too', async () => {
  using at = folder();
  using elsewhere = folder(shm);
  await fill(at.path);
  const before = snapshot(at.path);
  const entries = await scan(at.path);
  const { taken, skipped } = await takeJunk(at.path, { state: elsewhere.path, entries });
  assert.equal(skipped, []);
  assert.is(taken.length, entries.length);
  assert.equal(await scan(at.path), []);
  const run = join(elsewhere.path, 'quarantine/run-1');
  assert.is(
    readdirSync(run)
      .filter((name) => !/^\d+$/.test(name))
      .join(),
    'manifest.jsonl',
  );
  const back = await undo({ root: at.path, state: elsewhere.path });
  assert.equal(back.conflicts, []);
  assert.equal(snapshot(at.path), before);
});

when(noOther, 'a store on another device: conflicts, purge, and the other way round', async () => {
  using at = folder(shm);
  using elsewhere = folder();
  await fill(at.path);
  await takeJunk(at.path, { state: elsewhere.path });
  writeFileSync(join(at.path, 'src/app/f4.junk'), '');
  mkdirSync(join(at.path, 'junk'));
  const back = await undo({ root: at.path, state: elsewhere.path });
  assert.equal(back.conflicts.map(({ path }) => String(path)).toSorted(), ['junk', 'src/app/f4.junk']);
  assert.is(statSync(join(at.path, 'src/app/f4.junk')).size, 0);
  const again = await undo({ root: at.path, state: elsewhere.path });
  assert.is(again.conflicts.length, 2, 'a file that holds nothing is still not ours to replace');
  const [run] = await list(elsewhere.path);
  assert.is(run?.items, 2);
  assert.is((await purge({ state: elsewhere.path, run: 'run-1' })).bytes, run?.bytes);
});

when(noTmpfs, 'a full device: the original stays as it was, and no half copy is left', async () => {
  using at = folder();
  using small = mounted('tmpfs', '1m');
  await fill(at.path);
  writeFileSync(join(at.path, 'big.junk'), Buffer.alloc(3 << 20, 7));
  mkdirSync(join(at.path, 'junk/more'));
  for (let i = 0; i < 40; i += 1) writeFileSync(join(at.path, `junk/more/${i}`), Buffer.alloc(64 << 10, i));
  const before = snapshot(at.path);
  const result = await takeJunk(at.path, { state: join(small.path, 'state') });
  const full = result.skipped.filter(({ code }) => code === 'no-space').map(({ path }) => String(path));
  assert.ok(full.includes('big.junk') && full.includes('junk'), full.join());
  assert.is(result.skipped.length, full.length);
  assert.ok(result.taken.length > 10);
  const run = join(small.path, 'state/quarantine/run-1');
  assert.is(readdirSync(run).filter((name) => name.includes('.part')).length, 0);
  assert.is(statSync(join(at.path, 'big.junk')).size, 3 << 20);
  await undo({ root: at.path, state: join(small.path, 'state') });
  assert.equal(snapshot(at.path), before);
});

when(noTmpfs, 'no space for the manifest: nothing is moved', async () => {
  using at = folder();
  using small = mounted('tmpfs', '64k');
  await fill(at.path);
  const before = snapshot(at.path);
  mkdirSync(join(small.path, 'state/quarantine/run-1'), { recursive: true });
  try {
    writeFileSync(join(small.path, 'ballast'), Buffer.alloc(1 << 20));
  } catch {
    // It is meant to fill what there is.
  }
  const { taken, skipped } = await takeJunk(at.path, { state: join(small.path, 'state') });
  assert.equal(taken, []);
  assert.equal(new Set(skipped.map(({ code }) => code)), new Set(['no-space']));
  assert.equal(snapshot(at.path), before);
});

async function plain(root: string): Promise<void> {
  mkdirSync(join(root, 'src'), { recursive: true });
  mkdirSync(join(root, 'cache/deep'), { recursive: true });
  for (const name of ['src/a.junk', 'src/b.junk', 'src/kept', 'cache/deep/x']) writeFileSync(join(root, name), name);
}

const entriesOf = (root: string): ReturnType<typeof scan> =>
  scan(root, ({ name }) => /junk$|^cache$/.test(name.toString()));
const content = (root: string): string[] => snapshot(root).map((line) => line.replace(/ \d{15,}/, ''));

when(noExfat, 'a workspace without links (exfat): undo copies, and does not overwrite', async () => {
  using at = mounted('exfat', '64M');
  await plain(at.path);
  let refused = '';
  try {
    linkSync(join(at.path, 'src/kept'), join(at.path, 'src/link'));
  } catch (error) {
    refused = String(error);
  }
  assert.match(refused, /EPERM|ENOSYS|ENOTSUP/);
  mkdirSync(join(at.path, '.turnaround'));
  const before = snapshot(at.path);
  const { taken } = await takeJunk(at.path, { entries: await entriesOf(at.path) });
  assert.is(taken.length, 3);
  writeFileSync(join(at.path, 'src/b.junk'), '');
  const back = await undo({ root: at.path, state: join(at.path, '.turnaround') });
  assert.equal(
    back.conflicts.map(({ path }) => String(path)),
    ['src/b.junk'],
  );
  assert.is(readFileSync(join(at.path, 'src/b.junk'), 'utf8'), '');
  const same = (lines: readonly string[]): string[] =>
    lines.filter((line) => / file /.test(line) && !line.includes('/622e6a756e6b'));
  assert.equal(same(snapshot(at.path)), same(before));
  assert.is(readFileSync(join(at.path, 'cache/deep/x'), 'utf8'), 'cache/deep/x');
});

when(noExfat, 'a store without links, modes and fine times (exfat): modes and times still come back', async () => {
  using at = folder();
  using store = mounted('exfat', '64M');
  await fill(at.path);
  const before = snapshot(at.path);
  const entries = (await scan(at.path)).filter(({ kind, path }) => kind !== 'link' && !String(path).startsWith('odd'));
  const { taken, skipped } = await takeJunk(at.path, { state: store.path, entries });
  // Its folder holds a file with two names, which this store cannot keep.
  assert.equal(
    skipped.map(({ path }) => String(path)),
    ['junk'],
  );
  assert.is(taken.length, entries.length - 1);
  assert.equal((await undo({ root: at.path, state: store.path })).conflicts, []);
  assert.equal(snapshot(at.path), before);
});

when(noExfat, 'a workspace without links and a store on another device', async () => {
  using at = mounted('exfat', '64M');
  using store = folder();
  await plain(at.path);
  const before = content(at.path);
  await takeJunk(at.path, { state: store.path, entries: await entriesOf(at.path) });
  assert.is((await entriesOf(at.path)).length, 0);
  assert.equal((await undo({ root: at.path, state: store.path })).conflicts, []);
  assert.equal(content(at.path), before);
});

test.run();
