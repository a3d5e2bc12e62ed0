import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { parseJson } from '../../../src/tools/openapi/json.ts';
import { canonical, operations, operationsOf, toJson, toYaml } from '../../../src/tools/openapi/canonical.ts';
import { assert, suite } from '../../harness.ts';
import { withFiles } from './apps.fixture.ts';
import { testVenv } from '../python/venv.fixture.ts';

const test = suite('tools/openapi');
const venv = await testVenv();

// Canonical order

const shuffled = {
  paths: {
    '/b': {
      trace: { responses: {} },
      get: { responses: { default: { description: 'd' }, '200': { description: 'x' } }, tags: ['z', 'a'] },
    },
    '/a': { patch: { responses: {} }, summary: 's' },
    '/\u{1f600}': { get: { responses: {} } },
    '/\ue000': { get: { responses: {} } },
  },
  'x-own': { z: 1, a: 2 },
  components: {
    securitySchemes: {},
    schemas: {
      Zed: {
        required: ['z', 'a'],
        properties: { zeta: { enum: ['b', 'a'], type: 'string' }, constructor: {} },
        type: 'object',
      },
      Abc: { constructor: { z: 1, a: 2 }, default: { z: 1, a: 2 }, uniqueItems: false },
    },
  },
  info: { version: '1', title: 't' },
  openapi: '3.1.0',
} as never;

test('the canonical order', () => {
  const order = canonical(shuffled);
  assert.is(
    JSON.stringify(order),
    JSON.stringify({
      openapi: '3.1.0',
      info: { title: 't', version: '1' },
      paths: {
        '/a': { summary: 's', patch: { responses: {} } },
        '/b': {
          get: { tags: ['z', 'a'], responses: { '200': { description: 'x' }, default: { description: 'd' } } },
          trace: { responses: {} },
        },
        '/\ue000': { get: { responses: {} } },
        '/\u{1f600}': { get: { responses: {} } },
      },
      components: {
        schemas: {
          Abc: { default: { z: 1, a: 2 }, uniqueItems: false, constructor: { z: 1, a: 2 } },
          Zed: {
            type: 'object',
            properties: { zeta: { type: 'string', enum: ['b', 'a'] }, constructor: {} },
            required: ['z', 'a'],
          },
        },
        securitySchemes: {},
      },
      'x-own': { z: 1, a: 2 },
    }),
  );
  assert.is(toJson(canonical(order)), toJson(order));
});

const callback = (last: string): unknown => ({
  get: { operationId: `cb_${last}` },
  put: { operationId: `cb_${last}` },
});

const documentOf = (last: string): never =>
  ({
    openapi: '3.1.0',
    paths: {
      '/f': {
        put: { operationId: `f_f_${last}`, requestBody: { $ref: `#/components/schemas/Body_f_f_${last}` } },
        post: { operationId: `f_f_${last}`, callbacks: { done: { '{$url}': callback(last) } } },
      },
      '/g': { post: { operationId: 'same' }, put: { operationId: 'same' }, get: { operationId: 'g_put' } },
    },
    components: {
      schemas: { [`Body_f_f_${last}`]: { title: `Body_f_f_${last}` }, Body_other: { title: 'Body_other' } },
    },
  }) as never;

test("an id that the route's methods share is named after the first of them; other ids are left alone", () => {
  assert.is(
    toJson(canonical(documentOf('put'))),
    toJson(canonical(documentOf('post'))).replaceAll('cb_post', 'cb_get'),
  );
  assert.is((toJson(canonical(documentOf('put'))).match(/f_f_post/g) ?? []).length, 5);
  assert.equal(
    operationsOf(canonical(documentOf('put'))).map(({ operation }) => operation.operationId),
    ['f_f_post', 'f_f_post', 'g_put', 'same', 'same'],
  );
});

test('operations are counted in paths alone', () => {
  assert.is(operations(shuffled), 5);
  assert.is(operations({ openapi: '3.1.0', info: { title: '', version: '' }, paths: {} }), 0);
  assert.equal(
    operationsOf(shuffled).map(({ method, path }) => `${method} ${path}`),
    ['patch /a', 'get /b', 'trace /b', 'get /\ue000', 'get /\u{1f600}'],
  );
});

test('JSON keeps letters and integers as they are', () => {
  const json =
    '{\n  "a": "Grüße 😀",\n  "n": [\n    123456789012345678901,\n    -9007199254740993,\n    "12345678901234567",\n    0.9999999999999999\n  ]\n}\n';
  assert.is(toJson(parseJson(json)), json);
  assert.is(toJson({ ['__proto__']: 1 }), '{\n  "__proto__": 1\n}\n');
});

// YAML, read by others

