import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { HOME } from '../../src/workspace/locate.ts';
import { assert, suite } from '../harness.ts';
import { testVenv } from '../tools/python/venv.fixture.ts';
import { turnaround, withFolder, type Ran } from '../try.ts';
import { failures, imports, refusals, type Wrong } from './wrong-calls.fixture.ts';
import { put, ran, snapshot } from './wrong.fixture.ts';

const test = suite('wrong calls');

/** What holds of every refusal and every failure. */
function check({ code, says, remedy }: Wrong, { code: ended, stdout, stderr }: Ran): void {
  const said = `${stdout}${stderr}`;
  assert.is(ended, code, said);
  assert.not.match(said, /^\s+at .*[:(]\d+|node:internal|Traceback|TURNAROUND_DEBUG|internal error/m);
  assert.not.match(said, /hidden99|^wrote /m);
  const paragraph = said.replace(/^workspace .*\n/, '').trimEnd();
  assert.match(paragraph, says);
  assert.match(paragraph, remedy);
  assert.not.match(paragraph, '\n\n');
}

async function attempt(wrong: Wrong, may: readonly string[]): Promise<void> {
  await withFolder(async (folder) => {
    const root = join(folder, 'shop');
    mkdirSync(root);
    put(root, wrong.files ?? {});
    wrong.make?.(root);
    const before = snapshot(folder);
    const result = await turnaround(wrong.args, { cwd: root, ...(wrong.env === undefined ? {} : { env: wrong.env }) });
    check(wrong, result);
    assert.equal(snapshot(folder, may), before);
  });
}

for (const [title, wrong] of Object.entries(refusals)) {
  test(title, async () => {
    assert.is(wrong.code, 2);
    await attempt(wrong, []);
  });
}
for (const [title, wrong] of Object.entries(failures)) test(title, () => attempt(wrong, ['shop/.turnaround']));

const venv = await testVenv();
for (const [title, wrong] of Object.entries(imports)) {
  if (venv === null) test.skip(title, 'no Python environment with FastAPI can be made');
  else test(title, () => attempt(wrong(join(venv, 'bin/python')), ['shop/.turnaround']));
}

test('a folder that is gone', () =>
  withFolder(async (folder) => {
    const result = await ran(
      'sh',
      ['-c', 'mkdir gone; cd gone; rm -r ../gone; exec "$0" status', join(HOME, 'task')],
      folder,
    );
    assert.is(result.code, 2);
    assert.match(result.stderr, /^task: the current directory no longer exists: change to another one$/m);
    assert.equal(snapshot(folder), {});
  }));

test.run();
