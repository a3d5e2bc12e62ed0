import { workflow } from '../../../../src/facts/extract/ci/workflow.ts';
import { assert, suite } from '../../../harness.ts';
import { factsOf, refused } from '../facts.ts';

const test = suite('extract workflow');
/** Milliseconds of this process alone: what else runs on the machine does not count. */
const spent = (): number => process.cpuUsage().user / 1000;

const PATH = '.github/workflows/ci.yml';

const WHOLE = `name: CI
on:
  push:
    branches: [main]
  pull_request:

env:
  NODE_VERSION: '20'
  IMAGE: ghcr.io/shop/api

jobs:
  test:
    name: Tests
    runs-on: ubuntu-latest
    needs: [lint]
    strategy:
      matrix:
        python: ['3.11', "3.12"]
        include:
          - python: 3.10
    container: python:3.11-slim
    services:
      db:
        image: postgres:16
        env:
          POSTGRES_PASSWORD: changeme
          POSTGRES_DB: shop
        ports:
          - 5433:5432
          - 9000
    env:
      API_KEY: \${{ secrets.API_KEY }}
      JWT_SECRET: abc123
      TOKEN_MINUTES: 30
      API_URL: http://localhost:8008
    defaults:
      run:
        working-directory: backend
    steps:
      - uses: actions/checkout@v4
      # - uses: actions/old@v1 with \${{ secrets.OLD }}
      - uses: actions/setup-python@v5
        with:
          python-version: \${{ matrix.python }}
      - uses: actions/setup-node@v4
        with:
          node-version: \${{ env.NODE_VERSION }}
          cache-dependency-path: web/package-lock.json
      - name: install
        run: |
          # not a command
          python -m pip install -r requirements.txt

          cd app && \\
            ./run.sh
      - run: >-
          pytest
          --cov-fail-under=80

          || true
      - run: npm --prefix web ci
        working-directory: .
      - run: coverage report --fail-under=75.5
        continue-on-error: true
  deploy:
    runs-on: ubuntu-latest
    steps:
      - uses: docker/build-push-action@v5
        with:
          context: ./backend
          file: backend/Dockerfile
          tags: |
            \${{ env.IMAGE }}:latest
            shop/api:\${{ github.sha }}
            \${{ secrets.REGISTRY }}/api:1
      - uses: ./.github/actions/notify
      - run: |
          docker build -t shop/web:1 -f web/Dockerfile web
          kubectl set image deployment/api api=shop/api:2 -n prod
          kubectl apply -f k8s/api.yaml
`;

