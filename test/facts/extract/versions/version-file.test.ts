import { versionFile } from '../../../../src/facts/extract/versions/version-file.ts';
import { assert, suite } from '../../../harness.ts';
import { factsOf, refused } from '../facts.ts';

const test = suite('extract version-file');
/** Milliseconds of this process alone: what else runs on the machine does not count. */
const spent = (): number => process.cpuUsage().user / 1000;

test('.tool-versions in full', () => {
  const text = `# tools
python 3.11.4 3.10.12
nodejs 20.11.0 # the same as .nvmrc

postgres 15.3
golang system
terraform 1.5.0
redis ref:unstable
bun latest
`;
  assert.equal(factsOf(versionFile, '.tool-versions', text), [
    'version.python 3.11.4 @2 {"by":".tool-versions"}',
    'version.python 3.10.12 @2 {"by":".tool-versions"}',
    'version.node 20.11.0 @3 {"by":".tool-versions"}',
    'version.postgres 15.3 @5 {"by":".tool-versions"}',
    'version.bun latest @9 {"by":".tool-versions"}',
  ]);
});

test('the others, as they are typed', () => {
  const first = (path: string, text: string): string | undefined => factsOf(versionFile, path, text)[0];
  assert.is(first('web/.nvmrc', 'v20.1\n'), 'version.node v20.1 @1 {"by":".nvmrc"}');
  assert.is(first('.nvmrc', '# why\n\nlts/iron'), 'version.node lts/iron @3 {"by":".nvmrc"}');
  assert.is(first('.node-version', '\uFEFF18\r\n'), 'version.node 18 @1 {"by":".node-version"}');
  assert.is(first('.python-version', 'pypy3.10-7.3.12'), 'version.python pypy3.10-7.3.12 @1 {"by":".python-version"}');
  assert.is(first('runtime.txt', 'python-3.11.4\n'), 'version.python 3.11.4 @1 {"by":"runtime.txt"}');
  const two = ['version.python 3.12 @1 {"by":".python-version"}', 'version.python 3.11 @2 {"by":".python-version"}'];
  assert.equal(factsOf(versionFile, '.python-version', '3.12\n3.11\n'), two);
});

test('what is no version says nothing: an environment, another language, a placeholder, an empty file', () => {
  assert.equal(factsOf(versionFile, '.python-version', 'my-project-env\n'), []);
  assert.equal(factsOf(versionFile, 'runtime.txt', 'nodejs-20\n'), []);
  assert.equal(factsOf(versionFile, '.nvmrc', '{{ cookiecutter.node }}\n'), []);
  assert.equal(factsOf(versionFile, '.nvmrc', '\n'), []);
});

test('broken ones', () => {
  assert.is(refused(versionFile, '.nvmrc', '\n{"node": 20}\n'), '2: does not contain a version');
  assert.is(refused(versionFile, '.tool-versions', 'python 3.11\nnodejs\n'), '2: has a tool without a version');
});

test('hostile ones in no time', () => {
  const start = spent();
  assert.is(refused(versionFile, '.nvmrc', '1'.repeat(1 << 20)), '1: does not contain a version');
  refused(versionFile, '.tool-versions', 'a '.repeat(1 << 19));
  refused(versionFile, '.nvmrc', ' #'.repeat(1 << 19));
  assert.ok(spent() - start < 60_000);
});

test('.ruby-version and the like are not read', () => {
  for (const path of ['.ruby-version', 'x.nvmrc', 'my-runtime.txt']) assert.not(versionFile.reads(path), path);
});

test.run();
