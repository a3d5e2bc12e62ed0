import { documentOf } from '../../../scripts/docs/_document.ts';
import { operations, toJson } from '../../../src/tools/openapi/canonical.ts';
import { assert, suite } from '../../harness.ts';

const test = suite('scripts/docs/_document');

test('a document says how it was read, and has what is mounted', () => {
  const one = { openapi: '3.1.0', info: { title: 'T', version: '1' }, paths: { '/a': { get: { responses: {} } } } };
  const answer = { openapi: one, mounted: [{ path: '/m', openapi: one }] };
  const document = documentOf(answer as never, 'live');
  assert.is(operations(document), 2);
  assert.match(toJson(document), /"x-turnaround": \{\s*"reading": "live"/);
});

test.run();
