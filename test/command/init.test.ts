import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { assert, suite } from '../harness.ts';
import { turnaround, withFolder, type Ran } from '../try.ts';

const test = suite('init, facts and doctor');

const APP = 'from fastapi import FastAPI\napp = FastAPI()\n@app.get("/health")\ndef health(): ...\n';

/** A workspace of these files, and what calls on it print and end with. */
function within(
  files: Record<string, string>,
  body: (root: string, call: (...args: string[]) => Promise<Ran>) => Promise<void>,
): Promise<void> {
  return withFolder(async (folder) => {
    const root = join(folder, 'shop');
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    const env = { XDG_CACHE_HOME: join(folder, 'cache') };
    await body(root, (...args) => turnaround([...args, '--workspace', root], { env, cwd: root }));
  });
}

test('one application: all is found, nothing is written', () =>
  within(
    { 'backend/main.py': APP, Dockerfile: 'FROM python:3.11\nCMD uvicorn main:app --port 8008\n' },
    async (root, call) => {
      const { code, stdout } = await call('init');
      assert.is(code, 0, stdout);
      assert.match(
        stdout,
        /^application +main:app in backend, 1 operations {2}backend\/main\.py:2, started by Dockerfile:2$/m,
      );
      assert.match(stdout, /^backend port +8008 {2}Dockerfile:2$/m);
      assert.match(stdout, /^everything was detected/m);
      assert.not.ok(existsSync(join(root, 'turnaround.yaml')));
    },
  ));

const TWO = { 'shop/main.py': APP, 'admin/main.py': APP };

test('two that nothing tells apart: the likeliest is written, with the others beside it; undo takes it back', () =>
  within(TWO, async (root, call) => {
    const planned = await call('init', '--dry-run');
    assert.is(planned.code, 3, planned.stdout);
    assert.match(planned.stdout, /turnaround\.yaml/);
    assert.not.ok(existsSync(join(root, 'turnaround.yaml')));
    assert.is((await call('init')).code, 0);
    assert.is(
      readFileSync(join(root, 'turnaround.yaml'), 'utf8'),
      '# Settings that could not be detected; ./task facts shows what was. Keys: docs/settings.md\n\napplication:\n' +
        '  app: main:app # the likeliest of 2; the others: main:app (shop/main.py)\n  folder: admin\n',
    );
    assert.is((await call('undo')).code, 0);
    assert.not.ok(existsSync(join(root, 'turnaround.yaml')));
  }));

test('what it is told is written, and checked as the file would be', () =>
  within(TWO, async (root, call) => {
    for (const [word, said] of [
      ['applicaton.app=x:y', /unknown key `applicaton`.*did you mean `application`/s],
      ['logs.days=many', /logs\.days/],
      ['docs=../out', /leads out of the workspace/],
      ['docs', /docs is not KEY=VALUE/],
    ] as const) {
      const { code, stderr } = await call('init', word);
      assert.is(code, 2, stderr);
      assert.match(stderr, said);
      assert.not.ok(existsSync(join(root, 'turnaround.yaml')));
    }
    assert.is((await call('init', 'application.app=main:app', 'application.folder=shop', 'logs.days=3')).code, 0);
    const text = readFileSync(join(root, 'turnaround.yaml'), 'utf8');
    assert.match(text, /app: main:app # given to init\n {2}folder: shop/);
    assert.match(text, /days: 3/);
    const again = await call('init', 'docs=papers');
    assert.is(again.code, 2);
    assert.match(again.stderr, /turnaround\.yaml already exists\n→ add to it by hand: docs: papers/);
    assert.is((await call('init')).code, 0);
    assert.is(readFileSync(join(root, 'turnaround.yaml'), 'utf8'), text);
  }));

test('--check says what changed since', () =>
  within({ 'main.py': APP, Dockerfile: 'FROM python:3.11\n' }, async (root, call) => {
    const never = await call('init', '--check');
    assert.is(never.code, 3);
    assert.match(never.stdout, /init has not run here yet/);
    assert.is((await call('init')).code, 0);
    assert.is((await call('init', '--check')).code, 0);
    writeFileSync(join(root, 'Dockerfile'), 'FROM python:3.12\n');
    const { code, stdout } = await call('init', '--check');
    assert.is(code, 1);
    assert.match(stdout, /^- Python 3\.11 {2}Dockerfile:1\n\+ Python 3\.12 {2}Dockerfile:1$/m);
    const json = JSON.parse((await call('init', '--check', '--json')).stdout.replace(/^workspace.*\n/, '')) as {
      gone: unknown[];
      added: unknown[];
    };
    assert.is(json.gone.length + json.added.length, 2);
  }));

test('facts: an overview, a subject, one JSON document, a subject that is none', () =>
  within({ 'main.py': APP, 'compose.yml': 'services:\n  a: [\n' }, async (_, call) => {
    const all = await call('facts');
    assert.is(all.code, 0);
    assert.match(all.stdout, /^health +1 {2}\/health$/m);
    assert.match(all.stdout, /^cannot be read:\n {2}compose\.yml:\d+: is not YAML/m);
    assert.match(
      (await call('facts', '--subject', 'health')).stdout,
      /^health {2}\/health {2}main\.py:3 {2}derived application=main:app$/m,
    );
    const json = JSON.parse((await call('facts', '--json')).stdout) as {
      facts: { subject: string; line: number }[];
      unread: unknown[];
    };
    assert.ok(json.facts.some(({ subject, line }) => subject === 'health' && line === 3));
    assert.is(json.unread.length, 1);
    const wrong = await call('facts', '--subject', 'helth');
    assert.is(wrong.code, 2);
    assert.match(wrong.stderr, /no fact of this workspace is about helth\n→ did you mean health/);
  }));

test('doctor: what is missing, what that leaves open, and the line that installs it; nothing of the workspace is run', () =>
  within(
    { 'main.py': APP, 'k8s/a.yaml': 'apiVersion: v1\nkind: Service\nmetadata:\n  name: a\n' },
    async (root, call) => {
      mkdirSync(join(root, 'bin'));
      writeFileSync(join(root, 'bin/kubectl'), '#!/bin/sh\ntouch "$0.ran"\n', { mode: 0o755 });
      // A machine that has git and nothing else.
      mkdirSync(join(root, '../tools'));
      writeFileSync(join(root, '../tools/git'), '', { mode: 0o755 });
      const env = { PATH: `${join(root, 'bin')}:${join(root, '../tools')}` };
      const { code, stdout } = await turnaround(['doctor', '--workspace', root], { env });
      assert.is(code, 3, stdout);
      assert.match(
        stdout,
        /kubectl: missing \(k8s\.object Service\/a, k8s\/a\.yaml:\d\)\n {4}stays unknown: Kubernetes manifests validated \(k8s\/manifests-valid\)/,
      );
      assert.match(stdout, /→ see kubernetes/);
      assert.not.match(stdout, /docker/);
      assert.not.ok(existsSync(join(root, 'bin/kubectl.ran')));
      const json = JSON.parse((await call('doctor', '--json')).stdout) as { tool: string; found: string | null }[];
      assert.ok(json.some(({ tool }) => tool === 'git'));
    },
  ));

test.run();
