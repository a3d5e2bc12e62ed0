import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { loadRules } from '../../src/plan/rules.ts';
import { HOME } from '../../src/workspace/locate.ts';
import { surveyOf } from '../../src/workspace/survey.ts';
import { View } from '../../src/workspace/view.ts';
import { assert, suite } from '../harness.ts';
import { withFolder } from '../try.ts';

const test = suite('rules');
const rules = await loadRules(join(HOME, 'rules'));

type Files = Readonly<Record<string, string>>;

/** What a rule finds in a workspace of these files: `file:line message`, and the places that speak against it. */
function found(id: string, files: Files): Promise<string[]> {
  return withFolder(async (folder) => {
    const root = join(folder, 'workspace');
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    const { facts, applications } = await surveyOf(root, { XDG_CACHE_HOME: join(folder, 'cache') });
    assert.equal(facts.unread, []);
    const rule = rules.find((each) => each.id === id);
    if (rule === undefined) throw new Error(`there is no rule ${id}`);
    return [...rule.check(new View(facts, applications))].map((one) =>
      'message' in one
        ? `${one.at.file}:${one.at.line} ${one.message}${one.against.map(({ file, line }) => ` | ${file}:${line}`).join('')}`
        : `${one.at.file}:${one.at.line} undecided: ${one.undecided}`,
    );
  });
}

interface Case {
  readonly unmet: Files;
  readonly finds: readonly string[];
  /** The same with the mend, or what only looks like it: nothing is said. */
  readonly met: readonly Files[];
}