test('a whole file', () => {
  assert.equal(factsOf(workflow, PATH, WHOLE), [
    'workflow CI @1 {"triggers":["push","pull_request"]}',
    'workflow.trigger push @3 {"branches":["main"]}',
    'workflow.trigger pull_request @5',
    'variable.set NODE_VERSION @8 {"by":"workflow","value":"20"}',
    'variable.set IMAGE @9 {"by":"workflow","value":"ghcr.io/shop/api"}',
    'job test @12 {"name":"Tests","needs":["lint"],"workflow":"CI","matrix":true,"runsOn":["ubuntu-latest"]}',
    'job.needs lint @15 {"job":"test"}',
    'variable.set API_KEY @32 {"by":"workflow","job":"test"}',
    'variable.set JWT_SECRET @33 {"by":"workflow","job":"test"}',
    'secret.literal JWT_SECRET @33 {"by":"workflow","job":"test"}',
    'variable.set TOKEN_MINUTES @34 {"by":"workflow","job":"test","value":"30"}',
    'variable.set API_URL @35 {"by":"workflow","job":"test","value":"http://localhost:8008"}',
    'port.named 8008 @35 {"by":"workflow","job":"test","host":"localhost"}',
    'image.used python:3.11-slim @21 {"by":"workflow","job":"test"}',
    'version.python 3.11 @21 {"by":"image","job":"test"}',
    'image.used postgres:16 @24 {"by":"workflow","service":"db","job":"test"}',
    'version.postgres 16 @24 {"by":"image","service":"db","job":"test"}',
    'variable.set POSTGRES_PASSWORD @26 {"by":"workflow","job":"test","service":"db"}',
    'secret.literal POSTGRES_PASSWORD @26 {"by":"workflow","job":"test","service":"db","placeholder":true}',
    'variable.set POSTGRES_DB @27 {"by":"workflow","job":"test","service":"db","value":"shop"}',
    'port.published 5433 @29 {"service":"db","job":"test","container":5432}',
    'version.python 3.11 @18 {"by":"workflow","job":"test","matrix":"python"}',
    'version.python 3.12 @18 {"by":"workflow","job":"test","matrix":"python"}',
    'version.python 3.10 @20 {"by":"workflow","job":"test","matrix":"python"}',
    'version.node 20 @8 {"by":"workflow","job":"test"} derived',
    'path.named backend @38 {"job":"test","by":"working-directory","kind":"folder","from":"root"}',
    'workflow.action actions/checkout@v4 @40 {"job":"test"}',
    'workflow.action actions/setup-python@v5 @42 {"job":"test"}',
    'workflow.action actions/setup-node@v4 @45 {"job":"test"}',
    'path.named web/package-lock.json @48 {"by":"cache-dependency-path","job":"test","kind":"file","from":"root"}',
    'command python -m pip install -r requirements.txt @52 {"by":"workflow","job":"test","in":"backend"}',
    'path.named requirements.txt @52 {"by":"requirements","job":"test","kind":"file","from":"backend"}',
    'command cd app @54 {"by":"workflow","job":"test","in":"backend"}',
    'path.named app @54 {"by":"cd","job":"test","kind":"folder","from":"backend"}',
    'command ./run.sh @54 {"by":"workflow","job":"test","in":"backend/app"}',
    'path.named ./run.sh @54 {"by":"script","job":"test","kind":"file","from":"backend/app"}',
    'command pytest --cov-fail-under=80 @57 {"by":"workflow","job":"test","in":"backend"}',
    'gate.coverage 80 @57 {"by":"workflow","job":"test"}',
    'command true @60 {"by":"workflow","job":"test","in":"backend"}',
    'command npm --prefix web ci @61 {"by":"workflow","job":"test"}',
    'path.named web @61 {"by":"folder","job":"test","kind":"folder","from":"root"}',
    'command coverage report --fail-under=75.5 @63 {"by":"workflow","job":"test","in":"backend"}',
    'gate.coverage 75.5 @63 {"by":"workflow","job":"test","inForce":false,"because":"`continue-on-error` is set"}',
    'job deploy @65 {"needs":[],"workflow":"CI","runsOn":["ubuntu-latest"]}',
    'workflow.action docker/build-push-action@v5 @68 {"job":"deploy"}',
    'path.named ./backend @70 {"by":"context","job":"deploy","kind":"folder","from":"root"}',
    'path.named backend/Dockerfile @71 {"by":"dockerfile","job":"deploy","kind":"file","from":"root"}',
    'image.built ghcr.io/shop/api:latest @73 {"by":"workflow","job":"deploy","dockerfile":"backend/Dockerfile","context":"./backend"} derived',
    'image.built shop/api @74 {"by":"workflow","job":"deploy","dockerfile":"backend/Dockerfile","context":"./backend"} derived',
    'workflow.action ./.github/actions/notify @76 {"job":"deploy"}',
    'path.named ./.github/actions/notify @76 {"job":"deploy","by":"uses","kind":"folder","from":"root"}',
    'command docker build -t shop/web:1 -f web/Dockerfile web @78 {"by":"workflow","job":"deploy"}',
    'image.built shop/web:1 @78 {"by":"workflow","job":"deploy","dockerfile":"web/Dockerfile","context":"web"}',
    'path.named web/Dockerfile @78 {"by":"dockerfile","job":"deploy","kind":"file","from":"root"}',
    'path.named web @78 {"by":"context","job":"deploy","kind":"folder","from":"root"}',
    'command kubectl set image deployment/api api=shop/api:2 -n prod @79 {"by":"workflow","job":"deploy"}',
    'k8s.reference Deployment/api @79 {"by":"kubectl set image","job":"deploy","namespace":"prod"}',
    'image.used shop/api:2 @79 {"by":"kubectl set image","job":"deploy","namespace":"prod","container":"api"}',
    'command kubectl apply -f k8s/api.yaml @80 {"by":"workflow","job":"deploy"}',
    'path.named k8s/api.yaml @80 {"by":"kubectl","job":"deploy","kind":"file","from":"root"}',
    'secret.used API_KEY @32 {"by":"workflow","key":"API_KEY","job":"test"}',
    'secret.used REGISTRY @75 {"by":"workflow","job":"deploy"}',
  ]);
});

