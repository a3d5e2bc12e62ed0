import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findingsOf, messageOf } from '../../src/rule/finding.ts';
import { importSarif } from '../../src/rule/import-sarif.ts';
import { mendingOf } from '../../src/rule/mend.ts';
import { accepted, baselineOf, baselineText } from '../../src/rule/waivers.ts';
import { UserError } from '../../src/outcome/user-error.ts';
import { assert, suite } from '../harness.ts';
import { withFolder } from '../try.ts';
import { lay, PORTS, viewOf, type Files } from './workspace.fixture.ts';

const test = suite('findings');

const TWICE = 'FROM x\nEXPOSE 80\nEXPOSE 80\nEXPOSE 9001\n';

function found<V>(
  files: Files,
  body: (root: string, findings: Awaited<ReturnType<typeof look>>) => Promise<V> | V,
): Promise<V> {
  return withFolder(async (folder) => {
    const root = join(folder, 'shop');
    lay(root, files);
    return body(root, await look(root));
  });
}

const look = async (root: string) => findingsOf([PORTS], await viewOf(root), root);

test('a fingerprint follows its line, tells equal lines apart, and ends with what the line says', () =>
  found({ Dockerfile: TWICE }, async (root, before) => {
    assert.equal(before.map(messageOf), ['<port> 80 | is "open"', '<port> 80 | is "open"', '9001 may be meant']);
    const prints = before.map(({ fingerprint }) => fingerprint);
    assert.is(new Set(prints).size, 3);
    writeFileSync(
      join(root, 'Dockerfile'),
      `# a line above\n${TWICE.replace('EXPOSE 9001', '  EXPOSE 9001').replaceAll('\n', '\r\n')}`,
    );
    assert.equal(
      (await look(root)).map(({ fingerprint }) => fingerprint),
      prints,
    );
    writeFileSync(join(root, 'Dockerfile'), TWICE.replace('9001', '9002'));
    assert.not.equal((await look(root))[2]?.fingerprint, prints[2]);
  }));

const waiver = (more: object = {}) => ({
  rule: 'test/ports',
  at: 'Dockerfile',
  because: 'it is behind a proxy',
  until: '2027-01-31',
  ...more,
});
const SETTINGS =
  'rules:\n  waive:\n    - {rule: test/ports, at: Dockerfile, because: it is behind a proxy, until: "2027-01-31"}\n';

test('a waiver covers its rule in its file, below its folder, or on lines with its text, to the end of its day', () =>
  found(
    { Dockerfile: TWICE, 'api/Dockerfile': 'FROM x\nEXPOSE 81\n', 'turnaround.yaml': SETTINGS },
    async (root, all) => {
      const count = async (one: ReturnType<typeof waiver>, today = '2027-01-31'): Promise<number> =>
        (await accepted(all, [one], {}, root, today)).waived.length;
      assert.is(all.length, 4);
      assert.is(await count(waiver()), 3);
      assert.is(await count(waiver({ at: 'api/' })), 1);
      assert.is(await count(waiver({ at: 'ap' })), 0);
      assert.is(await count(waiver({ saying: '9001' })), 1);
      assert.is(await count(waiver({ rule: 'test/other' })), 0);
      assert.is(await count(waiver(), '2027-02-01'), 0);
    },
  ));

test('a waiver that ended and one that waives nothing are findings, at their line', () =>
  found({ Dockerfile: TWICE, 'turnaround.yaml': SETTINGS }, async (root, all) => {
    const about = async (one: ReturnType<typeof waiver>, today: string): Promise<string[]> =>
      (await accepted(all, [one], {}, root, today)).about.map(
        (finding) => `${finding.at.file}:${finding.at.line} ${finding.rule} ${messageOf(finding)}`,
      );
    assert.equal(await about(waiver(), '2026-12-01'), []);
    assert.equal(await about(waiver(), '2027-02-01'), [
      'turnaround.yaml:3 waiver/ended the waiver of test/ports in Dockerfile expired on 2027-01-31',
    ]);
    assert.equal(await about(waiver({ at: 'gone/' }), '2026-12-01'), [
      'turnaround.yaml:3 waiver/unused no finding matches the waiver of test/ports in gone/ any more',
    ]);
  }));

test('a baseline holds what it was made of, and only shrinks', () =>
  found({ Dockerfile: TWICE }, async (root, all) => {
    const text = baselineText(undefined, all.slice(0, 2));
    const { open, known } = await accepted(all, [], baselineOf(text), root, '2026-12-01');
    assert.equal([open.length, known.length], [1, 2]);
    assert.is(baselineText(baselineOf(text), all), text);
    assert.is(Object.keys(baselineOf(baselineText(baselineOf(text), all.slice(1)))).length, 1);
    for (const wrong of ['', '[]', '{"findings": 1}', '{"findings": {"a": 1}}', 'null'])
      assert.throws(
        () => baselineOf(wrong),
        (error: unknown) => error instanceof UserError,
      );
  }));

