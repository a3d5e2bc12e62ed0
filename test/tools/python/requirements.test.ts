import { join } from 'node:path';
import { requirementOf } from '../../../src/tools/python/requirements.ts';
import { assert, suite } from '../../harness.ts';
import { withFiles } from '../openapi/apps.fixture.ts';

const test = suite('tools/python-requirements');

const LISTS: Record<string, string> = {
  'requirements.txt': '# PyJWT==1\n\nPyJWT[crypto]==2.0 # tokens\n',
  'requirements-dev.txt': 'pyjwt\n',
  'requirements/base.txt': 'PyJWT>=2\n',
  'pyproject.toml': '[project]\ndependencies = [\n  "pyjwt<3.0",\n]\n',
  Pipfile: '[packages]\npyjwt = "*"\n',
  'setup.py': "setup(install_requires=['other', 'PyJWT>1'])\n",
  'environment.yml': 'dependencies:\n  - pyjwt=2\n',
};
for (const [file, text] of Object.entries(LISTS)) {
  test(`${file} names a package`, () =>
    withFiles({ [file]: text, 'app/main.py': '' }, async (root) => {
      const found = await requirementOf(root, join(root, 'app'), 'PyJWT');
      const line = text.split('\n').findIndex((one) => /^[^#]*pyjwt/i.test(one)) + 1;
      assert.equal(found, { file, line });
      assert.is(await requirementOf(root, root, 'jwt'), null);
    }));
}

test('another spelling is the same package, a longer name is not', () =>
  withFiles({ 'requirements.txt': 'python_multipart\nwikipedia-api==1\n' }, async (root) => {
    assert.is((await requirementOf(root, root, 'Python-Multipart'))?.line, 1);
    assert.is(await requirementOf(root, root, 'wikipedia'), null);
  }));

test('no list at all', () => withFiles({}, async (root) => assert.is(await requirementOf(root, root, 'x'), null)));

test.run();
