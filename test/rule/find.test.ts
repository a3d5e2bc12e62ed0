import { chmodSync, readdirSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../../src/rule/finding.ts';
import { lookAt } from '../../src/rule/find.ts';
import { codeStamp } from '../../src/workspace/cache.ts';
import { openWorkspace } from '../../src/workspace/workspace.ts';
import { assert, suite } from '../harness.ts';
import { withFolder } from '../try.ts';
import { IMAGE, lay } from './workspace.fixture.ts';

const test = suite('look');

/** A workspace whose files were written an hour ago, what a look at it says, and the file in which that is kept. */
function within(
  body: (at: { root: string; look: (code?: string) => Promise<string[]>; kept: () => string }) => Promise<void>,
): Promise<void> {
  return withFolder(async (folder) => {
    const root = join(folder, 'shop');
    const cache = join(folder, 'cache');
    lay(root, { Dockerfile: IMAGE, 'notes.md': 'nothing\n' });
    for (const name of readdirSync(root)) age(join(root, name));
    const look = async (code?: string): Promise<string[]> =>
      (await lookAt(await openWorkspace(root, { XDG_CACHE_HOME: cache }), code)).findings.map(messageOf);
    const findings = join(cache, 'turnaround/findings');
    await body({ root, look, kept: () => join(findings, readdirSync(findings)[0] ?? '') });
  });
}

function age(path: string): void {
  const hour = new Date(Date.now() - 3_600_000);
  utimesSync(path, hour, hour);
}

/** Says something else in place of what was found, so that it is seen when it is taken. */
function mark(path: string): void {
  const text = readFileSync(path, 'utf8');
  assert.match(text, /"message":"/);
  writeFileSync(path, text.replaceAll('"message":"', '"message":"kept: '));
}

test('what was found is kept, until a file is changed, comes or goes', () =>
  within(async ({ root, look, kept }) => {
    const [found = ''] = await look();
    // Only what is changed gets other times: each change has to be seen by itself.
    const write = (name: string, text: string): void => {
      writeFileSync(join(root, name), text);
      age(join(root, name));
    };
    assert.match(found, /8000/);
    for (const change of [
      () => write('Dockerfile', `# above\n${IMAGE}`),
      () => write('new.txt', ''),
      () => rmSync(join(root, 'new.txt')),
      () => chmodSync(join(root, 'notes.md'), 0o600),
      () => symlinkSync('notes.md', join(root, 'link.md')),
    ]) {
      mark(kept());
      assert.equal(await look(), [`kept: ${found}`]);
      change();
      assert.equal(await look(), [found]);
    }
  }));

test('what was written a moment ago may be written again: nothing is kept of it', () =>
  within(async ({ root, look, kept }) => {
    writeFileSync(join(root, 'notes.md'), 'x\n');
    await look();
    assert.throws(() => readFileSync(kept()), /ENOENT/);
  }));

test('what edited rules would find is not what was found', () =>
  within(async ({ look, kept }) => {
    const found = await look();
    mark(kept());
    assert.equal(await look('edited'), found);
  }));

test('half a file, a file of another, and a day that is over are not taken', () =>
  within(async ({ look, kept }) => {
    const found = await look();
    const text = readFileSync(kept(), 'utf8');
    for (const broken of [text.slice(0, -20), '', 'x\n{"findings":[]}', text.slice(text.indexOf('\n'))]) {
      writeFileSync(kept(), broken);
      assert.equal(await look(), found);
      assert.is(readFileSync(kept(), 'utf8'), text);
    }
    mark(kept());
    const { now } = Date;
    try {
      Date.now = () => now() + 86_400_000;
      assert.equal(await look(), found);
    } finally {
      Date.now = now;
    }
  }));

test('what rules are and say is told apart by when their files were written', () =>
  withFolder(async (folder) => {
    lay(folder, { 'a.ts': '1', 'b/c.ts': '2', 'd.txt': '3' });
    const before = codeStamp(folder);
    writeFileSync(join(folder, 'd.txt'), '4');
    assert.is(codeStamp(folder), before);
    age(join(folder, 'b/c.ts'));
    assert.not.equal(codeStamp(folder), before);
    const then = codeStamp(folder);
    lay(folder, { 'b/e.ts': '5' });
    assert.not.equal(codeStamp(folder), then);
  }));

test.run();
