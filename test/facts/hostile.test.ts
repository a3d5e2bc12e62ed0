import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { EXTRACTORS } from '../../src/facts/extractors.ts';
import { readFacts, type Facts } from '../../src/facts/read-facts.ts';
import { assert, suite } from '../harness.ts';
import { withFolder } from '../try.ts';

const test = suite('hostile files');

/** One path for each kind of file that is read. */
const PATHS = [
  '.env',
  '.github/workflows/ci.yml',
  '.python-version',
  'Dockerfile',
  'Makefile',
  'Pipfile',
  'Procfile',
  'README.md',
  'Taskfile.yml',
  'chart/Chart.yaml',
  'chart/values.yaml',
  'compose.yml',
  'justfile',
  'k8s/deployment.yaml',
  'main.py',
  'nginx/nginx.conf',
  'package-lock.json',
  'package.json',
  'pnpm-lock.yaml',
  'poetry.lock',
  'pyproject.toml',
  'pytest.ini',
  'requirements.txt',
  'run.sh',
  'schema.sql',
  'uv.lock',
  'vite.config.ts',
  'yarn.lock',
];

const LAUGHS = [
  'a: &a [x,x,x,x,x,x,x,x,x]',
  ...'bcdefghi'.split('').map((name, at) => `${name}: &${name} [${`*${'abcdefgh'[at]},`.repeat(9)}]`),
].join('\n');

const CONTENTS: Readonly<Record<string, string | Buffer>> = {
  empty: '',
  'a line end': '\n',
  'zero bytes': Buffer.alloc(1000),
  'not UTF-8': Buffer.from([0x61, 0x3a, 0x20, 0xff, 0xfe, 0x0a]),
  'half of UTF-16': Buffer.from([0xff, 0xfe, 0x61]),
  '5 MB': 'apiVersion: v1\nkind: X\n'.repeat(230_000),
  'one line of 900 kB': `x = "${'a b '.repeat(225_000)}"`,
  'nested brackets': `x: ${'['.repeat(50_000)}`,
  'nested braces': '{"a":'.repeat(50_000),
  'nested blocks': Array.from({ length: 400 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'),
  'anchors in anchors': `kind: X\napiVersion: v1\nservices: {a: *i}\n${LAUGHS}\n`,
  'an anchor of itself': 'apiVersion: v1\nkind: X\nservices: &a\n  web: *a\n',
  'an alias of nothing': 'apiVersion: v1\nkind: X\nservices: *nothing\n',
  'duplicate keys': 'apiVersion: v1\nkind: X\nservices:\n  a: {image: x}\n  a: {image: y}\n',
  tabs: 'services:\n\ta:\n\t\timage: x\n',
  'several documents': '---\napiVersion: v1\nkind: A\n---\nnot: [\n---\n',
  jinja: '{% if x %}\nFROM {{ image }}\nservices:\n  {{ name }}:\n    image: {{ image }}\n{% endif %}\n',
  helm: 'apiVersion: v1\nkind: Service\nmetadata:\n  name: {{ include "x" . }}\n{{- if .Values.a }}\n  labels: {}\n{{- end }}\n',
  cookiecutter: 'name = "{{cookiecutter.name}}"\nPORT={{ cookiecutter.port }}\nEXPOSE {{ cookiecutter.port }}\n',
  quotes: `"'`.repeat(100_000),
  backslashes: '\\\n'.repeat(100_000),
  hashes: '#'.repeat(200_000),
};

function read(files: Readonly<Record<string, string | Buffer>>): Promise<Facts> {
  return withFolder(async (root) => {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), content);
    }
    return await readFacts(root, EXTRACTORS);
  });
}

for (const [name, content] of Object.entries(CONTENTS)) {
  test(`${name}, in every kind of file: no crash, no hang, no invented fact`, async () => {
    const before = process.cpuUsage();
    const { facts, unread } = await read(Object.fromEntries(PATHS.map((path) => [path, content])));
    const { user } = process.cpuUsage(before);
    for (const { value, file, line } of facts) {
      assert.not.match(String(value), /\{\{|\{%/, file);
      assert.ok(line >= 1 && Number.isInteger(line));
    }
    for (const { line, because } of unread)
      assert.ok(line >= 1 && because.length > 3 && because.length <= 201, because);
    // A reader whose work grows with the square of its text would take minutes.
    assert.ok(user < 30_000_000, `${user / 1000} ms`);
  });
}

test('each is told with its line', async () => {
  const { unread } = await read({
    'compose.yml': String(CONTENTS['duplicate keys']),
    'k8s/a.yaml': String(CONTENTS['several documents']),
    'k8s/b.yaml': String(CONTENTS['helm']),
    'chart/values.yaml': String(CONTENTS['tabs']),
    Dockerfile: String(CONTENTS['jinja']),
  });
  assert.equal(
    unread.map(({ file, line, because }) => `${file}:${line} ${because.slice(0, 40)}`),
    [
      'Dockerfile:1 is a template, not a Dockerfile: "{%" is',
      'chart/values.yaml:2 is not YAML: Tabs are not allowed as ind',
      'compose.yml:5 is not YAML: Map keys must be unique',
      'k8s/a.yaml:6 is not YAML: Flow sequence in block coll',
      'k8s/b.yaml:5 is a template, not YAML: Implicit keys n',
    ],
  );
});

test('the same with a byte order mark and line ends of Windows', async () => {
  const files = {
    'compose.yml': 'services:\n  web:\n    image: nginx:1.27\n    ports:\n      - "80:80"\n',
    Dockerfile: 'FROM python:3.11\nEXPOSE 8000\n',
  };
  const windows = Object.fromEntries(
    Object.entries(files).map(([path, text]) => [path, `\uFEFF${text.replaceAll('\n', '\r\n')}`]),
  );
  const plain = await read(files);
  assert.ok(plain.facts.length > 3);
  assert.equal((await read(windows)).facts, plain.facts);
});

test.run();
