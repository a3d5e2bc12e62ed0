import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { assert, suite } from '../harness.ts';
import { walk, type WalkOptions } from '../../src/files/walk.ts';
import { folder, inside, mounted, oddNames, whyNotMount } from '../quarantine/workspace.ts';

const test = suite('walk');

async function paths(root: string, options?: WalkOptions): Promise<string[]> {
  const found: string[] = [];
  for await (const { kind, path } of walk(root, options)) found.push(`${kind} ${path.toString('latin1')}`);
  return found.toSorted();
}

test('finds every name, whatever its bytes', async () => {
  using at = folder();
  for (const name of oddNames) writeFileSync(inside(at.path, name), '');
  assert.equal(await paths(at.path), oddNames.map((name) => `file ${name.toString('latin1')}`).toSorted());
});

test('follows no link, and tells what is what', async () => {
  using at = folder();
  mkdirSync(join(at.path, 'real/deep'), { recursive: true });
  writeFileSync(join(at.path, 'real/deep/file'), '');
  symlinkSync('real', join(at.path, 'to-folder'));
  symlinkSync('.', join(at.path, 'real/loop'));
  symlinkSync('nowhere', join(at.path, 'dangling'));
  execFileSync('mkfifo', [join(at.path, 'pipe')]);
  assert.equal(await paths(at.path), [
    'directory real',
    'directory real/deep',
    'file real/deep/file',
    'link dangling',
    'link real/loop',
    'link to-folder',
    'other pipe',
  ]);
});

test('stays out of git and of its own state', async () => {
  using at = folder();
  for (const name of ['.git/objects', '.turnaround/quarantine', 'mod', 'node_modules/x'])
    mkdirSync(join(at.path, name), { recursive: true });
  writeFileSync(join(at.path, 'mod/.git'), 'gitdir: elsewhere');
  writeFileSync(join(at.path, '.gitignore'), '');
  writeFileSync(join(at.path, '.turnaround-aside-0-1'), '');
  const skipped = await paths(at.path, { skip: ({ name }) => name.toString() === 'node_modules' });
  assert.equal(skipped, ['directory mod', 'directory node_modules', 'file .gitignore']);
});

test('an entry tells what stands there, and a walk what could not be looked at', async () => {
  using at = folder();
  writeFileSync(join(at.path, 'file'), 'four');
  const tree = walk(at.path);
  for await (const entry of tree) {
    assert.is(entry.seen()?.size, 4n);
    execFileSync('rm', [join(at.path, 'file')]);
    assert.is(entry.seen(), undefined);
  }
  assert.equal(
    tree.unreadable.map(({ path, error }) => `${path} ${error.message.slice(0, 6)}`),
    ['file ENOENT'],
  );
  const nowhere = walk(join(at.path, 'nowhere'));
  for await (const entry of nowhere) assert.unreachable(entry.path.toString());
  assert.is(nowhere.unreadable.length, 1);
});

test('lets others have their turn, and stops when it is told to', async () => {
  using at = folder();
  for (let i = 0; i < 1500; i += 1) mkdirSync(join(at.path, `d${i % 30}/e${i}`), { recursive: true });
  const stop = new AbortController();
  let turns = 0;
  let walking = true;
  const others = (async () => {
    for (; walking; turns += 1) await turn();
  })();
  for await (const entry of walk(at.path)) for (let i = 0; i < 20; i += 1) entry.lstat();
  walking = false;
  await others;
  assert.ok(turns >= 2, `${turns} turns`);
  let reason = '';
  try {
    for await (const _ of walk(at.path, { signal: stop.signal })) stop.abort(new Error('enough'));
  } catch (error) {
    reason = String(error);
  }
  assert.is(reason, 'Error: enough');
});

const other = 'does not enter another file system';
const because = whyNotMount('tmpfs');
if (because) test.skip(other, because);
else {
  test(other, async () => {
    using mount = mounted('tmpfs', '1m');
    writeFileSync(join(mount.path, 'inside'), '');
    const tree = walk(join(mount.path, '..'));
    const found: string[] = [];
    for await (const { path } of tree) found.push(path.toString());
    assert.equal(found, ['mount']);
    assert.equal(tree.mounts.map(String), ['mount']);
  });
}

test.run();
