import { job, type Cases } from '../files.ts';

const PY = 'FROM python:3.11-slim\nCOPY requirements.txt ./\nRUN pip install -r requirements.txt\n';
const WEB = 'FROM node:20-alpine AS build\nCOPY package.json ./\nRUN npm ci\nFROM nginx\n';
const LOST = WEB.replace('package.json', '.');
const setup = (tool: string, version: string, run: string): string =>
  job(`      - uses: actions/setup-${tool}@v5\n        with: {${tool}-version: ${version}}\n      - run: ${run}\n`);
const matrix = (versions: string): string =>
  `on: push\njobs:\n  a:\n    runs-on: x\n    strategy: {matrix: {py: ${versions}}}\n    steps:\n      - uses: actions/setup-python@v5\n        with:\n          python-version: \${{ matrix.py }}\n      - run: pytest\n`;
const needing = (range: string): string =>
  JSON.stringify(
    {
      name: 'a',
      lockfileVersion: 3,
      packages: {
        '': { name: 'a', dependencies: { vite: '7.0.0' } },
        'node_modules/vite': { version: '7.0.0', engines: { node: range } },
      },
    },
    null,
    1,
  );
const PACKAGE = '{"name": "a", "dependencies": {"vite": "7.0.0"}}\n';
const database = (tag: string): string => `services:\n  db:\n    image: postgres:${tag}\n`;
const tested = (tag: string): string =>
  `on: push\njobs:\n  a:\n    runs-on: x\n    services:\n      db:\n        image: postgres:${tag}\n    steps: []\n`;