test('mends change their lines and nothing else, whatever the ends of lines', () =>
  found({ Dockerfile: '\uFEFFFROM x\r\nEXPOSE 80\r\n\r\nEXPOSE 81' }, (root, all) => {
    const { changes, mended, refused } = mendingOf(all, root);
    assert.is(changes[0]?.after, '\uFEFFFROM x\r\nEXPOSE 1\r\n\r\nEXPOSE 1');
    assert.equal(changes[0]?.lines, [
      { line: 2, was: 'EXPOSE 80', is: 'EXPOSE 1' },
      { line: 4, was: 'EXPOSE 81', is: 'EXPOSE 1' },
    ]);
    assert.equal([mended.length, refused.length], [2, 0]);
  }));

test('a mend that does not fit is refused as a whole', () =>
  found({ Dockerfile: 'FROM x\nEXPOSE 80\n' }, (root, [one]) => {
    if (one === undefined) throw new Error('nothing was found');
    const patch = { file: 'Dockerfile', line: 2, was: '80', is: '81' };
    const refusal = (...mend: object[]): string | undefined =>
      mendingOf([{ ...one, mend } as typeof one], root).refused[0]?.because;
    assert.is(refusal(patch, { ...patch, was: '82' }), '82 occurs 0 times on line 2');
    assert.is(refusal({ ...patch, line: 1, was: '' }), 'the patch does not name the text that it replaces');
    assert.is(refusal({ ...patch, line: 9 }), 'line 9 does not exist');
    assert.is(refusal({ ...patch, was: 'O', is: 'U' }), undefined);
    assert.is(refusal({ ...patch, was: 'E', is: 'U' }), 'E occurs 2 times on line 2');
    assert.is(mendingOf([{ ...one, mend: [patch, { ...patch, was: '82' }] }], root).changes.length, 0);
    const twice = [one, { ...one, mend: [{ ...patch, is: '99' }] } as typeof one];
    assert.is(mendingOf(twice, root).refused[0]?.because, 'line 2 was already changed to 1');
    const lines = mendingOf([{ ...one, mend: [{ ...patch, was: 'EXPOSE 80', is: 'EXPOSE 80\nEXPOSE 81' }] }], root);
    assert.is(lines.changes[0]?.after, 'FROM x\nEXPOSE 80\nEXPOSE 81\n');
  }));

const log = (results: readonly object[], name = 'Kube Linter'): string =>
  JSON.stringify({
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: { name, rules: [{ id: 'a', shortDescription: { text: 'An a' }, help: { text: 'do b\nor c' } }] },
        },
        results,
      },
    ],
  });
const result = (ruleId: string, line: number, more: object = {}): object => ({
  ruleId,
  level: 'error',
  message: { text: 'is wrong' },
  locations: [{ physicalLocation: { artifactLocation: { uri: './Dockerfile' }, region: { startLine: line } } }],
  ...more,
});

test('findings of other tools stand beside ours; what is said twice of one place stands once', () =>
  found({ Dockerfile: 'FROM x\nEXPOSE 80\n' }, (root, all) => {
    const [own] = all;
    if (own === undefined) throw new Error('nothing was found');
    const file = (name: string, text: string): string => {
      writeFileSync(join(root, name), text);
      return join(root, name);
    };
    const ours = [{ ...own, rule: 'secrets/literal' }];
    const theirs = [
      file(
        'a.sarif',
        log([result('a', 1), result('a', 1), result('a', 2, { suppressions: [{}] }), result('a', 2, { kind: 'pass' })]),
      ),
      file('b.sarif', log([result('generic-api-key', 2), result('generic-api-key', 1)], 'gitleaks')),
      file(
        'c.sarif',
        log([
          result('a', 1, {
            locations: [{ physicalLocation: { artifactLocation: { uri: `file://${root}/api/x%20y` } } }],
          }),
        ]),
      ),
    ];
    const both = importSarif(ours, theirs, root);
    assert.equal(
      both.map((one) => [one.rule, `${one.at.file}:${one.at.line}`, one.severity, one.also ?? null]),
      [
        ['secrets/literal', 'Dockerfile:2', 'wrong', ['gitleaks/generic-api-key']],
        ['kube-linter/a', 'Dockerfile:1', 'wrong', null],
        ['gitleaks/generic-api-key', 'Dockerfile:1', 'wrong', null],
        ['kube-linter/a', 'api/x y:1', 'wrong', null],
      ],
    );
    assert.equal(both.flatMap((one) => ('remedy' in one ? [one.remedy] : []))[1], 'do b');
    for (const text of ['{', '{}', '[]']) {
      const wrong = file('wrong.sarif', text);
      assert.throws(
        () => importSarif(ours, [wrong], root),
        (error: unknown) => error instanceof UserError && error.message.includes('wrong.sarif'),
      );
    }
    assert.throws(() => importSarif(ours, [join(root, 'gone.sarif')], root), /gone\.sarif/);
  }));

test.run();
