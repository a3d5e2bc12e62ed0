import { isFileFor, isFor, isPartFor } from '../../rules/_purpose.ts';
import type { FactAbout } from '../../src/facts/fact.ts';
import type { AttributesOf, ValueOf } from '../../src/facts/subjects.ts';
import { View } from '../../src/facts/view.ts';
import { assert, suite } from '../harness.ts';

const test = suite('rules ask a purpose');

const purpose = (
  value: ValueOf<'purpose'>,
  file: string,
  attributes?: AttributesOf<'purpose'>,
): FactAbout<'purpose'> => ({
  subject: 'purpose',
  value,
  file,
  line: 1,
  sure: 'guessed',
  ...(attributes === undefined ? {} : { attributes }),
});
const view = new View(
  {
    root: '/',
    unread: [],
    files: [],
    facts: [
      purpose('development', 'a/compose.yml'),
      purpose('test', 'a/compose.yml', { service: 'db-test' }),
      purpose('test', 'a/compose.yml', { stage: 'db' }),
      purpose('example', 'labs/README.md', { folder: 'labs' }),
    ],
  },
  [],
);

test('a file, whatever its parts are for', () => {
  assert.ok(isFileFor(view, 'a/compose.yml', 'test', 'development'));
  assert.not.ok(isFileFor(view, 'a/compose.yml', 'test'));
  assert.not.ok(isFileFor(view, 'b/compose.yml', 'development'));
});

test('a part of a file, whatever the file is for', () => {
  const db = (service: string) => ({ file: 'a/compose.yml', attributes: { service } });
  assert.ok(isPartFor(view, db('db-test'), 'test'));
  assert.not.ok(isPartFor(view, db('db-test'), 'development'));
  assert.not.ok(isPartFor(view, db('db'), 'test'), 'a stage of the same name is another part');
  assert.not.ok(isPartFor(view, { file: 'b/compose.yml', attributes: { service: 'db-test' } }, 'test'));
});

test('either', () => {
  const fact = { file: 'a/compose.yml', attributes: { service: 'db-test' } };
  assert.ok(isFor(view, fact, 'test'));
  assert.ok(isFor(view, fact, 'development'));
  assert.not.ok(isFor(view, fact, 'production', 'ci'));
});

test('the purpose of a folder holds for all files in it, and for no other', () => {
  assert.ok(isFileFor(view, 'labs/a/compose.yml', 'example'));
  assert.not.ok(isFileFor(view, 'labs-2/compose.yml', 'example'));
  assert.not.ok(isFileFor(view, 'compose.yml', 'example'));
});

test.run();
