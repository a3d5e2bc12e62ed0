import { openapiDocument } from '../../../src/workspace/extract/openapi-document.ts';
import { assert, suite } from '../../harness.ts';
import { factsOf, refused } from './facts.ts';

const test = suite('openapi-document');

const DOCUMENT = {
  openapi: '3.1.0',
  info: { title: 'Shop', version: '1.2' },
  paths: { '/a': { parameters: [], get: {}, post: {} }, '/b/{id}': { delete: {}, 'x-more': {} } },
};

test('the operations of a document, with the lines of their methods', () => {
  assert.equal(factsOf(openapiDocument, 'docs/openapi.json', JSON.stringify(DOCUMENT, null, 1)), [
    'api.document Shop @4 {"version":"1.2"}',
    'operation.documented GET /a @10',
    'operation.documented POST /a @11',
    'operation.documented DELETE /b/{id} @14',
  ]);
  const yaml = 'openapi: "3.0.3"\ninfo:\n  title: Shop\npaths:\n  /a:\n    get:\n      responses: {}\n';
  assert.equal(factsOf(openapiDocument, 'shop-openapi-spec.yml', yaml), [
    'api.document Shop @3',
    'operation.documented GET /a @6',
  ]);
});

test('settings of a generator are no document; a broken one is not read, with the line', () => {
  assert.equal(factsOf(openapiDocument, 'openapi-ts.config.yaml', 'client: axios\n'), []);
  assert.equal(factsOf(openapiDocument, 'openapi.json', '{"swagger": "2.0", "paths": {"/a": {"get": {}}}}'), []);
  assert.match(refused(openapiDocument, 'openapi.json', '{"openapi": "3.1.0",\n "paths": {]}'), /^2: is not JSON/);
  assert.not.ok(openapiDocument.reads('src/openapi.ts'));
});

test.run();
