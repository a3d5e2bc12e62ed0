import { staticDocument } from '../../../src/tools/openapi/static.ts';
import { canonical, operations } from '../../../src/tools/openapi/canonical.ts';
import { assert, suite } from '../../harness.ts';

const test = suite('tools/openapi-static');
const at = { file: 'main.py', line: 3 };

test('paths have their parameters, and converters are types', () => {
  const document = canonical(
    staticDocument([
      { method: 'GET', path: '/files/{name:path}', ...at },
      { method: 'POST', path: '/files/{number:int}/{other}', ...at },
    ]),
  );
  assert.equal(Object.keys(document.paths ?? {}), ['/files/{name}', '/files/{number}/{other}']);
  assert.equal(document.paths?.['/files/{number}/{other}']?.post?.parameters, [
    { name: 'number', in: 'path', required: true, schema: { type: 'integer' } },
    { name: 'other', in: 'path', required: true, schema: { type: 'string' } },
  ]);
  assert.is(JSON.parse(JSON.stringify(document))['x-turnaround'].reading, 'static');
});

test('the first of two stands, what is no method of OpenAPI is left out, ids differ', () => {
  const document = staticDocument([
    { method: 'get', path: '/a/{b}', ...at },
    { method: 'GET', path: '/a/{b}', file: 'other.py', line: 1 },
    { method: 'get', path: '/a/b', ...at },
    { method: 'WEBSOCKET', path: '/ws', ...at },
    { method: 'CONNECT', path: '/c', ...at },
  ]);
  assert.is(operations(document), 2);
  const ids = Object.values(document.paths ?? {}).map((item) => item?.get?.operationId);
  assert.equal(ids, ['get_a_by_b', 'get_a_b']);
  assert.match(JSON.stringify(document), /Read from main\.py:3/);
});

test('no routes make an empty document', () => assert.is(operations(staticDocument([])), 0));

test.run();
