import { changes, type Proof } from '../../src/plan/proof.ts';
import { assert, suite } from '../harness.ts';

const test = suite('proof');

const NOTHING: Proof = {
  definition: {},
  reads: {},
  facts: {},
  outputs: {},
  settings: {},
  env: {},
  tools: {},
  needs: {},
  probe: {},
};
const proof = (part: Partial<Proof>): Proof => ({ ...NOTHING, ...part });

test('the same proof has not changed, whatever the order of its names', () => {
  assert.equal(changes(NOTHING, NOTHING), []);
  assert.equal(changes(proof({ reads: { a: '1', b: null } }), proof({ reads: { b: null, a: '1' } })), []);
});

test('each part says in its own words what changed, what is gone and what is new', () => {
  const said: Record<string, string[]> = {};
  for (const part of Object.keys(NOTHING)) {
    said[part] = changes(
      proof({ [part]: { a: '1', b: '1', c: null } }),
      proof({ [part]: { a: '2', b: null, c: '1' } }),
    );
  }
  assert.equal(said, {
    definition: ['a changed (part of the task)', 'b is gone (part of the task)', 'c is new (part of the task)'],
    reads: ['a changed', 'b is gone', 'c is new'],
    facts: ['a changed', 'b is gone', 'c is new'],
    outputs: ['a was edited since it was written', 'b is gone', 'c is new'],
    settings: ['a changed (setting)', 'b is gone (setting)', 'c is new (setting)'],
    env: ['a changed (environment)', 'b is unset (environment)', 'c is set (environment)'],
    tools: ['a is another version (tool)', 'b is gone (tool)', 'c is new (tool)'],
    needs: ['a ended differently', 'b has not ended met', 'c is newly needed'],
    probe: ['a changed since the run', 'b is gone', 'c is new'],
  });
});

test('a name that only one of them has is a change, unless it was absent and is', () => {
  assert.equal(changes(proof({ reads: { a: '1' } }), NOTHING), ['a is gone']);
  assert.equal(changes(NOTHING, proof({ reads: { a: '1' } })), ['a is new']);
  assert.equal(changes(NOTHING, proof({ reads: { a: null } })), []);
});

test('an output that the run did not have is yet to be written', () => {
  assert.equal(changes(NOTHING, proof({ outputs: { 'papers/openapi.json': null } })), ['papers/openapi.json is new']);
  assert.equal(changes(proof({ outputs: { a: null } }), proof({ outputs: { a: null } })), []);
});

test.run();
