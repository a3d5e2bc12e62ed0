import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assert, suite } from '../../harness.ts';
import { tryTask } from '../../try.ts';

const test = suite('__AREA__:__NAME__');

test('is met if there is something to count', async () => {
  const { verdict, value } = await tryTask('__AREA__:__NAME__', (root) =>
    writeFileSync(join(root, 'README.md'), 'one\ntwo\n'),
  );
  assert.is(verdict, 'met');
  assert.equal(value, { lines: 2 });
});

test('is unmet if there is no file', async () => {
  const { verdict, findings } = await tryTask('__AREA__:__NAME__', () => undefined);
  assert.is(verdict, 'unmet');
  assert.is(findings[0]?.message, 'README.md does not exist');
});

test.run();
