import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { JournalState } from '../../src/run/journal-state.ts';
import { assert, suite } from '../harness.ts';
import { withoutNobody } from '../reach.ts';
import { turnaround, withFolder } from '../try.ts';
import { asNobody, contents, inOwnMounts, makeScripts, makeWorkspace, mountReadOnly, unmount } from './disk.fixture.ts';

const test = suite('denied');

const INSIDES = /^\s+at .*[:(]\d+|internal error/m;

async function readOnlyWorkspace(): Promise<void> {
  await withFolder(async (folder) => {
    const [real, root, state] = [join(folder, 'real'), join(folder, 'shop'), join(folder, 'state')];
    makeWorkspace(real);
    const before = contents(real);
    mountReadOnly(real, root);
    try {
      const env = { TURNAROUND_STATE: state, TURNAROUND_SCRIPTS: makeScripts(folder) };
      const { code, stdout, stderr } = await turnaround(['all', '--workspace', root], { env });
      assert.is(code, 3, stdout + stderr);
      assert.not.match(stdout + stderr, INSIDES);
      const { tasks } = new JournalState(state).refresh();
      assert.is(tasks.get('docs:look')?.ended?.verdict, 'met');
      for (const id of ['docs:pages', 'cleanup:ds-store', 'cleanup:logs', 'cleanup:python-cache']) {
        const ended = tasks.get(id)?.ended;
        assert.is(ended?.verdict, 'unknown', `${id}: ${ended?.because}`);
        assert.match(ended?.because ?? '', /read-only|EROFS/, id);
      }
      assert.equal(contents(real), before);
      const without = await turnaround(['all', '--workspace', root], {
        env: { TURNAROUND_SCRIPTS: env.TURNAROUND_SCRIPTS },
      });
      assert.is(without.code, 2, without.stdout + without.stderr);
      assert.match(without.stderr, /cannot write .*\.turnaround.*read-only[^]*TURNAROUND_STATE/);
      assert.equal(contents(real), before);
      const looked = await turnaround(['status', '--workspace', root], {
        env: { TURNAROUND_SCRIPTS: env.TURNAROUND_SCRIPTS },
      });
      assert.is(looked.code, 3, looked.stdout + looked.stderr);
    } finally {
      unmount(root);
    }
  });
}

/** A state folder of each kind that its user may not use, and what is said of it. */
async function withoutRights(mode: number, args: readonly string[], code: number, says: RegExp): Promise<void> {
  await withFolder(async (folder) => {
    chmodSync(folder, 0o755);
    const [root, state] = [join(folder, 'shop'), join(folder, 'state')];
    makeWorkspace(root);
    mkdirSync(state);
    chmodSync(state, mode);
    const before = contents(root);
    const env = { TURNAROUND_STATE: state, TURNAROUND_SCRIPTS: makeScripts(folder), HOME: folder };
    const ran = await asNobody([...args, '--workspace', root], env);
    assert.is(ran.code, code, ran.stdout + ran.stderr);
    assert.match(ran.stderr, says);
    assert.not.match(ran.stdout + ran.stderr, INSIDES);
    assert.equal(contents(root), before);
    assert.not.ok(existsSync(join(state, 'journal.jsonl')));
  });
}

const because = inOwnMounts(import.meta.filename)?.because;
const title = 'a workspace that can only be read: reading tasks work, writing ones are unknown';
if (because === undefined) test(title, readOnlyWorkspace);
else test.skip(title, because);

const alone = because ?? withoutNobody();
const tests = {
  'a state folder that cannot be written': () =>
    withoutRights(0o555, ['all'], 2, /cannot write .*state.*permission denied[^]*→ .*TURNAROUND_STATE/i),
  'a state folder that cannot be entered': () =>
    withoutRights(0o000, ['all'], 2, /cannot read \/.*state.*permission denied[^]*→ /i),
  'a state folder that cannot be entered, and status': () =>
    withoutRights(0o000, ['status'], 2, /cannot read \/.*state.*permission denied[^]*→ /i),
  'a state folder that cannot be entered, and undo': () =>
    withoutRights(0o000, ['undo'], 2, /state.*permission denied[^]*→ /i),
};
for (const [name, body] of Object.entries(tests)) {
  if (alone === undefined) test(name, body);
  else test.skip(name, alone);
}

test.run();
