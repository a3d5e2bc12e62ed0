import { appendFileSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { git, IMAGE, within } from '../rule/workspace.fixture.ts';
import { assert, suite } from '../harness.ts';

const test = suite('rules and mend');

const BOTH = { Dockerfile: IMAGE, 'web/Dockerfile': IMAGE.replace('8008', '8009') };
const RULE = 'docker/exposed-port';
const WAIVER = (until: string): string =>
  `rules:\n  waive:\n    - rule: ${RULE}\n      at: web/\n      because: a proxy stands before it\n      until: "${until}"\n`;

test('exit 1 where something contradicts, 0 where nothing does; an area, an id, and a word that is neither', () =>
  within(BOTH, async (root, call) => {
    const all = await call('rules', RULE);
    assert.is(all.code, 1, all.stderr);
    assert.match(
      all.stdout,
      /the image listens on 8008 but exposes 8000\n {4}Dockerfile:2 {2}EXPOSE 8000\n {4}Dockerfile:3 /,
    );
    assert.match(all.stdout, /^1 rule: 2 contradictions$/m);
    assert.is((await call('rules', 'k8s')).code, 0);
    const typo = await call('rules', 'docker/exposed-prot');
    assert.is(typo.code, 2);
    assert.match(typo.stderr, /did you mean docker\/exposed-port/);
    writeFileSync(join(root, 'Dockerfile'), IMAGE.replace('8000', '8008'));
    rmSync(join(root, 'web/Dockerfile'));
    assert.is((await call('rules', RULE)).code, 0);
  }));

test('formats go to the screen alone or into a file, from where the caller stands', () =>
  within(BOTH, async (root, call) => {
    const { stdout, code } = await call('rules', RULE, '--format', 'sarif');
    assert.is(code, 1);
    assert.is((JSON.parse(stdout) as { version: string }).version, '2.1.0');
    const kept = await call('rules', RULE, '--format', 'github', '--output', 'found.txt');
    assert.is(kept.stdout, '');
    assert.match(readFileSync(join(root, 'found.txt'), 'utf8'), /^::notice file=Dockerfile,line=2,/);
    const wrong = await call('rules', '--format', 'xml');
    assert.is(wrong.code, 2);
    assert.match(wrong.stderr, /one of text, json/);
    assert.is((await call('rules', '--output', 'gone/found.txt')).code, 2);
  }));

test('a waiver covers what it names until its day; without a reason, or with a wrong day, it is refused', () =>
  within(BOTH, async (root, call) => {
    const settings = join(root, 'turnaround.yaml');
    writeFileSync(settings, WAIVER('2999-12-31'));
    const waived = await call('rules', RULE);
    assert.match(waived.stdout, /1 contradiction, 1 waived/);
    writeFileSync(settings, WAIVER('2020-01-31'));
    const ended = await call('rules', RULE);
    assert.match(
      ended.stdout,
      /turnaround\.yaml:3 {2}.*\n|the waiver of docker\/exposed-port in web\/ ended on 2020-01-31/,
    );
    assert.match(ended.stdout, /3 contradictions/);
    for (const [was, is] of [
      ['2999-12-31', 'soon'],
      ['      because: a proxy stands before it\n', ''],
      ['because', 'becuase'],
    ] as const) {
      writeFileSync(settings, WAIVER('2999-12-31').replace(was, is));
      const { code, stderr } = await call('rules', RULE);
      assert.is(code, 2, was);
      assert.match(stderr, /turnaround\.yaml:\d/);
    }
  }));

test('a baseline is written once and only shrinks; undo takes it back', () =>
  within(BOTH, async (root, call) => {
    const file = join(root, 'turnaround-baseline.json');
    assert.is((await call('rules', '--baseline', '--dry-run')).code, 3);
    assert.not.ok(existsSync(file));
    assert.is((await call('rules', '--baseline')).code, 0);
    const first = readFileSync(file, 'utf8');
    const { code, stdout } = await call('rules', RULE);
    assert.is(code, 0, stdout);
    assert.match(stdout, /2 in the baseline/);
    writeFileSync(join(root, 'Dockerfile'), IMAGE.replace('8000', '8008'));
    writeFileSync(join(root, 'third.Dockerfile'), IMAGE);
    assert.is((await call('rules', '--baseline')).code, 0);
    const then = JSON.parse(readFileSync(file, 'utf8')) as { findings: object };
    assert.is(Object.values(then.findings).filter((what) => String(what).startsWith(RULE)).length, 1);
    assert.is((await call('rules', RULE)).code, 1, 'the third is not in it');
    assert.is((await call('undo')).code, 0);
    assert.is(readFileSync(file, 'utf8'), first);
    writeFileSync(file, '{"findings": []}');
    assert.is((await call('rules', RULE)).code, 1);
    writeFileSync(file, '{');
    assert.is((await call('rules', RULE)).code, 2);
  }));

test('since a commit: only what is new, without a trace in the repository', () =>
  within(BOTH, async (root, call) => {
    git(root, 'init', '--quiet');
    git(root, 'add', '.');
    git(root, 'commit', '--quiet', '-m', 'one');
    assert.match((await call('rules', RULE, '--since', 'HEAD')).stdout, /0 new contradictions since HEAD/);
    appendFileSync(join(root, 'Dockerfile'), '# moved nothing\n');
    writeFileSync(join(root, 'third.Dockerfile'), IMAGE);
    const before = statSync(join(root, '.git')).mtimeMs;
    const { code, stdout } = await call('rules', RULE, '--since', 'main');
    assert.is(code, 1);
    assert.match(stdout, /third\.Dockerfile:2/);
    assert.match(stdout, /1 new contradiction since main/);
    assert.is(statSync(join(root, '.git')).mtimeMs, before);
    const wrong = await call('rules', '--since', 'nowhere');
    assert.is(wrong.code, 2);
    assert.match(wrong.stderr, /nowhere is not a commit of/);
    assert.is((await call('rules', '--since', '--help')).code, 2);
  }));

test('who accepts more than the branch that all start from is seen', () =>
  within({ ...BOTH, 'turnaround.yaml': WAIVER('2999-01-31') }, async (root, call) => {
    git(root, 'init', '--quiet');
    git(root, 'add', '.');
    git(root, 'commit', '--quiet', '-m', 'one');
    const rules = async (): Promise<string> => (await call('rules', RULE)).stdout;
    assert.not.match(await rules(), /loosened/);
    writeFileSync(join(root, 'turnaround.yaml'), WAIVER('2999-06-30'));
    assert.match(await rules(), /was valid until 2999-01-31 at main, now until 2999-06-30/);
    writeFileSync(join(root, 'turnaround.yaml'), WAIVER('2998-01-31'));
    assert.not.match(await rules(), /loosened/);
    writeFileSync(
      join(root, 'turnaround.yaml'),
      `${WAIVER('2999-01-31')}${WAIVER('2999-01-31').split('\n').slice(2).join('\n').replace('web/', 'Dockerfile')}`,
    );
    assert.match(await rules(), /the waiver of docker\/exposed-port in Dockerfile is new since main/);
    writeFileSync(join(root, 'turnaround.yaml'), WAIVER('2999-01-31'));
    await call('rules', '--baseline');
    git(root, 'add', '.');
    git(root, 'commit', '--quiet', '-m', 'two');
    const file = join(root, 'turnaround-baseline.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('": "', '": "x",\n  "by hand": "'));
    assert.match(await rules(), /baseline\/grown/);
  }));

test('mend: shown first, then done, looked at again, and taken back to the last byte', () =>
  within({ ...BOTH, 'turnaround.yaml': WAIVER('2999-12-31') }, async (root, call) => {
    const file = join(root, 'Dockerfile');
    const before = readFileSync(file);
    const planned = await call('mend', RULE, '--dry-run');
    assert.match(planned.stdout, /^Dockerfile\n {5}2 - EXPOSE 8000\n {7}\+ EXPOSE 8008$/m);
    assert.equal(readFileSync(file), before);
    const done = await call('mend', RULE);
    assert.is(done.code, 0, done.stdout + done.stderr);
    assert.is(readFileSync(file, 'utf8'), IMAGE.replace('8000', '8008'));
    assert.is(readFileSync(join(root, 'web/Dockerfile'), 'utf8'), BOTH['web/Dockerfile'], 'what is waived stays');
    assert.is((await call('rules', RULE)).code, 0);
    const again = await call('mend', RULE);
    assert.is(again.code, 0);
    assert.match(again.stdout, /0 of 0 findings can be fixed automatically/);
    assert.is((await call('undo')).code, 0);
    assert.equal(readFileSync(file), before);
    // Edited since it was read for the plan: a mend is of what stands there.
    writeFileSync(file, `${IMAGE}# mine\n`);
    assert.is((await call('mend', RULE)).code, 0);
    appendFileSync(file, '# later\n');
    const late = await call('undo');
    assert.is(late.code, 4);
    assert.match(late.stdout, /Dockerfile: it was edited since/);
  }));

test.run();