const WORDS = `no on off Yes y N true NULL null ~ = << - ? 200 1e21 1_000 0x1F 0o17 017 0b1 .5 1. +1 -1 .inf -.INF .nan
  1.0.0 12e03 12:30:00 1:20 190:20:30.15 2024-01-01 2024-01-01T00:00:00Z a: :a #a a#b *a &a !a @a | > >- "a" 'a' [a] {a}
  {id} /users/{id} /a:b #/components/schemas/A $ref --- ... Grüße 日本 😀 \\ a\\nb \\u0041 it's !binary __proto__ toString
  constructor Infinity NaN undefined None`.split(/\s+/);
const PHRASES =
  '| | x|x |- a|? a|a: b|a #b|%YAML 1.2|!!str a|a, b|/a: b|--- a|2024-01-01 10:00:00 -5|say "x"|🏴‍☠️ a: b'.split('|');
const LINES = 'a¶b|a¶b¶|a¶¶b¶¶|¶a|  a¶b|a¶  b¶ c|a ¶b|a¶ ¶b|a¶\tb|\ta|a\tb|a\r¶b|¶|a¶---¶b|# a¶- b|a¶b: c¶# d¶'
  .split('|')
  .map((text) => text.replaceAll('¶', '\n'));
const UNUSUAL =
  '\u0000|\b|a\nb\b|\u001b[0m|\u007f|a\u0085b|a\u00a0b|a\u2028b|a\u2029b|\ufeffa|a\ufeff|\ufffe|\ud800|a\udfffb|e\u0301'.split(
    '|',
  );
const NASTY = [...WORDS, ...PHRASES, ...LINES, ...UNUSUAL, '`a`', 'x'.repeat(2000), `a ${'b '.repeat(600)}c`];
const NUMBERS = [0, -0, 1, -1, 0.1, 1e21, 1.5e300, 1e-7, 5e-324, 123456789012345, 1e15, 0.5, 200, 8, 9];

function nasty(): unknown {
  const scalars = [...NASTY, ...NUMBERS, null, true, false, [], {}];
  return {
    values: scalars,
    keys: Object.fromEntries(NASTY.map((key, index) => [key, index])),
    pairs: Object.fromEntries(NASTY.map((key) => [`k${key}`, { [key]: key }])),
    deep: [[[{ a: [{ b: 'a\nb\n' }, 'c\nd'] }], []], { e: { f: [{ g: 'no' }] } }],
  };
}

test('the yaml package reads back what was written, as 1.1 and as 1.2', () => {
  assert.ok(NASTY.length >= 100);
  const yaml = toYaml(nasty());
  const expected = JSON.parse(toJson(nasty()));
  assert.equal(parse(yaml, { version: '1.1' }), expected);
  assert.equal(parse(yaml, { version: '1.2' }), expected);
  assert.equal(parse(yaml, { version: '1.2', schema: 'failsafe' }).keys.no, '0');
  assert.not(yaml.startsWith('%'));
});

test('a long text with unusual characters stays on one line', () => {
  const long = 'word '.repeat(20);
  assert.is(toYaml({ a: `${long}\nb\b`, b: `${long}\n x` }), `a: "${long}\\nb\\b"\nb: "${long}\\n x"\n`);
});

test('no aliases, no folding, and blocks for texts of several lines', () => {
  const shared = { a: 'x' };
  const long = 'word '.repeat(60).trim();
  const yaml = toYaml({ one: shared, two: shared, long, text: 'First.\n\n  More: # here\n' });
  assert.is(yaml, `one:\n  a: x\ntwo:\n  a: x\nlong: ${long}\ntext: |\n  First.\n\n    More: # here\n`);
});

const STRICT = `
import json, sys, yaml
def same(a, b):
    if type(a) is not type(b): return repr((a, b))
    if isinstance(a, dict):
        if list(a) != list(b): return repr((list(a), list(b)))
        return next((d for k in a for d in [same(a[k], b[k])] if d), None)
    if isinstance(a, list):
        if len(a) != len(b): return repr((a, b))
        return next((d for x, y in zip(a, b) for d in [same(x, y)] if d), None)
    return None if a == b else repr((a, b))
with open(sys.argv[1], encoding='utf-8') as j, open(sys.argv[2], 'rb') as y:
    print(same(json.load(j), yaml.load(y, getattr(yaml, sys.argv[3]))))
`;

if (venv === null) test.skip('PyYAML reads back what was written', 'pip could not install PyYAML');
else {
  test('PyYAML reads back what was written', () =>
    withFiles({ 'a.json': toJson(nasty()), 'a.yaml': toYaml(nasty()), 'same.py': STRICT }, async (root) => {
      const python = join(venv, 'bin', 'python');
      const paths = ['same.py', 'a.json', 'a.yaml'].map((name) => join(root, name));
      const { stdout } = await promisify(execFile)(python, [...paths, 'SafeLoader'], { encoding: 'utf8' });
      assert.is(stdout.trim(), 'None');
    }));
}

test.run();
