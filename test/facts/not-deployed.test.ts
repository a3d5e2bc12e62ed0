import { isNotDeployed } from '../../src/facts/not-deployed.ts';
import { assert, suite } from '../harness.ts';

const test = suite('aside');

test('what is kept for memory, to show or to test is aside of what is deployed', () => {
  for (const path of [
    'examples/a.py',
    'docker-example/prod/Dockerfile',
    'docker/compose_examples/a.yml',
    'tests/a.py',
    'web/__tests__/a.ts',
    'old/a.py',
    'docs/a.py',
    'app/main_backup.py',
    '.history/compose_20250307.yml',
    '{{cookiecutter.name}}/Dockerfile',
    'web/.github/workflows/ci.yml',
    // What somebody is given to begin with; templates of a chart and of pages are the workspace's own.
    'templates/next/web/package.json',
    'template/Dockerfile',
    'templates/next/README.md',
  ])
    assert.ok(isNotDeployed(path), path);
});

test('what only sounds like it is not', () => {
  for (const path of [
    'src/app.py',
    'exampleservice/a.py',
    'chart/templates/deployment.yaml',
    'app/templates/index.html',
    'contest/a.py',
    'docs/a.md',
    '.github/workflows/ci.yml',
    'backups.py',
  ])
    assert.not.ok(isNotDeployed(path), path);
});

test.run();
