import { assert, suite } from './harness.ts';

const test = suite('harness');

test('counts what is asserted', () => {
  assert.is(1 + 1, 2);
});

test.run();
