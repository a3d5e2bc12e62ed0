import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { loadRules } from '../../src/rule/load-rules.ts';
import type { Contradiction, Undecided } from '../../src/rule/rule.ts';
import { HOME } from '../../src/workspace/locate.ts';
import { readSurvey } from '../../src/facts/survey.ts';
import { View } from '../../src/facts/view.ts';
import { assert, suite } from '../harness.ts';
import { withFolder } from '../try.ts';
import { IMAGE, probed, type Cases, type Files } from './files.ts';

const test = suite('rules');
const rules = await loadRules(join(HOME, 'rules'));

/** What a rule says of a workspace of these files. */
function saidOf(id: string, files: Files): Promise<(Contradiction | Undecided)[]> {
  return withFolder(async (folder) => {
    const root = join(folder, 'workspace');
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    const { facts, applications } = await readSurvey(root, join(folder, 'cache'));
    assert.equal(facts.unread, []);
    const rule = rules.find((each) => each.id === id);
    if (rule === undefined) throw new Error(`there is no rule ${id}`);
    return [...rule.check(new View(facts, applications))];
  });
}

/** `file:line message`, and the places that speak against it. */
async function found(id: string, files: Files): Promise<string[]> {
  return (await saidOf(id, files)).map((one) =>
    'message' in one
      ? `${one.at.file}:${one.at.line} ${one.message}${one.against.map(({ file, line }) => ` | ${file}:${line}`).join('')}`
      : `${one.at.file}:${one.at.line} undecided: ${one.undecided}`,
  );
}

const CASES: Cases = Object.assign(
  {},
  ...(await Promise.all(
    readdirSync(join(import.meta.dirname, 'cases')).map(
      async (name) => ((await import(`./cases/${name}`)) as { CASES: Cases }).CASES,
    ),
  )),
) as Cases;

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

test('what hands out pages for every path is no route of another method', async () => {
  const main =
    "from fastapi import FastAPI\napp = FastAPI()\n@app.get('/health')\ndef h(): ...\n@app.get('/users')\ndef u(): ...\n@app.get('/{page:path}')\ndef p(page): ...\n";
  assert.equal(
    await found('docs/route-exists', {
      'main.py': main,
      'README.md': '`GET /health`, `GET /users`, `POST /user`, `GET /other`\n',
    }),
    ['README.md:1 POST /user is documented, but main:app has no such route | main.py:2'],
  );
});

test('a password that only looks like words is a password', async () => {
  const db = (password: string): Files => ({
    'compose.yml': `services:\n  api:\n    build: .\n  db:\n    image: postgres:17\n    environment:\n      POSTGRES_PASSWORD: ${password}\n`,
  });
  for (const real of ['supersecretpassword', 'yours3cr3tly', 'xxl-Gm7', 'themis-4711', '0123-abc'])
    assert.equal(await found('secrets/literal', db(real)), ['compose.yml:7 POSTGRES_PASSWORD is hard-coded here']);
});

test('pods that an operator makes, or that another namespace has, are not decided', async () => {
  const selects = (labels: string, namespace = ''): string =>
    `apiVersion: v1\nkind: Service\nmetadata: {name: web${namespace}}\nspec:\n  selector:\n    ${labels}\n  ports: [{port: 80}]\n`;
  for (const text of [selects('v1.min.io/tenant: shop'), selects('app: exporter', ', namespace: monitoring')])
    assert.equal(await found('k8s/service-selector', { 'k8s/a.yaml': probed('/'), 'k8s/b.yaml': text }), [
      'k8s/b.yaml:6 undecided: another tool may create the pods that Service/web selects',
    ]);
});

test('what is made at run time is not decided', async () => {
  const open =
    'from fastapi import FastAPI\nimport x\napp = FastAPI()\napp.include_router(x.made())\napp.include_router(x.router)\n@app.get("/a")\ndef a(): ...\n';
  assert.equal(await found('k8s/probe-path', { 'main.py': open, Dockerfile: IMAGE, 'k8s/a.yaml': probed('/ready') }), [
    'k8s/a.yaml:14 undecided: 2 routes of main:app are created at run time',
  ]);
});

test('docker/bundled-default: an image that an action pushes is used beyond this machine', async () => {
  const files = (push: string): Files => ({
    'web/Dockerfile': 'FROM node:24 AS b\nCOPY . .\nRUN npm run build\nFROM nginx:1.29\nCOPY --from=b /dist /srv\n',
    'web/package.json': '{"name": "web", "devDependencies": {"vite": "7.0.0"}}\n',
    'web/src/api.ts': 'export const url = import.meta.env.VITE_API_URL ?? "http://localhost:8000";\n',
    // The port is published here, which would be enough for this machine.
    'compose.yml': 'services:\n  api:\n    image: a\n    ports: ["8000:8000"]\n',
    '.github/workflows/ci.yml': `on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - uses: docker/build-push-action@v6\n        with:\n          context: web\n          tags: shop/web:1\n          push: ${push}\n`,
  });
  assert.equal(await found('docker/bundled-default', files('true')), [
    'web/Dockerfile:3 `npm run build` runs without VITE_API_URL: the pages call http://localhost:8000 wherever they are served | web/src/api.ts:1',
  ]);
  assert.equal(await found('docker/bundled-default', files('false')), []);
});

test('how bad it is depends on what comes of it', async () => {
  const of = async (id: string, files: Files): Promise<(string | undefined)[]> =>
    (await saidOf(id, files)).map((one) => ('message' in one ? one.severity : 'undecided'));
  const image = 'FROM node:24 AS build\nCOPY package.json .\nRUN npm ci\n';
  const node: Files = { 'package.json': '{"name": "a", "dependencies": {"vite": "7.0.0"}}', '.nvmrc': '22\n' };
  assert.equal(await of('versions/node-agrees', { ...node, Dockerfile: `${image}CMD ["node", "a.js"]\n` }), [
    undefined,
  ]);
  // Only pages are made with it, which another image serves.
  const pages = `${image}FROM nginx\nCOPY --from=build /dist /usr/share/nginx/html\n`;
  assert.equal(await of('versions/node-agrees', { ...node, Dockerfile: pages }), ['confusing']);
  const asks = '{"name": "a", "engines": {"node": ">=26"}, "dependencies": {"vite": "7.0.0"}}';
  assert.equal(
    await of('versions/node-in-range', {
      'package.json': asks,
      'yarn.lock': '# yarn lockfile v1\n\n\n',
      Dockerfile: image,
    }),
    [undefined],
  );
  const lock =
    '{"lockfileVersion": 3, "packages": {"": {"name": "a", "dependencies": {"vite": "6.0.0"}}, "node_modules/vite": {"version": "6.0.0"}}}';
  const npm: Files = { 'package.json': asks, 'package-lock.json': lock, Dockerfile: image };
  assert.equal(await of('versions/node-in-range', npm), ['wrong']);
  assert.equal(await of('node/lock-in-step', npm), [undefined]);
  assert.equal(await of('node/lock-in-step', { ...npm, Dockerfile: image.replace('npm ci', 'npm install') }), [
    'confusing',
  ]);
});

test.run();
