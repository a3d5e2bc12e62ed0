import { openapiDocument } from '../../../../src/facts/extract/docs/openapi-document.ts';
import { assert, suite } from '../../../harness.ts';
import { factsOf, refused } from '../facts.ts';

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

test('of YAML only what is asked for is parsed, and all of it where that does not stand by itself', () => {
  const head = 'openapi: 3.1.0\ninfo:\n  title: Shop\n  description: |\n    paths: none\n';
  const lists = '    parameters:\n    - name: a\n      in: query\n';
  const operation = '      description: |\n        get:\n      responses:\n        "200": {description: ok}\n';
  const get = `    get:\n${operation}`;
  const schemas = 'components:\n  schemas:\n    A: {type: object}\n';
  const found = (yaml: string): string[] => factsOf(openapiDocument, 'openapi.yaml', yaml);
  assert.equal(found(`${head}paths:\n  /a:\n${lists}${get}  '/b':\n    post: {}\n${schemas}`), [
    'api.document Shop @3',
    'operation.documented GET /a @11',
    'operation.documented POST /b @17',
  ]);
  for (const paths of [
    `paths:\n  /a: &a\n${get}  /b: *a\n`,
    `paths:\n  /a: {get: {\n    responses: {}\n    }}\n`,
    `paths:\n  /a:\n    summary: "one\n      two"\n${get}`,
    `paths: {"/a": {get: {}}}\n`,
  ])
    assert.ok(
      found(`${head}${schemas}${paths}`).some((fact) => fact.startsWith('operation.documented GET /a @')),
      paths,
    );
  assert.equal(found(`${head}paths: {}\n${schemas}`), ['api.document Shop @3']);
  assert.match(refused(openapiDocument, 'openapi.yaml', `${head}paths:\n  /a:\n    get: [\n`), /is not YAML/);
});

test.run();
