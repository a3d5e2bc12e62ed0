import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assert, suite } from '../harness.ts';
import { testVenv } from '../tools/python/venv.fixture.ts';
import { withFolder } from '../try.ts';
import { inClone, makeClone } from './clone.ts';

const test = suite('demo');

if ((await testVenv()) === null) test.skip('the tour', 'no environment with FastAPI could be made');
else
  test('reaches its end, also when it is killed at each of its stops, and goes on where it was', () =>
    withFolder(async (folder) => {
      const clone = makeClone(folder);
      for (const stop of ['cleanup:ds-store: starts', '── ./task undo', 'docs:openapi: starts']) {
        const run = inClone(clone, ['demo']);
        await run.said(stop);
        run.kill('SIGKILL');
        assert.is((await run).signal, 'SIGKILL', stop);
      }
      const { code, stdout, stderr } = await inClone(clone, ['demo']);
      assert.is(code, 0, stdout + stderr);
      assert.match(stdout, /continuing at: all/);
      assert.match(stdout, /The tour reached its end\. \.\/task status would exit with 3/);
      const copy = join(clone, '.scratch/toolbox');
      assert.ok(
        Object.keys((JSON.parse(readFileSync(join(copy, 'docs/openapi.json'), 'utf8')) as { paths: object }).paths)
          .length > 10,
      );
      assert.ok(existsSync(join(copy, 'backend/vendored/legacy.pyc')), 'a .pyc without its source stays');
      assert.not.ok(existsSync(join(copy, 'logs/server.log')));
      assert.ok(existsSync(join(copy, 'logs/today.log')));

      const again = await inClone(clone, ['all']);
      assert.match(again.stdout, /docs:openapi: skipped: met/);

      const tick = await inClone(clone, ['tick']);
      assert.is(tick.code, 0);
      assert.match(tick.stdout, /CHECKLIST\.md:\d+: unticked: docs\/endpoint-examples/);
      assert.not.match(readFileSync(join(copy, 'CHECKLIST.md'), 'utf8'), /\[x\]/);
    }));

test('the broken example: what a person sees first, without a Python environment, and where the rest is', () =>
  withFolder(async (folder) => {
    const clone = makeClone(folder);
    const { code, stdout, stderr } = await inClone(clone, ['demo', '--broken']);
    assert.is(code, 0, stderr);
    assert.match(
      stdout,
      /^a copy of examples\/toolbox with these files from the checklists[^\n]*\n {2}.*k8s\/deployment\.yaml/,
    );
    assert.match(stdout, /^\d\d+ contradictions in [\d.]+ s: \d+ fails at first start, /m);
    assert.match(stdout, /production-install[^]*src\/dashboard\/Dockerfile:5 {2}RUN npm ci --only=production/);
    const root = join(clone, '.scratch/toolbox-broken');
    assert.not.ok(existsSync(join(root, '.venv')));
    assert.is((await inClone(clone, ['rules', '--workspace', root])).code, 1);
  }));

test('new writes a rule and its cases, which pass', () =>
  withFolder(async (folder) => {
    const clone = makeClone(folder);
    for (const id of ['rule:shop/first', 'rule:shop/second']) assert.is((await inClone(clone, ['new', id])).code, 0);
    assert.is((await inClone(clone, ['new', 'rule:shop/first'])).code, 2);
    assert.is((await inClone(clone, ['new', 'rule:shop'])).code, 2);
    const listed = await inClone(clone, ['rules', 'shop', '--workspace', clone]);
    assert.is(listed.code, 0, listed.stderr);
    assert.match(listed.stdout, /^2 rules: 0 contradictions/m);
    const { CASES } = (await import(join(clone, 'test/rules/cases/shop.ts'))) as { CASES: object };
    assert.equal(Object.keys(CASES), ['shop/first', 'shop/second']);
  }));

test('new writes a task and a test that passes, and generate takes it in', () =>
  withFolder(async (folder) => {
    const clone = makeClone(folder);
    assert.is((await inClone(clone, ['new', 'cleanup:example'])).code, 0);
    assert.is((await inClone(clone, ['new', 'cleanup:example'])).code, 2);
    const generated = await inClone(clone, ['generate']);
    assert.match(generated.stdout, /wrote: scripts\/cleanup\/Taskfile\.yml/);
    assert.match(readFileSync(join(clone, 'docs/tasks.md'), 'utf8'), /`cleanup:example`/);
    const { spawnSync } = await import('node:child_process');
    const { stdout, status } = spawnSync(
      process.execPath,
      ['--import', 'tsx', 'test/scripts/cleanup/example.test.ts'],
      { cwd: clone, encoding: 'utf8' },
    );
    assert.is(status, 0, stdout);
    assert.match(stdout, /Passed: {4}2/);
    writeFileSync(join(clone, 'scripts/cleanup/Taskfile.yml'), '');
    assert.is((await inClone(clone, ['generate', '--dry-run'])).code, 1);
  }));

test.run();
