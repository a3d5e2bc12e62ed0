import type { Fact, FactAbout } from '../../src/facts/fact.ts';
import type { AttributesOf, Subject, ValueOf } from '../../src/facts/subjects.ts';
import { isNamedFor, purposeFacts, withoutPurpose } from '../../src/facts/purpose.ts';
import { assert, suite } from '../harness.ts';

const test = suite('purpose');

const fact = <S extends Subject>(
  file: string,
  subject: S,
  value: ValueOf<S>,
  attributes: AttributesOf<S>,
  line = 1,
): FactAbout<S> => ({ subject, value, file, line, sure: 'stated', attributes });
const anyOf = (file: string): Fact => fact(file, 'variable.named', 'A', {});
const purposes = (...facts: Fact[]): string[] =>
  [...purposeFacts(facts)].map(
    ({ value, line, sure, attributes }) =>
      `${value} @${line} ${sure}${attributes === undefined ? '' : JSON.stringify(attributes)}`,
  );
const ofFile = (file: string): string => [...purposeFacts([anyOf(file)])].map(({ value }) => value).join(' ');

test('a file, by the words of its path', () => {
  for (const [file, purpose] of [
    ['docker-compose.dev.yml', 'development'],
    ['docker/regtest/compose.yml', 'test'],
    ['.devcontainer/compose.yml', 'development'],
    ['k8s/minikube/Secret.TEMPLATE.yaml', 'development example'],
    ['deployment/compose.yml', 'production'],
    ['compose-ci.yml', 'ci'],
    ['docs/Dockerfile', 'upkeep'],
    ['labels/Dockerfile', ''],
    ['cypress/compose.yml', 'test'],
    ['playwright-service/Dockerfile', ''],
    ['product/compose.yml', ''],
    ['latest/Dockerfile', ''],
    ['charts/templates/a.yaml', ''],
  ] as const)
    assert.is(ofFile(file), purpose, file);
});

test('a workflow, by its file name; the care of issues and licences is upkeep', () => {
  assert.is(ofFile('.github/workflows/test-labels.yml'), 'test upkeep');
  assert.is(ofFile('.github/workflows/ci.yml'), 'ci');
});

test('a file of code, by the last word of its name, or by the tool whose tests it has', () => {
  for (const [file, purpose] of [
    ['app/config_demo.py', 'example'],
    ['app/settings-prod.py', 'production'],
    ['web/src/a.spec.ts', 'test'],
    ['web/playwright.config.ts', 'test'],
    ['web/cypress/support/a.js', 'test'],
    ['app/local/store.py', ''],
    ['app/release.py', ''],
    ['app/asset_kind.py', ''],
  ] as const)
    assert.is(ofFile(file), purpose, file);
});

test('a stage, a service and a job, by their names', () => {
  assert.equal(
    purposes(
      fact('Dockerfile', 'image.base', 'node', { by: 'dockerfile', stage: 'builder-dev' }, 2),
      fact('Dockerfile', 'image.base', 'node', { by: 'dockerfile', stage: 'runner' }, 5),
      fact('compose.yml', 'service', 'db-test', { by: 'compose' }, 3),
      fact('.github/workflows/a.yml', 'job', 'deploy_api', { workflow: 'a', needs: [] }, 4),
    ),
    [
      'development @2 guessed{"stage":"builder-dev"}',
      'test @3 guessed{"service":"db-test"}',
      'production @4 guessed{"job":"deploy_api"}',
    ],
  );
});

test('a job that runs tests, by its first command that does', () => {
  const command = (text: string, line: number): Fact =>
    fact('.github/workflows/a.yml', 'command', text, { by: 'workflow', job: 'a', words: text.split(' ') }, line);
  assert.equal(purposes(command('pip install pytest', 1), command('npm test', 2), command('pytest', 3)), [
    'test @2 derived{"job":"a","command":"npm test"}',
  ]);
});

test('documents and files that are not deployed have no purpose', () => {
  assert.equal(purposes(anyOf('docs/dev.md'), anyOf('tests/compose.yml'), anyOf('examples/Dockerfile')), []);
});

test('names alone', () => {
  assert.ok(isNamedFor('shop-api-dev', 'test', 'development'));
  assert.not.ok(isNamedFor('shop-api-dev', 'test'));
  assert.is(withoutPurpose('web-dev'), withoutPurpose('web_prod'));
  assert.is(withoutPurpose('latest'), 'latest');
});

test.run();