const APP = 'from fastapi import FastAPI\napp = FastAPI()\n@app.get("/health")\ndef health(): ...\n';
const IMAGE = 'FROM python:3.11\nEXPOSE 8008\nCMD ["uvicorn", "main:app", "--port", "8008"]\n';
const probed = (path: string): string =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: backend}\nspec:\n  selector: {matchLabels: {app: backend}}\n  template:\n    metadata: {labels: {app: backend}}\n    spec:\n      containers:\n        - name: api\n          image: shop/backend:1\n          ports: [{containerPort: 8008}]\n          livenessProbe:\n            httpGet: {path: ${path}, port: 8008}\n`;
const service = (label: string): string =>
  `apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec:\n  selector:\n    app: ${label}\n  ports: [{port: 80}]\n`;
const job = (steps: string): string => `on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n${steps}`;
const lock = (range: string): string =>
  JSON.stringify(
    {
      name: 'a',
      lockfileVersion: 3,
      packages: { '': { name: 'a', dependencies: { vite: range } }, 'node_modules/vite': { version: '5.0.0' } },
    },
    null,
    1,
  );

const CASES: Readonly<Record<string, Case>> = {
  'k8s/probe-path': {
    unmet: { 'main.py': APP, Dockerfile: IMAGE, 'k8s/a.yaml': probed('/ready') },
    finds: ['k8s/a.yaml:14 the probe asks /ready, and main:app has no such route | main.py:2 | main.py:3'],
    met: [
      { 'main.py': APP, Dockerfile: IMAGE, 'k8s/a.yaml': probed('/health') },
      // Another workload's port, and no application at all.
      {
        'main.py': APP,
        Dockerfile: IMAGE.replaceAll('8008', '9000'),
        'k8s/a.yaml': probed('/ready').replaceAll('backend', 'web'),
      },
      { Dockerfile: IMAGE, 'k8s/a.yaml': probed('/ready') },
    ],
  },
  'k8s/service-selector': {
    unmet: { 'k8s/a.yaml': probed('/'), 'k8s/b.yaml': service('web') },
    finds: [
      'k8s/b.yaml:6 Service/web selects app=web, and no workload of the manifests has pods with these labels | k8s/a.yaml:3',
    ],
    met: [{ 'k8s/a.yaml': probed('/'), 'k8s/b.yaml': service('backend') }, { 'k8s/b.yaml': service('web') }],
  },
  'docker/copy-source': {
    unmet: { 'web/Dockerfile': 'FROM nginx\nCOPY nginx.conf /etc/nginx/\n' },
    finds: ['web/Dockerfile:2 nginx.conf is copied, and is neither nginx.conf nor web/nginx.conf'],
    met: [
      { 'web/Dockerfile': 'FROM nginx\nCOPY nginx.conf /etc/nginx/\n', 'web/nginx.conf': 'events {}\n' },
      { 'web/Dockerfile': 'FROM nginx\nCOPY web/nginx.conf /etc/nginx/\n', 'web/nginx.conf': 'events {}\n' },
      { Dockerfile: 'FROM nginx AS a\nFROM nginx\nCOPY --from=a /x /y\nCOPY dist /z\nCOPY *.txt .env /z/\n' },
      {
        'ops/Dockerfile': 'FROM nginx\nCOPY a.txt /\n',
        'app/a.txt': '',
        'compose.yml': 'services:\n  a:\n    build:\n      context: app\n      dockerfile: ../ops/Dockerfile\n',
      },
    ],
  },
  'docker/production-install': {
    unmet: { Dockerfile: 'FROM node:20 AS build\nRUN npm ci --only=production\nCOPY . .\nRUN npm run build\n' },
    finds: ['Dockerfile:2 `npm run build` runs after an install without development dependencies | Dockerfile:4'],
    met: [
      { Dockerfile: 'FROM node:20 AS build\nRUN npm ci\nRUN npm run build\nFROM node:20\nRUN npm ci --omit=dev\n' },
      { Dockerfile: 'FROM node:20\nRUN npm ci --omit=dev\nRUN npm ci\nRUN npm run build\n' },
      { Dockerfile: 'FROM node:20 AS run\nRUN npm ci --omit=dev\nFROM shop/tools AS build\nRUN npm run build\n' },
    ],
  },
  'docker/exposed-port': {
    unmet: { Dockerfile: IMAGE.replace('EXPOSE 8008', 'EXPOSE 8000') },
    finds: ['Dockerfile:2 it listens on 8008 and exposes 8000 | Dockerfile:3'],
    met: [{ Dockerfile: IMAGE }, { Dockerfile: IMAGE.replace('EXPOSE 8008\n', '') }],
  },
  'ci/path-exists': {
    unmet: { '.github/workflows/a.yml': job('      - run: pip install -r server/requirements.txt\n') },
    finds: ['.github/workflows/a.yml:6 server/requirements.txt does not exist'],
    met: [
      {
        '.github/workflows/a.yml': job('      - run: pip install -r server/requirements.txt\n'),
        'server/requirements.txt': '',
      },
      {
        '.github/workflows/a.yml': job(
          '      - run: echo x > made.py && python made.py\n      - run: if [ -f x.sh ]; then ./x.sh; fi\n',
        ),
      },
    ],
  },
  'python/gate-in-force': {
    unmet: { 'pytest.ini': '[tool:pytest]\naddopts = --cov --cov-fail-under=80\n' },
    finds: [
      'pytest.ini:2 80 % is demanded here, and pytest reads `[tool:pytest]` in setup.cfg only: in pytest.ini it is `[pytest]`',
    ],
    met: [
      { 'pytest.ini': '[pytest]\naddopts = --cov --cov-fail-under=80\n' },
      { 'setup.cfg': '[tool:pytest]\naddopts = --cov --cov-fail-under=80\n' },
    ],
  },
  'node/workspace-member': {
    unmet: {
      'package.json': '{"name": "a", "workspaces": ["web", "gone"]}\n',
      'web/package.json': '{"name": "web"}\n',
    },
    finds: ['package.json:1 the member gone has no package.json'],
    met: [
      { 'package.json': '{"name": "a", "workspaces": ["web", "apps/*"]}\n', 'web/package.json': '{"name": "web"}\n' },
    ],
  },
  'node/lock-in-step': {
    unmet: {
      'package.json': '{"name": "a",\n "dependencies": {"vite": "^7.0.0"}}\n',
      'package-lock.json': lock('^5.0.0'),
    },
    finds: ['package-lock.json:1 package.json wants vite ^7.0.0, and the lock has ^5.0.0 | package.json:2'],
    met: [
      { 'package.json': '{"name": "a",\n "dependencies": {"vite": "^5.0.0"}}\n', 'package-lock.json': lock('^5.0.0') },
      { 'package.json': '{"name": "a",\n "dependencies": {"vite": "^7.0.0"}}\n' },
    ],
  },
  'db/table-exists': {
    unmet: {
      'db/a.sql': 'CREATE TABLE educational_content (id int);\n',
      'db/b.sql': 'CREATE INDEX i ON content(id);\n',
    },
    finds: ['db/b.sql:1 the index i is on content, which no SQL and no model of the workspace defines | db/a.sql:1'],
    met: [
      { 'db/a.sql': 'CREATE TABLE content (id int);\nCREATE INDEX i ON public.content(id);\n' },
      { 'db/b.sql': 'CREATE INDEX i ON content(id);\n' },
      {
        'a.py': 'db.execute("""CREATE TABLE IF NOT EXISTS content (id int)""")\n',
        'db/b.sql': 'CREATE INDEX i ON content(id);\n',
      },
    ],
  },
  'compose/service-needs': {
    unmet: { 'compose.yml': 'services:\n  a:\n    image: x\n    depends_on: [db]\n' },
    finds: ['compose.yml:4 a needs db, which is not defined'],
    met: [
      {
        'compose.yml': 'services:\n  a:\n    image: x\n    depends_on: [db]\n',
        'compose.db.yml': 'services:\n  db:\n    image: y\n',
      },
      {
        'compose.yml':
          'services:\n  a:\n    image: x\n    depends_on:\n      db: {condition: service_healthy}\n  db:\n    image: y\n',
      },
    ],
  },
};

for (const { id } of rules) {
  test(`${id}: a workspace that it finds wrong, with both places`, async () => {
    const given = CASES[id];
    assert.ok(given, `${id} has no case`);
    assert.equal(await found(id, given?.unmet ?? {}), given?.finds);
  });
  test(`${id}: workspaces of which it says nothing`, async () => {
    for (const files of CASES[id]?.met ?? []) assert.equal(await found(id, files), [], Object.keys(files).join(' '));
    assert.ok((CASES[id]?.met.length ?? 0) > 0);
  });
}

test('what is made at run time is not decided', async () => {
  const open =
    'from fastapi import FastAPI\nimport x\napp = FastAPI()\napp.include_router(x.made())\napp.include_router(x.router)\n@app.get("/a")\ndef a(): ...\n';
  assert.equal(await found('k8s/probe-path', { 'main.py': open, Dockerfile: IMAGE, 'k8s/a.yaml': probed('/ready') }), [
    'k8s/a.yaml:14 undecided: 1 routes of main:app are made at run time',
  ]);
});

test.run();
