import { dotenv } from '../../../../src/facts/extract/variables/dotenv.ts';
import { assert, suite } from '../../../harness.ts';
import { factsOf, refused } from '../facts.ts';

const test = suite('extract dotenv');
/** Milliseconds of this process alone: what else runs on the machine does not count. */
const spent = (): number => process.cpuUsage().user / 1000;

const WHOLE = `# the database
POSTGRES_USER=app
export POSTGRES_PASSWORD="s3cret # not a comment"
  EMPTY=
SPACED = 1 # why
# COMMENTED=1
PASSED_ON

PRIVATE_KEY="-----BEGIN PRIVATE KEY-----
MIIEvQ=
AbCd==
-----END PRIVATE KEY-----"
RAW=-----BEGIN CERTIFICATE-----
QUJD=
-----END CERTIFICATE-----
QUOTED="a \\"b\\" c"
JSON='{"A": "b=c"}'
URL=https://x?a=b
lower.case=1
`;

test('a whole file: names only', () => {
  const names = ['POSTGRES_USER @2', 'POSTGRES_PASSWORD @3', 'EMPTY @4', 'SPACED @5', 'PRIVATE_KEY @9', 'RAW @13'];
  names.push('QUOTED @16', 'JSON @17', 'URL @18', 'lower.case @19');
  const expected = names.map((name) => `variable.set ${name} {"by":"dotenv"}`);
  assert.equal(factsOf(dotenv, '.env', WHOLE), expected);
  assert.equal(factsOf(dotenv, 'a/.env.production', `\uFEFF${WHOLE.replaceAll('\n', '\r\n')}`), expected);
});

test('examples say that they are', () => {
  for (const path of [
    '.env.example',
    'x/.env.docker.template',
    'example.env',
    '.env.sample',
    'env.example',
    '.env.dist',
    '.env-example',
  ])
    assert.equal(factsOf(dotenv, path, 'A=changeme\n'), ['variable.set A @1 {"by":"dotenv","example":true}'], path);
  assert.equal(factsOf(dotenv, '.env.local', ''), []);
});

test('what is read and what is not', () => {
  for (const path of ['.env', 'prod.env', '.env.secure', 'deep/er/.env.test']) assert.ok(dotenv.reads(path), path);
  for (const path of [
    '.envrc',
    'env',
    'env.py',
    '.env.ts',
    'src/env.d.ts',
    '.env.gpg',
    'environment',
    'node_modules/a/.env',
    'x.env.json',
  ])
    assert.not(dotenv.reads(path), path);
});

test('placeholders are no facts', () => {
  assert.equal(factsOf(dotenv, '.env.template', '{{ NAME }}=1\n{% if x %}\nA={{ b }}\n{% endif %}\n'), [
    'variable.set A @3 {"by":"dotenv","example":true}',
  ]);
});

test('where a line may be the rest of a value the file is refused, and nothing of it is shown', () => {
  assert.is(refused(dotenv, '.env', 'A=1\nB="open\nMIIsecret=\n'), '2: has a value that is not closed');
  assert.is(refused(dotenv, '.env', 'A=1\nMIIEsecret+/x\n'), '2: has a line that is not NAME=value');
  assert.is(refused(dotenv, '.env', 'KEY=abc\nsecretAbCd==\n'), '2: has a line that is not NAME=value');
  assert.is(refused(dotenv, '.env', Buffer.from([0x41, 0x3d, 0xff, 0xff])), '1: is not UTF-8');
});

test('hostile ones in no time', () => {
  const texts = [
    'A'.repeat(1 << 20),
    `A="${'\\"'.repeat(1 << 19)}`,
    'A="\n'.repeat(1 << 18),
    ' '.repeat(1 << 20),
    `${' '.repeat(1 << 19)}x`,
  ];
  texts.push("A='\n'\n".repeat(1 << 17), `A="x\n${'\\'.repeat(1 << 20)}`, 'export '.repeat(1 << 17));
  for (const [index, text] of texts.entries()) {
    const start = spent();
    refused(dotenv, '.env', text);
    const took = spent() - start;
    assert.ok(took < 800, `${index}: ${took}`);
  }
});

test.run();