const steps = (...lines: string[]): string =>
  `on: push\njobs:\n  a:\n    steps:\n${lines.map((line) => `      ${line}\n`).join('')}`;
const from = (text: string, subject: string, path = PATH): string[] =>
  factsOf(workflow, path, text).filter((fact) => fact.startsWith(`${subject} `));

test('a workflow without a name, of one trigger, and one of a folder below', () => {
  assert.equal(factsOf(workflow, PATH, 'jobs:\n  a: {}\non: push\n'), [
    'workflow ci.yml @1 {"triggers":["push"]} derived',
    'workflow.trigger push @3',
    'job a @2 {"needs":[],"workflow":"ci.yml"}',
  ]);
  assert.equal(from(steps('- run: bash x.sh', '  working-directory: sub'), 'path.named', `api/${PATH}`), [
    'path.named sub @6 {"job":"a","by":"working-directory","kind":"folder","from":"api"}',
    'path.named x.sh @5 {"by":"script","job":"a","kind":"file","from":"api/sub"}',
  ]);
});

test('branches of a shell: each begins where the first began, and a path that was asked for is guarded', () => {
  const text = steps(
    '- run: |',
    '    case "$X" in',
    '      a)',
    '        cd one',
    '        pip install -r r.txt',
    '        ;;',
    '      b) cd two ;;',
    '    esac',
    '    bash where.sh',
    '- run: |',
    '    if [ -f "x.py" ]; then',
    '      python x.py',
    '    fi',
    '    cat <<EOF',
    '    ./no.sh',
    '    EOF',
    '    ./yes.sh',
  );
  assert.equal(from(text, 'path.named'), [
    'path.named one @8 {"by":"cd","job":"a","kind":"folder","from":"root"}',
    'path.named r.txt @9 {"by":"requirements","job":"a","kind":"file","from":"one"}',
    'path.named two @11 {"by":"cd","job":"a","kind":"folder","from":"root"}',
    'path.named x.py @16 {"by":"script","job":"a","kind":"file","from":"root","guarded":true}',
    'path.named ./yes.sh @21 {"by":"script","job":"a","kind":"file","from":"root"}',
  ]);
});

test('another shell has no commands; secrets of commands are not shown', () => {
  assert.equal(from(steps('- run: npm ci', '  shell: pwsh'), 'command'), []);
  assert.equal(from(steps('- run: PGPASSWORD=hunter2 psql'), 'command'), [
    'command PGPASSWORD=… psql @5 {"by":"workflow","job":"a"}',
  ]);
});

test('what is filled in later is no fact', () => {
  const text = steps(
    '- uses: ${{ x }}',
    '- run: ${{ inputs.x }}',
    '- uses: actions/setup-python@v5',
    '  with:',
    '    python-version: ${{ inputs.v }}',
  );
  assert.equal(factsOf(workflow, PATH, text).slice(2), [
    'job a @3 {"needs":[],"workflow":"ci.yml"}',
    'workflow.action actions/setup-python@v5 @7 {"job":"a"}',
  ]);
});

test('permissions of a job: its own, or those of the workflow', () => {
  const text = `on:\n  push:\n    tags: ['v*']\n  workflow_dispatch:\npermissions:\n  contents: read\njobs:\n  a: {}\n  b:\n    permissions: {packages: write}\n  c:\n    permissions: {}\n  d:\n    permissions: write-all\n`;
  assert.equal(from(text, 'job.permission'), [
    'job.permission contents: read @6 {"job":"a"}',
    'job.permission packages: write @10 {"job":"b"}',
    'job.permission none @12 {"job":"c"}',
    'job.permission write-all @14 {"job":"d"}',
  ]);
  assert.equal(from(text, 'workflow.trigger'), [
    'workflow.trigger push @2 {"tags":["v*"]}',
    'workflow.trigger workflow_dispatch @4',
  ]);
  assert.equal(from('on: push\njobs:\n  a: {}\n', 'job.permission'), []);
});

test('broken files', () => {
  assert.is(refused(workflow, PATH, ''), '1: is not a workflow: it has no jobs');
  assert.is(refused(workflow, PATH, 'on: push\njobs: no\n'), '2: is not a workflow: it has no jobs');
  assert.match(refused(workflow, PATH, 'on: push\njobs:\n  a: [\n'), /^\d+: is not YAML/);
});

