import { job, probed, type Cases } from '../files.ts';

const W = '.github/workflows/a.yml';
const T = '.github/workflows/test.yml';
const flow = (jobs: string, on = 'on: push\n'): string => `${on}jobs:\n${jobs}`;
const named = (id: string, more = '', steps = '      - run: pytest\n'): string =>
  `  ${id}:\n    runs-on: ubuntu-latest\n${more}    steps:\n${steps}`;
const required = (check: string): string =>
  `branches:\n  - name: main\n    protection:\n      required_status_checks:\n        contexts:\n          - ${check}\n`;
const psql = named('a', '', '      - run: psql -h localhost -U shop -f schema.sql\n');
const SERVICE = '    services:\n      db:\n        image: postgres:17\n        ports: ["5432:5432"]\n    steps:';
const login =
  '      - uses: docker/login-action@v3\n        with:\n          registry: ghcr.io\n          password: ${{ github.token }}\n      - run: docker push ghcr.io/shop/api:1\n';
const access = (steps: string, more = ''): string =>
  flow(named('a', more, `      - uses: actions/checkout@v4\n${steps}      - run: kubectl apply -f k8s/a.yaml\n`));
const manifests = { 'k8s/a.yaml': probed('/') };
const tests = flow(named('a'), 'on: [push, pull_request]\n');
const deploys = flow(named('images', '', '      - run: docker push shop/api:1\n'));

