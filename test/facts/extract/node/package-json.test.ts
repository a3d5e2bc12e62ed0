import { packageJson } from '../../../../src/facts/extract/node/package-json.ts';
import { assert, suite } from '../../../harness.ts';
import { factsOf, refused } from '../facts.ts';

const test = suite('extract package-json');
/** Milliseconds of this process alone: what else runs on the machine does not count. */
const spent = (): number => process.cpuUsage().user / 1000;

const WHOLE = `{
  "name": "@shop/web",
  "version": "0.3.0",
  "private": true,
  "packageManager": "pnpm@9.1.0+sha512.abc",
  "engines": { "node": ">=18", "npm": ">=8" },
  "volta": {
    "node": "20.11.0"
  },
  "workspaces": ["packages/*", "!packages/old"],
  "scripts": {
    "dev": "vite --port 5174",
    "api": "cd ../api && uvicorn app.main:app --port 8008",
    "all": "npm --prefix ../docs run build && node scripts/doctor.js",
    "seed": "API_KEY=sk-123456 node ./seed.mjs"
  },
  "dependencies": {
    "react": "^19.0.0"
  },
  "devDependencies": { "vite": "7.0.0" },
  "optionalDependencies": { "fsevents": "2" },
  "peerDependencies": { "react-dom": "*" }
}
`;

test('a whole file', () => {
  assert.equal(factsOf(packageJson, 'web/package.json', WHOLE), [
    'package @shop/web @2 {"private":true,"version":"0.3.0"}',
    'package.manager pnpm @5 {"by":"packageManager","version":"9.1.0"}',
    'version.pnpm 9.1.0 @5 {"by":"packageManager"}',
    'version.node >=18 @6 {"by":"engines"}',
    'version.node 20.11.0 @8 {"by":"volta"}',
    'version.npm >=8 @6 {"by":"engines"}',
    'package.member packages/* @10 {"by":"workspaces"}',
    'package.member !packages/old @10 {"by":"workspaces"}',
    'package.script dev @12 {"command":"vite --port 5174"}',
    'command vite --port 5174 @12 {"by":"script","package":"@shop/web","script":"dev"}',
    'package.script api @13 {"command":"cd ../api && uvicorn app.main:app --port 8008"}',
    'command cd ../api @13 {"by":"script","package":"@shop/web","script":"api"}',
    'path.named ../api @13 {"by":"cd","package":"@shop/web","script":"api","kind":"folder","from":"file"}',
    'command uvicorn app.main:app --port 8008 @13 {"by":"script","package":"@shop/web","script":"api","in":"api"}',
    'start.application app.main:app @13 {"by":"script","package":"@shop/web","script":"api","in":"api","runner":"uvicorn","port":8008}',
    'port.listen 8008 @13 {"by":"script","package":"@shop/web","script":"api","in":"api","runner":"uvicorn"}',
    'package.script all @14 {"command":"npm --prefix ../docs run build && node scripts/doctor.js"}',
    'command npm --prefix ../docs run build @14 {"by":"script","package":"@shop/web","script":"all"}',
    'path.named ../docs @14 {"by":"folder","package":"@shop/web","script":"all","kind":"folder","from":"file"}',
    'command node scripts/doctor.js @14 {"by":"script","package":"@shop/web","script":"all"}',
    'path.named scripts/doctor.js @14 {"by":"script","package":"@shop/web","script":"all","kind":"file","from":"file"}',
    'package.script seed @15 {"command":"API_KEY=… node ./seed.mjs"}',
    'command API_KEY=… node ./seed.mjs @15 {"by":"script","package":"@shop/web","script":"seed"}',
    'path.named ./seed.mjs @15 {"by":"script","package":"@shop/web","script":"seed","kind":"file","from":"file"}',
    'dependency react @18 {"kind":"npm","version":"^19.0.0"}',
    'dependency vite @20 {"kind":"npm","version":"7.0.0","dev":true,"group":"dev"}',
    'dependency fsevents @21 {"kind":"npm","version":"2","group":"optional"}',
    'dependency react-dom @22 {"kind":"npm","version":"*","group":"peer"}',
  ]);
});

