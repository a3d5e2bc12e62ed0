import type { OpenAPIV3_1 } from 'openapi-types';
import { unionOf } from '../../../src/tools/openapi/union.ts';
import { operations } from '../../../src/tools/openapi/canonical.ts';
import { assert, suite } from '../../harness.ts';

const test = suite('tools/openapi-union');

type Schemas = NonNullable<OpenAPIV3_1.ComponentsObject['schemas']>;

function app(path: string, operationId: string, schemas: Schemas = {}, more: object = {}): OpenAPIV3_1.Document {
  const schema = { $ref: '#/components/schemas/Item' };
  const responses = { 200: { description: '', content: { 'application/json': { schema } } } };
  const paths = { [path]: { get: { operationId, responses } } };
  return { openapi: '3.1.0', info: { title: 'T', version: '1' }, paths, components: { schemas }, ...more };
}

test('nothing mounted, nothing changed', () => {
  const document = app('/a', 'a');
  assert.is(unionOf(document, []), document);
});

test('paths begin with the mount, ids are told apart, the shell is not changed', () => {
  const shell = app('/a', 'read');
  const union = unionOf(shell, [{ path: '/admin', openapi: app('/a', 'read') }]);
  assert.equal(Object.keys(union.paths ?? {}), ['/a', '/admin/a']);
  assert.is(union.paths?.['/a']?.get?.operationId, 'read');
  assert.is(union.paths?.['/admin/a']?.get?.operationId, 'admin_read');
  assert.is(operations(shell), 1);
});

test('components of one name: the same stays one, another gets a name of its own', () => {
  const shell = app('/a', 'a', { Item: { type: 'string' } });
  const same = unionOf(shell, [{ path: '/x', openapi: app('/b', 'b', { Item: { type: 'string' } }) }]);
  assert.equal(Object.keys(same.components?.schemas ?? {}), ['Item']);
  const other = unionOf(shell, [{ path: '/x', openapi: app('/b', 'b', { Item: { type: 'integer' } }) }]);
  assert.equal(other.components?.schemas, { Item: { type: 'string' }, x_Item: { type: 'integer' } });
  assert.match(JSON.stringify(other.paths?.['/x/b']), '#/components/schemas/x_Item"');
  assert.match(JSON.stringify(other.paths?.['/a']), '#/components/schemas/Item"');
});

test('security schemes of one name are told apart where they are used', () => {
  const scheme = (name: string): object => ({ key: { type: 'apiKey', in: 'header', name } });
  const shell = app('/a', 'a', {}, { components: { securitySchemes: scheme('X-A') } });
  const inner = app('/b', 'b', {}, { components: { securitySchemes: scheme('X-B') }, security: [{ key: [] }] });
  const union = unionOf(shell, [{ path: '/x', openapi: inner }]);
  assert.equal(union.paths?.['/x/b']?.get?.security, [{ x_key: [] }]);
  assert.equal(Object.keys(union.components?.securitySchemes ?? {}), ['key', 'x_key']);
});

test("a parameter of the mount's path is one of each operation's, and what the shell answers itself stays", () => {
  const shell = app('/t/b', 'own');
  const union = unionOf(shell, [
    { path: '/t', openapi: app('/b', 'other') },
    { path: '/{tenant:int}', openapi: app('/c', 'c') },
  ]);
  assert.is(union.paths?.['/t/b']?.get?.operationId, 'own');
  const schema = { type: 'string' };
  assert.equal(union.paths?.['/{tenant}/c']?.parameters, [{ name: 'tenant', in: 'path', required: true, schema }]);
});

test.run();
