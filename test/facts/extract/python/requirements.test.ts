import { requirements } from '../../../../src/facts/extract/python/requirements.ts';
import { assert, suite } from '../../../harness.ts';
import { factsOf, refused } from '../facts.ts';

const test = suite('extract requirements');

const read = (text: string | Uint8Array, path = 'requirements.txt'): string[] => factsOf(requirements, path, text);

const FULL = `# ToolboxAI - complete requirements
-r base.txt
--requirement=../common/requirements.txt
-c constraints.txt
-e .
--index-url https://user:hunter2@pypi.example.org/simple
--extra-index-url=https://example.org

# Core
fastapi==0.116.1
uvicorn[standard]==0.35.0   # the server
Flask_CORS == 6.0.1
sentry-sdk[fastapi, sqlalchemy]>=2.0.0,<3
typing.extensions~=4.0 ; python_version < "3.11"
requests (>=2.0)
colorama

cryptography==41.0.0 \\
    --hash=sha256:aaa \\
    --hash=sha256:bbb
pywin32>=300; \\
  sys_platform == "win32"
own @ git+https://user:hunter2@github.com/o/own.git@v1 ; python_version > "3"
git+ssh://git@github.com/o/lib.git@main#egg=My_Lib&subdirectory=x
https://example.org/wheels/fast_thing-1.2-py3-none-any.whl#sha256=abc
https://example.org/archive.zip
./packages/shared[dev]
vendor/thing-1.0.tar.gz`;

const FACTS = [
  'path.named base.txt @2 {"by":"requirements","kind":"file","from":"file"}',
  'path.named ../common/requirements.txt @3 {"by":"requirements","kind":"file","from":"file"}',
  'path.named constraints.txt @4 {"by":"requirements","kind":"file","from":"file"}',
  'path.named . @5 {"by":"requirements","kind":"folder","from":"file","editable":true} guessed',
  'dependency fastapi @10 {"kind":"python","version":"==0.116.1"}',
  'dependency uvicorn @11 {"kind":"python","version":"==0.35.0","extras":["standard"]}',
  'dependency flask-cors @12 {"kind":"python","version":"== 6.0.1"}',
  'dependency sentry-sdk @13 {"kind":"python","version":">=2.0.0,<3","extras":["fastapi","sqlalchemy"]}',
  'dependency typing-extensions @14 {"kind":"python","version":"~=4.0","marker":"python_version < \\"3.11\\""}',
  'dependency requests @15 {"kind":"python","version":">=2.0"}',
  'dependency colorama @16 {"kind":"python"}',
  'dependency cryptography @18 {"kind":"python","version":"==41.0.0","hashed":true}',
  'dependency pywin32 @21 {"kind":"python","version":">=300","marker":"sys_platform == \\"win32\\""}',
  'dependency own @23 {"kind":"python","marker":"python_version > \\"3\\"","url":"git+https://user:…@github.com/o/own.git@v1"}',
  'dependency my-lib @24 {"kind":"python","url":"git+ssh://git@github.com/o/lib.git@main#egg=My_Lib&subdirectory=x"}',
  'dependency fast-thing @25 {"kind":"python","url":"https://example.org/wheels/fast_thing-1.2-py3-none-any.whl#sha256=abc"}',
  'path.named ./packages/shared @27 {"by":"requirements","kind":"folder","from":"file"} guessed',
  'path.named vendor/thing-1.0.tar.gz @28 {"by":"requirements","kind":"file","from":"file"} guessed',
];

test('a file in full; no password of an index or an address is shown', () => {
  assert.equal(read(FULL), FACTS);
  assert.equal(read(`\uFEFF${FULL.replaceAll('\n', '\r\n')}`), FACTS);
  assert.is(FACTS.join('\n').includes('hunter2'), false);
});

test('what PowerShell writes is read', () => {
  const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('a==1\r\nb==2\r\n', 'utf16le')]);
  assert.equal(read(utf16), [
    'dependency a @1 {"kind":"python","version":"==1"}',
    'dependency b @2 {"kind":"python","version":"==2"}',
  ]);
});

test('constraints declare nothing by themselves', () => {
  assert.equal(read('a<2\n', 'backend/constraints-3.11.txt'), [
    'dependency a @1 {"kind":"python","version":"<2","constraint":true}',
  ]);
});

test('a local package is taken from above a folder `requirements`, another file from beside', () => {
  assert.equal(read('-r base.txt\n-e ./lib\n', 'backend/requirements/dev.txt'), [
    'path.named base.txt @1 {"by":"requirements","kind":"file","from":"file"}',
    'path.named ./lib @2 {"by":"requirements","kind":"folder","from":"backend","editable":true} guessed',
  ]);
});

test('only its files are read', () => {
  const paths = ['requirements-dev.txt', 'a/dev-requirements.txt', 'requirements.in', 'a/requirements/prod.txt'];
  for (const path of paths) assert.ok(requirements.reads(path), path);
  for (const path of ['system-requirements.txt', 'requirements.md', 'notes.txt', 'requirements/a/b.txt'])
    assert.not.ok(requirements.reads(path), path);
});

test('placeholders, other addresses and an empty file state nothing', () => {
  assert.equal(read(''), []);
  assert.equal(read('# only a comment\n\n{{ cookiecutter.package }}==1\n{% if x %}\n'), []);
  assert.equal(
    read('-r https://example.org/requirements.txt\n-r $HOME/x.txt\n-e git+https://example.org/x.git\n/abs/x\n'),
    [],
  );
});

test('what pip refuses is refused, with its line', () => {
  assert.is(
    refused(requirements, 'requirements.txt', 'a==1\n\nnumpy=1.26.4=py311\n'),
    '3: has a line that is not a requirement: numpy=1.26.4=py311',
  );
  assert.is(
    refused(requirements, 'requirements.txt', 'This is prose.\n'),
    '1: has a line that is not a requirement: This is prose.',
  );
  assert.is(refused(requirements, 'requirements.txt', Buffer.from([0x61, 0x0a, 0xff, 0x0a])), '2: is not UTF-8');
});

test('a hostile file takes no time', () => {
  const started = performance.now();
  for (const text of [
    'a.'.repeat(500_000),
    `a${' '.repeat(1_000_000)}b`,
    'a\\\n'.repeat(300_000),
    ' #'.repeat(500_000),
    '-'.repeat(1_000_000),
  ])
    refused(requirements, 'requirements.txt', text);
  assert.ok(performance.now() - started < 60_000);
});

test.run();