export const CASES: Cases = {
  'versions/python-agrees': {
    unmet: {
      Dockerfile: PY,
      'requirements.txt': 'fastapi\n',
      '.github/workflows/a.yml': setup('python', '"3.12"', 'pytest'),
      'b/requirements.txt': 'fastapi\n',
      'ops/Dockerfile.api': PY.replace('COPY ', 'COPY b/'),
      'ops/Dockerfile.worker': PY.replace('COPY ', 'COPY b/').replace('3.11', '3.13'),
    },
    finds: [
      '.github/workflows/a.yml:7 the workflow sets up Python 3.12, but the image has Python 3.11 | Dockerfile:1',
      'ops/Dockerfile.worker:1 ops/Dockerfile.api builds the same project with Python 3.11, but ops/Dockerfile.worker uses 3.13 | ops/Dockerfile.api:1',
    ],
    met: [
      {
        Dockerfile: PY,
        'requirements.txt': 'django\n',
        '.github/workflows/a.yml': setup('python', '"3.12"', 'coverage run manage.py test'),
        '.github/workflows/b.yml': matrix('["3.11", "3.12"]').replace('pytest', './manage.py test'),
      },
      // Two files that say the image's, a matrix that has it, a job beside it.
      {
        Dockerfile: PY,
        'worker.Dockerfile': PY,
        'requirements.txt': 'fastapi\n',
        '.github/workflows/a.yml': setup('python', '"3.12"', 'coverage run -m pytest'),
        '.github/workflows/b.yml': matrix('["3.10", "3.11", "3.12"]'),
      },
      // What the manifest rules out is another rule's.
      {
        Dockerfile: PY,
        'pyproject.toml': '[project]\nname = "shop"\nrequires-python = ">=3.13"\n',
        '.python-version': '3.13\n',
      },
      // What lies beside all that it copies is not of the project around it.
      {
        'chat/Dockerfile': PY,
        'chat/requirements.txt': 'fastapi\n',
        'pyproject.toml': '[project]\nname = "shop"\nrequires-python = ">=3.13"\n',
        '.python-version': '3.13\n',
        'requirements.txt': 'fastapi\n',
      },
      // Each for a version or a platform of its own, or elsewhere.
      ...['ops/Dockerfile.py313', 'ops/Dockerfile.windows', 'ops/Dockerfile-gpu', 'other/Dockerfile'].map((name) => ({
        'b/requirements.txt': 'fastapi\n',
        'ops/Dockerfile.api': PY.replace('COPY ', 'COPY b/'),
        [name]: PY.replace('COPY ', 'COPY b/').replace('3.11', '3.13'),
      })),
      // A program that others install, on any version of its range.
      {
        'pyproject.toml':
          '[project]\nname = "shop"\nrequires-python = ">=3.9,<4"\ndependencies = ["click"]\n[project.scripts]\nshop = "shop:main"\n',
        Dockerfile: 'FROM python:3.13\nCOPY pyproject.toml .\nRUN pip install .\n',
        '.github/workflows/a.yml': job(
          '      - uses: actions/setup-python@v5\n        with: {python-version: "3.12"}\n      - run: pytest\n',
        ),
      },

      {
        Dockerfile: PY,
        'requirements.txt': 'fastapi\n',
        '.python-version': '3.11.9\n',
        '.github/workflows/a.yml': setup('python', '"3.11"', 'pytest'),
      },
      { Dockerfile: PY, 'requirements.txt': '', '.github/workflows/a.yml': matrix('["3.10", "3.11", "3.12"]') },
      // A job that only lints, and one that tests another folder.
      {
        Dockerfile: PY,
        'requirements.txt': 'fastapi\n',
        '.github/workflows/a.yml': setup('python', '"3.12"', 'ruff check .'),
      },
      {
        'api/Dockerfile': PY,
        'api/requirements.txt': 'fastapi\n',
        'cli/requirements.txt': 'click\n',
        '.github/workflows/a.yml': setup('python', '"3.12"', 'cd cli && pytest'),
      },
      // An image for development, and versions that say nothing.
      {
        'Dockerfile.dev': PY,
        'requirements.txt': 'fastapi\n',
        '.github/workflows/a.yml': setup('python', '"3.12"', 'pytest'),
      },
      { Dockerfile: PY, 'requirements.txt': '', '.github/workflows/a.yml': setup('python', '"3.x"', 'pytest') },
    ],
  },
  'versions/node-agrees': {
    unmet: {
      'web/Dockerfile': WEB,
      'web/package.json': PACKAGE,
      'web/.nvmrc': 'v22.1.0\n',
      'work/Dockerfile': WEB.replace('20', '24'),
      'work/package.json': PACKAGE,
      'work/.nvmrc': '22\n',
      '.github/workflows/a.yml': setup('node', '22', 'cd web && npm ci'),
      'web/inner/Dockerfile': WEB.replace('COPY ', 'COPY web/inner/'),
      'web/inner/package.json': PACKAGE,
      // One after the other in a job, each for its own.
      'one/Dockerfile': WEB.replace('20', '22'),
      'one/package.json': PACKAGE,
      'two/Dockerfile': WEB.replace('20', '24'),
      'two/package.json': PACKAGE,
      '.github/workflows/b.yml': job(
        ['one', 'two']
          .map(
            (folder) =>
              `      - uses: actions/setup-node@v5\n        with: {node-version: 24}\n      - run: npm ci\n        working-directory: ${folder}\n`,
          )
          .join(''),
      ),
      // Which of both is wrong the manifest says: that is another rule's.
      'admin/Dockerfile': WEB,
      'admin/package.json': PACKAGE.replace('"dep', '"engines": {"node": ">=22"}, "dep'),
      'admin/.nvmrc': '22\n',
    },
    // Node.js 20 has ended: the images are what is to be changed.
    finds: [
      '.github/workflows/b.yml:7 the workflow sets up Node.js 24, but the image has Node.js 22 | one/Dockerfile:1',
      'web/Dockerfile:1 the image has Node.js 20, but the file web/.nvmrc asks for Node.js v22.1.0 | web/.nvmrc:1 | .github/workflows/a.yml:7',
      'web/inner/Dockerfile:1 the image has Node.js 20, but the file web/.nvmrc asks for Node.js v22.1.0 | web/.nvmrc:1',
      'work/.nvmrc:1 the file asks for Node.js 22, but the image has Node.js 24 | work/Dockerfile:1',
    ],
    met: [
      // What a workflow passes is the version, not the default of the argument.
      {
        'web/Dockerfile': `ARG NODE=20\n${WEB.replace('node:20', 'node:${NODE}')}`,
        'web/package.json': PACKAGE,
        'web/.nvmrc': '22\n',
        '.github/workflows/a.yml':
          'on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - uses: docker/build-push-action@v6\n        with:\n          context: web\n          build-args: |\n            NODE=${{ steps.node.outputs.version }}\n',
      },
      {
        'web/Dockerfile': `ARG NODE=20\n${WEB.replace('node:20', 'node:${NODE}')}`,
        'web/package.json': PACKAGE,
        'web/.nvmrc': '22\n',
        Makefile: 'image:\n\tdocker build --build-arg NODE=$(NODE) web\n',
      },
      // An image without a project where there are two, and one that brings what it builds.
      { 'old/Dockerfile': LOST, 'web/package.json': PACKAGE, 'web/.nvmrc': '22\n', 'admin/package.json': PACKAGE },
      {
        'tool/Dockerfile': LOST.replace('RUN npm', 'RUN git clone x && npm'),
        'web/package.json': PACKAGE,
        'web/.nvmrc': '22\n',
      },
      {
        'tool/Dockerfile': LOST.replace('npm ci', 'npm install -g serve'),
        'web/package.json': PACKAGE,
        'web/.nvmrc': '22\n',
      },
      { 'web/Dockerfile': WEB, 'web/package.json': PACKAGE, 'web/.nvmrc': 'lts/iron\n' },
      { 'web/Dockerfile': WEB, 'web/package.json': PACKAGE, 'web/.nvmrc': 'lts/*\n' },
      {
        'web/Dockerfile': WEB,
        'web/package.json': PACKAGE,
        'admin/.nvmrc': '22\n',
        'admin/package.json': PACKAGE,
      },
      {
        'web/Dockerfile': WEB,
        'web/package.json': PACKAGE,
        '.github/workflows/a.yml': setup('node', '20.x', 'cd web && npm test'),
      },
    ],
  },
  'versions/python-in-range': {
    unmet: {
      Dockerfile: PY.replace('requirements.txt ./', 'pyproject.toml ./'),
      'pyproject.toml': '[project]\nname = "a"\nrequires-python = ">=3.12"\n',
      'api/Dockerfile': PY.replace('requirements.txt ./', 'pyproject.toml ./'),
      'api/pyproject.toml': '[project]\nname = "b"\nrequires-python = ">=3.9,<=3.11"\n',
      'cli/Dockerfile': PY.replace('requirements.txt ./', 'pyproject.toml ./'),
      'cli/pyproject.toml': '[tool.poetry]\nname = "c"\ndependencies.python = ">=3.9 <3.10 || >=3.12"\n',
    },
    finds: [
      'Dockerfile:1 the image has Python 3.11, but pyproject.toml requires >=3.12 | pyproject.toml:3',
      'api/Dockerfile:1 the image has Python 3.11, but api/pyproject.toml requires >=3.9,<=3.11, which excludes 3.11.1 and later | api/pyproject.toml:3',
      'cli/Dockerfile:1 the image has Python 3.11, but cli/pyproject.toml requires >=3.9 <3.10 || >=3.12 | cli/pyproject.toml:3',
    ],
    met: [
      // PEP 440: `>3.11` leaves out 3.11.0 and lets in 3.11.1, and the tag 3.11 is the newest of 3.11.
      ...['>3.11', '!=3.11,>=3.9', '~= 3.11', '===3.11.4 , >=3', '==3.*'].map((range) => ({
        Dockerfile: PY.replace('requirements.txt ./', 'pyproject.toml ./'),
        'pyproject.toml': `[project]\nname = "a"\nrequires-python = "${range}"\n`,
      })),
      {
        Dockerfile: PY.replace('requirements.txt ./', 'pyproject.toml ./'),
        'pyproject.toml': '[project]\nname = "a"\nrequires-python = ">=3.11.4,<3.13"\n',
      },
      {
        Dockerfile: PY.replace('requirements.txt ./', 'pyproject.toml ./'),
        'pyproject.toml': '[tool.poetry]\nname = "a"\n[tool.poetry.dependencies]\npython = "^3.10"\n',
      },
      {
        'api/Dockerfile': PY,
        'api/requirements.txt': 'fastapi\n',
        'cli/pyproject.toml': '[project]\nname = "a"\nrequires-python = ">=3.12"\n',
      },
    ],
  },
  'versions/node-in-range': {
    unmet: {
      'web/Dockerfile': WEB,
      'web/package.json': '{"name": "a",\n "engines": {"node": ">=22"},\n "dependencies": {"vite": "7.0.0"}}\n',
      'admin/Dockerfile': WEB,
      'admin/package.json': PACKAGE.replace('"dep', '"engines": {"node": ">=22"}, "dep'),
      // What people develop with tells which version is meant.
      'admin/.nvmrc': '22\n',
      // What a stage before has built runs here.
      'api/Dockerfile':
        'FROM node:22 AS build\nCOPY package.json .\nRUN npm ci\nFROM node:20\nCOPY --from=build /app /app\nCMD ["node", "a.js"]\n',
      'api/package.json': PACKAGE.replace('"dep', '"engines": {"node": ">=22"}, "dep'),
    },
    finds: [
      'admin/Dockerfile:1 the image has Node.js 20, but admin/package.json requires >=22 | admin/package.json:1 | admin/.nvmrc:1',
      'api/Dockerfile:4 the image has Node.js 20, but api/package.json requires >=22 | api/package.json:1',
      'web/Dockerfile:1 the image has Node.js 20, but web/package.json requires >=22 | web/package.json:2',
    ],
    met: [
      {
        'web/Dockerfile': WEB,
        'web/package.json': '{"name": "a", "engines": {"node": ">=20.19.0"}, "dependencies": {"vite": "7.0.0"}}\n',
      },
      {
        'web/Dockerfile': WEB,
        'web/package.json': '{"name": "a", "engines": {"node": "18 - 20"}, "dependencies": {"vite": "7.0.0"}}\n',
      },
      { 'package.json': '{"name": "a", "engines": {"node": ">=22"}, "dependencies": {"vite": "7.0.0"}}\n' },
      // Each package in a stage of its own.
      {
        Dockerfile:
          'FROM node:20 AS one\nCOPY ui/package.json .\nRUN npm ci\nFROM node:22 AS two\nCOPY new/package.json .\nRUN npm ci\nFROM nginx\nCOPY --from=one /dist /a\nCOPY --from=two /dist /b\n',
        'ui/package.json': PACKAGE,
        'new/package.json': PACKAGE.replace('"dep', '"engines": {"node": ">=22"}, "dep'),
      },
    ],
  },
  'versions/node-fits-packages': {
    unmet: {
      // A folder without a package: the only one there is.
      'src/web/Dockerfile': LOST.replace('20', '18').replace('npm ci', 'npm ci && npm run build'),
      'web/package.json': PACKAGE,
      'web/package-lock.json': needing('^20.19.0 || >=22.12.0').replace('"dependencies"', '"devDependencies"'),
      'web/.nvmrc': '18\n',
    },
    finds: [
      'src/web/Dockerfile:1 the image has Node.js 18, but vite 7.0.0 requires ^20.19.0 || >=22.12.0 | web/package-lock.json:8',
      'web/.nvmrc:1 the file asks for Node.js 18, but vite 7.0.0 requires ^20.19.0 || >=22.12.0 | web/package-lock.json:8',
    ],
    met: [
      // Nothing is built there, and the tools are left out.
      {
        Dockerfile: WEB.replace('20', '18').replace('npm ci', 'npm ci --omit=dev && npm run build'),
        'package.json': PACKAGE,
        'package-lock.json': needing('^20.19.0').replace('"dependencies"', '"devDependencies"'),
      },
      // By what it copies it is of its own folder, whose lock has an older one.
      {
        'api/Dockerfile': 'FROM node:18\nCOPY package*.json ./\nRUN npm install\nCOPY . .\n',
        'api/package.json': PACKAGE,
        'package.json': PACKAGE,
        'package-lock.json': needing('^20.19.0'),
      },
      // What only goes into pages is run by no Node.js, and hooks run on the machines of who develops.
      {
        Dockerfile: WEB.replace('20', '18'),
        'package.json': PACKAGE,
        'package-lock.json': needing('>=20.0.0').replaceAll('vite', 'react-router-dom'),
      },
      {
        Dockerfile: WEB.replace('20', '18'),
        'package.json': '{"name": "a", "devDependencies": {"husky": "7.0.0"}}\n',
        'package-lock.json': needing('>=20.0.0')
          .replaceAll('vite', 'husky')
          .replace('"dependencies"', '"devDependencies"'),
      },
      { Dockerfile: WEB, 'package.json': PACKAGE, 'package-lock.json': needing('^20.19.0 || >=22.12.0') },
      { Dockerfile: WEB, 'package.json': PACKAGE, 'package-lock.json': needing('^20.19.0'), 'old/.nvmrc': '18\n' },
    ],
  },
  'versions/service-agrees': {
    unmet: { 'compose.yml': database('17-alpine'), '.github/workflows/a.yml': tested('15') },
    finds: ['.github/workflows/a.yml:7 PostgreSQL 15 runs here, but PostgreSQL 17 runs in compose.yml | compose.yml:3'],
    met: [
      { 'compose.yml': database('17-alpine'), '.github/workflows/a.yml': tested('17.2') },
      // An alternative, and another system.
      { 'compose.yml': database('17'), 'compose.next.yml': database('15'), '.github/workflows/a.yml': tested('15') },
      {
        'a/compose.yml': database('17'),
        'b/compose.yml': database('17'),
        '.github/workflows/a.yml': tested('15'),
      },
      { 'compose.yml': database('17') },
    ],
  },
  'versions/end-of-life': {
    unmet: {
      // A patch release is no newer version than the lowest that the package runs on.
      Dockerfile: 'FROM node:12 AS web\nFROM python:3.7.17-slim\n',
      'pyproject.toml': '[project]\nname = "a"\nrequires-python = ">=3.7"\n',
      'compose.yml': database('9.6'),
      '.github/workflows/a.yml': setup('node', '14', 'npm test'),
      '.github/workflows/b.yml': matrix('["3.7"]'),
      'api/Dockerfile': 'FROM python:3.7\n',
    },
    finds: [
      '.github/workflows/a.yml:7 support for Node.js 14 ended on 2023-04-30',
      'Dockerfile:2 support for Python 3.7 ended on 2023-06-27, here and in 2 other files | api/Dockerfile:1 | .github/workflows/b.yml:5',
      'compose.yml:3 support for PostgreSQL 9.6 ended on 2021-11-11',
    ],
    met: [
      // Jobs that neither build nor test what is shipped.
      { '.github/workflows/lint.yml': setup('python', '"3.7"', 'flake8') },
      { '.github/workflows/a.yml': setup('node', '14', 'npm test').replace(/^ {2}\w+:$/m, '  docs-build:') },
      // Versions that nobody knows yet, one of several that are tried, and what a range begins with.
      {
        Dockerfile: 'FROM python:3.99\n',
        'compose.yml': database('99'),
        '.github/workflows/a.yml': matrix('["3.7", "3.13"]'),
      },
      { 'package.json': '{"name": "a", "engines": {"node": ">=12"}}\n' },
      {
        '.devcontainer/compose.yml': database('9.6'),
        'docker/regtest/compose.yml': database('11'),
        'Dockerfile.dev': 'FROM python:3.9\n',
      },
      { 'compose.yml': `# For development\n${database('9.6')}` },
      // The lowest version that a package promises to run on, beside a newer one.
      {
        'pyproject.toml': '[project]\nname = "a"\nrequires-python = ">=3.7"\n',
        '.github/workflows/a.yml': setup('python', '"3.7"', 'pytest'),
        '.github/workflows/b.yml': setup('python', '"3.13"', 'pytest'),
      },
      {
        'package.json': '{"name": "a", "engines": {"node": "14 || 16 || >=18.17"}}\n',
        '.github/workflows/a.yml': setup('node', '18', 'npm test'),
        '.github/workflows/b.yml': setup('node', '22', 'npm test'),
        '.github/workflows/c.yml': setup('node', '14', 'npm test'),
      },
      {
        'package.json': '{"name": "a", "engines": {"node": ">=14.0.0"}}\n',
        '.github/workflows/a.yml': setup('node', '14', 'npm test'),
        '.github/workflows/b.yml': setup('node', '22', 'npm test'),
      },
    ],
  },
};