export const CASES: Cases = {
  'ci/variable-misspelled': {
    unmet: {
      [W]: flow(
        named(
          'a',
          '    env:\n      TAG: 1\n      IMAGE_NAME: x\n',
          '      - run: docker push "a:$TGA"\n      - run: docker pull ${IMAGE_NAMES}\n',
        ),
      ),
    },
    finds: [
      `${W}:9 $TGA is used, but the variable that is set is TAG | ${W}:6`,
      `${W}:10 $IMAGE_NAMES is used, but the variable that is set is IMAGE_NAME | ${W}:7`,
    ],
    met: [
      { [W]: flow(named('a', '    env:\n      TAG: 1\n', '      - run: docker push "a:$TAG"\n')) },
      // Of the shell, set in it, set for another job or container, escaped, and two that are meant as two.
      {
        [W]: flow(
          named(
            'a',
            '    env:\n      HOMES: 1\n      TAG: 2\n',
            '      - run: echo $HOME \\$TA\n      - run: export TAGS=1; echo $TAGS\n',
          ),
        ),
      },
      { [W]: flow(named('a', '    env:\n      TAG: 1\n') + named('b', '', '      - run: echo $TAGS\n')) },
      { [W]: flow(named('a', '    env:\n      TAG: 1\n', '      - run: echo $TAG $TAGS\n')) },
    ],
  },
  'ci/gate-reached': {
    unmet: {
      [W]: flow(named('a', '', '      - run: cd api && pytest tests --cov=api\n')),
      'backend/pytest.ini': '[pytest]\naddopts = --cov=app --cov-fail-under=90\n',
    },
    finds: [
      `${W}:6 90 % coverage is required in backend/pytest.ini, but the workflow runs pytest in another folder | backend/pytest.ini:2`,
    ],
    met: [
      {
        [W]: flow(named('a', '', '      - run: cd backend && python -m pytest\n')),
        'backend/pytest.ini': '[pytest]\naddopts = --cov-fail-under=90\n',
      },
      {
        [W]: flow(named('a', '', '      - run: pytest backend/tests\n')),
        'backend/pytest.ini': '[pytest]\naddopts = --cov-fail-under=90\n',
      },
      { [W]: flow(named('a')), 'pytest.ini': '[pytest]\naddopts = --cov-fail-under=90\n' },
      // A gate of its own, something that may run it anywhere, and no gate at all.
      {
        [W]: flow(named('a', '', '      - run: pytest --cov-fail-under=80\n')),
        'backend/pytest.ini': '[pytest]\naddopts = --cov-fail-under=90\n',
      },
      {
        [W]: flow(named('a') + named('b', '', '      - run: make test\n')),
        'backend/pytest.ini': '[pytest]\naddopts = --cov-fail-under=90\n',
      },
      { [W]: flow(named('a')), 'backend/pytest.ini': '[pytest]\naddopts = -q\n' },
    ],
  },
  'ci/path-exists': {
    unmet: {
      [W]: job('      - run: pip install -r server/requirements.txt\n'),
      Makefile: 'test:\n\tcd bakend && pytest\n',
      // What only looks and installs makes nothing.
      [T]: job('      - run: cd web && npm ci && npm test && ls\n      - run: cd web && bash steps.sh\n'),
      'web/package.json': '{}',
    },
    finds: [
      `${W}:6 server/requirements.txt does not exist`,
      `${T}:7 web/steps.sh does not exist`,
      'Makefile:2 bakend does not exist',
    ],
    met: [
      // Where it fails something else is done.
      { [W]: job('      - run: pip install -r server/requirements.txt || true\n') },
      // Artifacts of another job, each in a folder of its name.
      { [W]: job('      - uses: actions/download-artifact@v4\n      - run: cd built-wheel && ls\n') },
      // An environment that is made before, and a recipe that the root's justfile imports.
      { [W]: job('      - run: python -m venv check\n      - run: source check/bin/activate\n') },
      { justfile: 'import "web/.justfile"\n', 'web/.justfile': 'install:\n    cd web && npm ci\n' },
      { 'ext/Makefile': 'deps:\n\tgit clone https://example.org/a/pg_x.git && \\\n\tcd pg_x && \\\n\tmake\n' },
      {
        [W]: job(
          '      - uses: actions/checkout@v4\n        with: {ref: gh-pages}\n      - uses: ./.github/actions/a\n',
        ),
      },
      // Another repository in place of this one; what a shell reads from a file.
      {
        [W]: job(
          '      - uses: actions/checkout@v4\n        with: {repository: acme/helm}\n      - run: cd charts && ./update.sh\n',
        ),
      },
      { [W]: job('      - run: V=$(< ./app/VERSION)\n'), 'app/VERSION': '1' },
      { [W]: job('      - run: pip install -r server/requirements.txt\n'), 'server/requirements.txt': '' },
      {
        [W]: job('      - run: echo x > made.py && python made.py\n      - run: if [ -f x.sh ]; then ./x.sh; fi\n'),
      },
      { Makefile: 'test:\n\tmkdir -p made && cd made && ls\n\tcd web && npm test\n', 'web/a.txt': '' },
      {
        [W]: job('      - run: yarn production-build\n      - run: cd prod && yarn install\n'),
        '.gitignore': '/prod\n',
      },
      // What a program of the workspace makes in a folder that it is told of, or runs in.
      {
        [W]: job(
          '      - run: python extract.py -f web/README.md -o web\n      - working-directory: web\n        run: bash steps.sh\n',
        ),
        'web/README.md': '',
        'extract.py': '',
      },
      {
        [W]: job(
          '      - working-directory: web\n        run: uv run shop init\n      - working-directory: web/pages\n        run: ls\n',
        ),
        'web/README.md': '',
      },
      // A workflow where GitHub never looks.
      { 'web/.github/workflows/a.yml': job('      - run: pip install -r server/requirements.txt\n') },
      // What a step before brings.
      {
        [W]: job(
          '      - run: git clone https://example.com/tools && cd tools && python a.py\n      - run: mkdir -p web/site\n      - working-directory: web/site\n        run: ls\n',
        ),
      },
      {
        [W]: job(
          '      - uses: actions/checkout@v4\n        with:\n          path: other\n      - working-directory: other/web\n        run: ls\n',
        ),
      },
    ],
  },
  'ci/job-needs': {
    unmet: { [W]: flow(`${named('build')}${named('deploy', '    needs: biuld\n')}`) },
    finds: [`${W}:9 deploy needs biuld, but the workflow has no such job | ${W}:3`],
    met: [{ [W]: flow(`${named('build')}${named('deploy', '    needs: [build]\n')}`) }, { [W]: flow(named('build')) }],
  },
  'ci/required-check': {
    unmet: { '.github/settings.yml': required('CI / tests'), [W]: flow(named('a', '    name: tests\n')) },
    finds: [
      `.github/settings.yml:6 the check CI / tests is required, but no job of any workflow has this name | ${W}:3`,
    ],
    met: [
      { '.github/settings.yml': required('tests'), [W]: flow(named('a', '    name: tests\n')) },
      { '.github/settings.yml': required('tests'), [W]: flow(named('tests')) },
      // Another application says so, a matrix makes several, a called workflow has two names.
      { '.github/settings.yml': required('codecov/project'), [W]: flow(named('tests')) },
      {
        '.github/settings.yml': required('test (3.12)'),
        [W]: flow(named('test', '    strategy: {matrix: {python: [3.12]}}\n')),
      },
      {
        '.github/settings.yml': required('call / tests'),
        [W]: flow(`  call:\n    uses: ./${T}\n`),
        [T]: flow(named('tests'), 'on: workflow_call\n'),
      },
      { '.github/settings.yml': required('tests') },
    ],
  },
  'ci/service-missing': {
    unmet: { [W]: flow(psql), [T]: flow(psql.replace('    steps:', SERVICE.replace('5432:', '5433:'))) },
    finds: [
      `${W}:6 a connects to PostgreSQL at localhost, but the job has no such service | ${W}:3`,
      `${T}:10 a connects to PostgreSQL at localhost, but its service is on port 5433 | ${T}:8`,
    ],
    met: [
      { [W]: flow(psql.replace('    steps:', '    services:\n      db:\n        image: postgres:17\n    steps:')) },
      { [W]: flow(psql.replace('    steps:', SERVICE)) },
      { [W]: flow(psql.replace('psql', 'psql -p 5433').replace('    steps:', SERVICE.replace('5432:', '5433:'))) },
      { [W]: flow(psql.replace('    steps:\n', '    steps:\n      - run: docker compose up -d db\n')) },
      { [W]: flow(psql.replace('    steps:\n', '    steps:\n      - uses: ikalnytskyi/action-setup-postgres@v6\n')) },
      { [W]: flow(psql.replace('ubuntu-latest', 'self-hosted')) },
      { [W]: flow(psql.replace('-h localhost', '-h db.shop.example')) },
    ],
  },
  'ci/pull-request-branches': {
    unmet: {
      [W]: flow(
        named('a'),
        'on:\n  push:\n    branches: [main, develop]\n  pull_request:\n    branches: [main, "release/**"]\n',
      ),
      [T]: flow(named('a'), 'on:\n  pull_request:\n    branches: ["*", "!dev*"]\n'),
    },
    finds: [
      `${W}:4 pushes to develop are tested, but pull requests into it are not: only those into main, release/** are tested | ${W}:2`,
    ],
    met: [
      // Patterns of a trigger; with `?`, `+` and `[` they mean what only GitHub's own reader knows.
      ...['main, "dev*"', '"**", "!master"', '"!main", "*"', 'main, "develo[p]"'].map((branches) => ({
        [W]: flow(
          named('a'),
          `on:\n  push:\n    branches: [main, develop]\n  pull_request:\n    branches: [${branches}]\n`,
        ),
      })),
      {
        [W]: flow(named('a'), 'on:\n  push:\n    branches: [main, develop]\n  pull_request:\n    branches: [main]\n'),
        [T]: flow(named('a'), 'on:\n  pull_request:\n    branches: ["dev*"]\n'),
      },

      { [W]: flow(named('a'), 'on:\n  push:\n    branches: [main, develop]\n  pull_request:\n') },
      {
        [W]: flow(
          named('a'),
          'on:\n  push:\n    branches: [main, "feature/**"]\n  pull_request:\n    branches: [main]\n',
        ),
      },
      {
        [W]: flow(named('a'), 'on:\n  push:\n    branches: [main, develop]\n  pull_request:\n    branches: [main]\n'),
        [T]: flow(named('a'), 'on: pull_request\n'),
      },
      {
        [W]: flow(
          named('a', '', '      - run: ./deploy\n'),
          'on:\n  push:\n    branches: [main, develop]\n  pull_request:\n    branches: [main]\n',
        ),
      },
    ],
  },
  'ci/cluster-access': {
    unmet: { [W]: access(''), ...manifests },
    finds: [`${W}:7 a runs kubectl apply, but no step gives it access to a cluster | ${W}:3`],
    met: [
      { [W]: access('      - uses: azure/k8s-set-context@v4\n'), ...manifests },
      { [W]: access('      - run: aws eks update-kubeconfig --name shop\n'), ...manifests },
      { [W]: access('', '    env:\n      KUBECONFIG: /tmp/kube\n'), ...manifests },
      { [W]: access('').replace('ubuntu-latest', '[self-hosted, linux]'), ...manifests },
      { [W]: access('').replace('kubectl apply', 'kubectl --context x apply'), ...manifests },
      { [W]: access('').replace('kubectl apply -f k8s/a.yaml', 'kubectl version --client'), ...manifests },
    ],
  },
  'ci/rollout-watched': {
    unmet: { [W]: access(''), ...manifests },
    finds: [`${W}:7 a changes Deployment/backend, but no job of the workflow waits for the rollout | k8s/a.yaml:3`],
    met: [
      { [W]: `${access('')}      - run: kubectl rollout status deployment/backend\n`, ...manifests },
      { [W]: `${access('')}      - run: kubectl wait --for=condition=available deployment --all\n`, ...manifests },
      { [W]: access('').replace('kubectl apply', 'kubectl apply --dry-run=client'), ...manifests },
      { [W]: access('') },
    ],
  },
  'ci/sarif-permission': {
    unmet: {
      [W]: flow(
        named(
          'scan',
          '    permissions:\n      contents: read\n',
          '      - uses: github/codeql-action/upload-sarif@v3\n',
        ),
      ),
    },
    finds: [`${W}:6 scan uploads SARIF, but its permissions are contents: read | ${W}:8`],
    met: [
      {
        [W]: flow(
          named(
            'scan',
            '    permissions:\n      contents: read\n      security-events: write\n',
            '      - uses: github/codeql-action/upload-sarif@v3\n',
          ),
        ),
      },
      { [W]: flow(named('scan', '', '      - uses: github/codeql-action/upload-sarif@v3\n')) },
      { [W]: flow(named('scan', '    permissions:\n      contents: read\n')) },
    ],
  },
  'ci/token-permission': {
    unmet: { [W]: flow(named('push', '    permissions:\n      contents: read\n', login)) },
    finds: [`${W}:6 push pushes to ghcr.io with the workflow token, which has only contents: read | ${W}:8 | ${W}:12`],
    met: [
      { [W]: flow(named('push', '    permissions:\n      packages: write\n', login)) },
      { [W]: flow(named('push', '', login)) },
      {
        [W]: flow(
          named('push', '    permissions:\n      contents: read\n', login.replace('docker push', 'docker pull')),
        ),
      },
      {
        [W]: flow(
          named(
            'push',
            '    permissions:\n      contents: read\n',
            login.replace('github.token', 'secrets.GHCR_TOKEN'),
          ),
        ),
      },
    ],
  },
  'ci/tested-before-deploy': {
    unmet: { [W]: deploys, [T]: tests, Dockerfile: 'FROM x\n' },
    finds: [
      `${W}:6 the workflow deploys on each push, runs no tests and waits for no workflow that runs them | ${T}:6 | ${W}:1`,
    ],
    met: [
      // Nothing here builds an image.
      { [W]: deploys, [T]: tests },
      ...[
        // Those are the tests of something else.
        {
          [W]: deploys.replace('docker push shop/api:1', 'docker push shop/api:1\n        working-directory: api'),
          [T]: tests.replace('pytest', 'cd sdk && pytest'),
          'sdk/a.py': '',
        },
        // A tag publishes what was tested.
        {
          [W]: deploys
            .replace('on: push', 'on: {push: {tags: [v1]}}')
            .replace(/- run: .*/, '- uses: docker/build-push-action@v6\n        with: {push: true}'),
          [T]: tests,
        },
        { [W]: deploys },
        { [W]: deploys.replace('    steps:\n', '    steps:\n      - run: pytest\n'), [T]: tests },
        { [W]: deploys.replace('on: push', 'on: {workflow_run: {workflows: [test]}}'), [T]: tests },
        { [W]: `${deploys}  tests:\n    uses: ./${T}\n`, [T]: tests },
        { [W]: deploys.replace('on: push', 'on: release'), [T]: tests },
        { '.github/workflows/e2e-image.yml': deploys, [T]: tests },
      ].map((files) => ({ ...files, Dockerfile: 'FROM x\n' })),
    ],
  },
  'ci/target-exists': {
    unmet: {
      Makefile: 'test:\n\tpytest\n',
      [W]: job('      - run: make tset\n'),
      'README.md': '```sh\nmake lint\n```\n',
    },
    finds: [
      'README.md:2 `make lint` is called, but Makefile has no target lint | Makefile:1',
      `${W}:6 \`make tset\` is called, but Makefile has no target tset | Makefile:1`,
    ].toReversed(),
    met: [
      // In words, with arguments, in the folder above the document.
      {
        Makefile: 'up:\n\tx\ndown:\n\ty\n',
        'api/Makefile': 'lint:\n\tx\n',
        'README.md': '```sh\nmake up / down\nmake up /data/in\n```\n',
        'api/docs/a.md': '```sh\nmake lint\n```\n',
      },
      { Makefile: 'test:\n\tpytest\n', [W]: job('      - run: make test VERBOSE=1 -j 4\n') },
      { Makefile: 'test:\n\tpytest\n', [W]: job('      - run: make lint || echo none\n') },
      { Makefile: 'include other.mk\ntest:\n\tpytest\n', [W]: job('      - run: make lint\n') },
      {
        Makefile: 'test:\n\tpytest\n',
        [W]: job(
          '      - run: |\n          git clone https://example.org/other.git\n          cd other\n          make lint\n',
        ),
      },
      { Makefile: 'test:\n\tpytest\n', 'web/Makefile': 'lint:\n\tx\n', 'README.md': '```sh\ncd web\nmake lint\n```\n' },
      { Makefile: 'test:\n\tpytest\n', [W]: job('      - run: make $TARGET\n      - run: make -f other.mk lint\n') },
      { [W]: job('      - run: make lint\n') },
      // In a folder that has none.
      { Makefile: 'test:\n\tpytest\n', 'docs/a.md': '```sh\ncd docs\nmake html\n```\n' },
      {
        'Taskfile.yml': 'tasks:\n  test:\n    aliases: [t]\n    cmd: pytest\n',
        [W]: job('      - run: task t -- -x\n'),
      },
    ],
  },
  'ci/coverage-target': {
    unmet: {
      [W]: job('      - run: pytest --cov=ap --cov-report=xml\n      - run: cd gone && pytest --cov=app --cov=api\n'),
      'app/main.py': '',
    },
    finds: [
      `${W}:6 --cov=ap is set, but there is no package or folder ap`,
      `${W}:7 --cov=api is set, but there is no package or folder api`,
    ],
    met: [
      { Makefile: 'test:\n\tdocker compose exec api pytest --cov=app/\n', 'api/app/a.py': '' },
      { [W]: job('      - run: pytest --cov=app --cov-report=xml\n'), 'app/main.py': '' },
      { [W]: job('      - run: cd backend && pytest --cov=app.core --cov\n'), 'backend/app/core.py': '' },
      { [W]: job('      - run: pytest --cov=shop\n'), 'pyproject.toml': '[project]\nname = "shop"\n', 'lib/a.py': '' },
      // The folder that is not there is told of by another rule.
      { [W]: job('      - run: cd gone && pytest --cov=app\n'), 'backend/app/a.py': '' },
    ],
  },
  'ci/image-unscanned': {
    unmet: {
      [W]: job('      - run: docker build -t shop/api:1 api\n'),
      '.github/workflows/scan.yml': job('      - uses: aquasecurity/trivy-action@v1\n        with: {scan-type: fs}\n'),
    },
    finds: [`.github/workflows/scan.yml:6 the scan type is fs, and no step scans shop/api:1 | ${W}:6`],
    met: [
      // It looks into an image where nothing else is said.
      {
        [W]: job('      - run: docker build -t shop/api:1 api\n'),
        '.github/workflows/scan.yml': job(
          '      - uses: aquasecurity/trivy-action@v1\n        with: {image-ref: shop/api}\n',
        ),
      },
      {
        [W]: job('      - run: docker build -t shop/api:1 api\n      - run: trivy image shop/api:1\n'),
        '.github/workflows/scan.yml': job(
          '      - uses: aquasecurity/trivy-action@v1\n        with: {scan-type: fs}\n',
        ),
      },
      {
        '.github/workflows/scan.yml': job(
          '      - uses: aquasecurity/trivy-action@v1\n        with: {scan-type: fs}\n',
        ),
      },
      { [W]: job('      - run: docker build -t shop/api:1 api\n') },
    ],
  },
  'ci/manifest-unapplied': {
    unmet: {
      [W]: job('      - run: kubectl set image deployment/backend api=shop/backend:${{ github.sha }}\n'),
      'k8s/a.yaml': probed('/'),
    },
    finds: [`${W}:6 the workflow sets the image of Deployment/backend, but nothing applies k8s/a.yaml | k8s/a.yaml:3`],
    met: [
      {
        [W]: job(
          '      - run: kubectl apply -f k8s\n      - run: kubectl set image deployment/backend api=shop/backend:2\n',
        ),
        'k8s/a.yaml': probed('/'),
      },
      {
        [W]: job('      - run: kubectl set image deployment/backend api=shop/backend:2\n'),
        'k8s/a.yaml': probed('/'),
        'README.md': '```sh\nkubectl apply -f k8s\n```\n',
      },
      { [W]: job('      - run: kubectl set image deployment/backend api=shop/backend:2\n') },
      { 'k8s/a.yaml': probed('/') },
    ],
  },
  'ci/never-runs': {
    unmet: {
      [W]: job('      - run: pytest\n'),
      'web/.github/workflows/a.yml': job('      - run: npm test\n'),
      'web/.github/workflows/b.yml': job('      - run: npm test\n'),
    },
    finds: [
      `web/.github/workflows/a.yml:1 web/.github/workflows has 2 workflows, but GitHub does not read this folder | ${W}:1`,
    ],
    met: [
      { [W]: job('      - run: pytest\n') },
      { 'web/.github/workflows/a.yml': job('      - run: npm test\n') },
      {
        [W]: job('      - run: pytest\n'),
        '{{ cookiecutter.name }}/.github/workflows/a.yml': job('      - run: npm test\n'),
      },
      { [W]: job('      - run: pytest\n'), 'vendor/x/.github/workflows/a.yml': job('      - run: npm test\n') },
      // The folder is pushed to a repository of its own, where they run.
      {
        [W]: job('      - run: git subtree push --prefix="web" git@example.org:web.git main\n'),
        'web/.github/workflows/a.yml': job('      - run: npm test\n'),
      },
    ],
  },
};