test('members in the form of an object, and in that of pnpm', () => {
  assert.equal(factsOf(packageJson, 'package.json', '{"workspaces": {"packages": ["a",\n"b"], "nohoist": ["c"]}}'), [
    'package.member a @1 {"by":"workspaces"}',
    'package.member b @2 {"by":"workspaces"}',
  ]);
  assert.equal(
    factsOf(packageJson, 'x/pnpm-workspace.yaml', 'packages:\n  - "apps/*"\n  - docs\ncatalog:\n  react: 19\n'),
    ['package.member apps/* @2 {"by":"pnpm-workspace"}', 'package.member docs @3 {"by":"pnpm-workspace"}'],
  );
  assert.equal(factsOf(packageJson, 'pnpm-workspace.yml', ''), []);
});

test('a manager without a version; one that nobody knows; values of another type say nothing', () => {
  assert.equal(factsOf(packageJson, 'package.json', '{"packageManager": "yarn"}'), [
    'package.manager yarn @1 {"by":"packageManager"}',
  ]);
  const odd =
    '{"name": 1, "packageManager": "cargo@1", "engines": [], "scripts": {"a": 1, "b": ""}, "dependencies": ["x"], "workspaces": true}';
  assert.equal(factsOf(packageJson, 'package.json', odd), ['package.script b @1 {"command":""}']);
  assert.equal(factsOf(packageJson, 'package.json', '{}'), []);
});

test('after a `cd` a path is relative to that folder; where that is unknown it is not named', () => {
  const scripts = { a: 'cd ../api && bash run.sh', b: 'cd $HOME && bash run.sh', c: '(cd docs; ./x.sh); ./y.sh' };
  const paths = factsOf(packageJson, 'web/package.json', JSON.stringify({ scripts })).filter((fact) =>
    fact.startsWith('path'),
  );
  assert.equal(paths, [
    'path.named ../api @1 {"by":"cd","script":"a","kind":"folder","from":"file"}',
    'path.named run.sh @1 {"by":"script","script":"a","kind":"file","from":"api"}',
    'path.named docs @1 {"by":"cd","script":"c","kind":"folder","from":"file"}',
    'path.named ./x.sh @1 {"by":"script","script":"c","kind":"file","from":"web/docs"}',
    'path.named ./y.sh @1 {"by":"script","script":"c","kind":"file","from":"file"}',
  ]);
});

test('secrets on command lines are not shown', () => {
  const secret = 'hunter2hunter2';
  const commands = [
    `DB_PASSWORD=${secret} x`,
    `x --password ${secret}`,
    `x --api-key="${secret}"`,
    `psql postgres://u:${secret}@h/d`,
    `curl -H "Authorization: Bearer ${secret}"`,
    `cross-env JWT_SECRET='${secret}' x`,
  ];
  for (const a of commands) {
    const all = factsOf(packageJson, 'package.json', JSON.stringify({ scripts: { a } })).join('\n');
    assert.ok(all.includes('command'));
    assert.not(all.includes(secret), all);
  }
});

test('placeholders are no facts', () => {
  const text =
    '{"name": "{{ cookiecutter.name }}", "dependencies": {"{{ x }}": "1"}, "engines": {"node": "{{ node }}"}}';
  assert.equal(factsOf(packageJson, 'package.json', text), []);
});

test('a broken file, an empty one, one that is no object', () => {
  assert.equal(refused(packageJson, 'package.json', '{\n"name": "a"\n"b": 1}'), '3: is not JSON: CommaExpected');
  assert.equal(refused(packageJson, 'package.json', ''), '1: is not JSON: ValueExpected');
  assert.equal(refused(packageJson, 'package.json', '["a"]'), '1: is JSON, but not an object');
  assert.match(refused(packageJson, 'pnpm-workspace.yaml', 'a:\n  - b\n"c'), /^3: is not YAML/);
});

test('packages that are installed, and files that only sound alike, are not read', () => {
  for (const path of ['node_modules/a/package.json', 'package.json5', 'my-package.json', 'tsconfig.json'])
    assert.not(packageJson.reads(path), path);
});

test('hostile files are read or refused in no time', () => {
  const texts = [
    '['.repeat(1 << 20),
    '{"a":'.repeat(200_000),
    `{"scripts": {"a": "${'\\"\''.repeat(300_000)}"}}`,
    JSON.stringify({ scripts: { a: 'cd a && '.repeat(100_000) } }),
    JSON.stringify({ scripts: { a: '\'"'.repeat(3900) } }),
  ];
  for (const [index, text] of texts.entries()) {
    const start = spent();
    refused(packageJson, 'package.json', text);
    const took = spent() - start;
    assert.ok(took < 400, `${index}: ${took}`);
  }
});

test.run();