test('hostile files in no time', () => {
  const texts = [
    '['.repeat(1 << 20),
    steps(`- run: ${'a && '.repeat(60_000)}`),
    steps('- run: |', ...Array.from({ length: 9000 }, () => `    "\\"`)),
  ];
  for (const [index, text] of texts.entries()) {
    const start = spent();
    refused(workflow, PATH, text);
    const took = spent() - start;
    assert.ok(took < 600, `${index}: ${took}`);
  }
});

test('only workflows are read', () => {
  for (const path of ['.github/dependabot.yml', '.github/workflows/a/b.yml', 'workflows/a.yml'])
    assert.not(workflow.reads(path), path);
});

test('an action that publishes: where to, whether it does, and with whose token', () => {
  const facts = factsOf(
    workflow,
    PATH,
    'on: push\njobs:\n  a:\n    steps:\n      - uses: docker/login-action@v3\n        with:\n          registry: ghcr.io\n          password: ${{ secrets.GITHUB_TOKEN }}\n      - uses: docker/build-push-action@v6\n        with:\n          push: true\n',
  );
  assert.ok(
    facts.includes('workflow.action docker/login-action@v3 @5 {"job":"a","registry":"ghcr.io","ownToken":true}'),
    facts.join('\n'),
  );
  assert.ok(facts.includes('workflow.action docker/build-push-action@v6 @9 {"job":"a","push":"true"}'));
});

test('what poetry and its like run is named, and what they do themselves is no program', () => {
  const steps = [
    'poetry source add --priority=primary x http://y/z',
    'uv run scripts/a.py',
    'poetry run python scripts/b.py',
  ];
  const text = `on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n${steps.map((step) => `      - run: ${step}\n`).join('')}`;
  assert.equal(
    factsOf(workflow, '.github/workflows/a.yml', text).flatMap((fact) => /^path\.named (\S+)/.exec(fact)?.[1] ?? []),
    ['scripts/a.py', 'scripts/b.py'],
  );
});

test('where a step is told to run in a folder that only a run knows, nobody sees where its commands are', () => {
  const text =
    'on: push\ndefaults:\n  run:\n    working-directory: ${{ matrix.folder }}\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: npm ci\n      - run: cd web && npm test\n        working-directory: .\n';
  assert.equal(
    factsOf(workflow, '.github/workflows/a.yml', text).filter((fact) => fact.startsWith('command')),
    [
      'command npm ci @9 {"by":"workflow","job":"a","in":"?"}',
      'command cd web @10 {"by":"workflow","job":"a"}',
      'command npm test @10 {"by":"workflow","job":"a","in":"web"}',
    ],
  );
});

test('a list of a shell runs nothing that it names', () => {
  const text =
    'on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: |\n          PATHS=(./src ./ee)\n          local -a more=(\n            ./a.sh\n            ./b.sh\n          )\n          ./c.sh "${PATHS[@]}"\n';
  assert.equal(
    factsOf(workflow, '.github/workflows/a.yml', text).flatMap((fact) => /^path\.named (\S+)/.exec(fact)?.[1] ?? []),
    ['./c.sh'],
  );
});

test('an expression with a choice in it is one word', () => {
  const text =
    "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: docker build -t shop/api:${{ github.event.inputs.tag || 'latest' }} -f Dockerfile .\n";
  assert.equal(
    factsOf(workflow, '.github/workflows/a.yml', text).flatMap(
      (fact) => /^(?:path|image)\.\w+ \S+/.exec(fact)?.[0] ?? [],
    ),
    ['image.built shop/api', 'path.named Dockerfile'],
  );
});

test('a shell of its own goes where it will, and who called it stays', () => {
  const text =
    'on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: |\n          sh -c "cd web && npm ci"\n          pytest\n';
  const commands = factsOf(workflow, '.github/workflows/a.yml', text).filter((fact) => fact.startsWith('command '));
  assert.equal(commands, [
    'command cd web @7 {"by":"workflow","job":"a"}',
    'command npm ci @7 {"by":"workflow","job":"a","in":"web"}',
    'command pytest @8 {"by":"workflow","job":"a"}',
  ]);
});

test.run();
