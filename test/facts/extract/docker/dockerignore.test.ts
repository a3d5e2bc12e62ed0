import { dockerignore } from '../../../../src/facts/extract/docker/dockerignore.ts';
import { assert, suite } from '../../../harness.ts';
import { factsOf } from '../facts.ts';

const test = suite('dockerignore');

test('patterns of what an image and what git leaves out', () => {
  assert.equal(factsOf(dockerignore, 'api/.dockerignore', '# secrets\n.env*\n\n!.env.example\n  node_modules/ \n'), [
    'docker.ignored .env* @2',
    'docker.ignored !.env.example @4',
    'docker.ignored node_modules/ @5',
  ]);
  assert.equal(factsOf(dockerignore, 'api/Dockerfile.dockerignore', 'dist'), ['docker.ignored dist @1']);
  assert.equal(factsOf(dockerignore, '.gitignore', '/.venv\n{{ x }}\n'), ['git.ignored /.venv @1']);
});

test('folders that other repositories fill', () => {
  const text = '[submodule "ops"]\n\tpath = libs/ops/\n\turl = git@x:ops.git\n# path = no\n';
  assert.ok(dockerignore.reads('.gitmodules') && !dockerignore.reads('a/.gitmodules'));
  assert.equal(factsOf(dockerignore, '.gitmodules', text), ['git.submodule libs/ops @2']);
});

test('other files that ignore something are not read', () => {
  assert.not.ok(dockerignore.reads('.npmignore'));
  assert.not.ok(dockerignore.reads('dockerignore.md'));
});

test.run();
