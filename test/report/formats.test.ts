import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { findingsOf } from '../../src/rule/finding.ts';
import { github } from '../../src/report/findings/github.ts';
import { junit } from '../../src/report/findings/junit.ts';
import { markdown } from '../../src/report/findings/markdown.ts';
import type { Report } from '../../src/report/findings/report.ts';
import { sarif } from '../../src/report/findings/sarif.ts';
import { text } from '../../src/report/findings/text.ts';
import { assert, suite } from '../harness.ts';
import { withFolder } from '../try.ts';
import { lay, PORTS, viewOf } from '../rule/workspace.fixture.ts';

const test = suite('formats of findings');

const PLAIN = { bold: same, dim: same, added: same, removed: same, verdict: String };
function same(words: string): string {
  return words;
}

/** One that is wrong, one that is open, one waived, one in the baseline. */
function report(): Promise<Report> {
  return withFolder(async (folder) => {
    const root = join(folder, 'shop');
    lay(root, { 'a,b/Dockerfile': 'FROM x\nEXPOSE 80\nEXPOSE 81\nEXPOSE 82\nEXPOSE 9001\n' });
    const [first, second, third, open] = findingsOf([PORTS], await viewOf(root), root);
    if (!first || !second || !third || !open) throw new Error('too little was found');
    const waiver = { rule: 'test/ports', at: 'a,b/', because: 'it is so', until: '2027-01-31' };
    return {
      root,
      version: '1.2.3',
      rules: [PORTS, { ...PORTS, id: 'test/quiet' }],
      findings: [first, open],
      waived: [{ finding: second, waiver }],
      known: [third],
      unread: [{ file: 'x.yaml', line: 3, because: 'is not YAML' }],
    };
  });
}

/** The schema is of draft 4, whose only other word here is `id`. */
function schema(): object {
  const text = readFileSync(join(import.meta.dirname, 'sarif-schema-2.1.0.json'), 'utf8');
  const { $schema: _, id: __, ...rest } = JSON.parse(text) as Record<string, unknown>;
  return rest;
}

test('SARIF is valid by its schema, and says what is waived', async () => {
  const log = JSON.parse(sarif(await report())) as { runs: { results: Record<string, unknown>[] }[] };
  const check = new Ajv({ strict: false, validateFormats: false, allErrors: true }).compile(schema());
  assert.ok(check(log), JSON.stringify(check.errors?.slice(0, 3)));
  const results = log.runs[0]?.results ?? [];
  assert.equal(
    results.map(({ kind, level, suppressions }) => [kind, level, suppressions === undefined]),
    [
      ['fail', 'warning', true],
      ['open', 'none', true],
      ['fail', 'warning', false],
      ['fail', 'warning', false],
    ],
  );
  assert.equal(results[0]?.['locations'], [
    {
      physicalLocation: {
        artifactLocation: { uri: 'a%2Cb/Dockerfile', uriBaseId: '%SRCROOT%' },
        region: { startLine: 2 },
      },
    },
  ]);
  assert.match(JSON.stringify(results[0]?.['relatedLocations']), /k8s\/a%20b\.yaml.*"startLine":3/);
  // The schema is no decoration: it refuses what is not of it.
  assert.not.ok(check({ ...log, runs: [{ results: [{ text: 'x' }] }] }));
});

test('JUnit: a case a rule, escaped, with counts', async () => {
  const given = await report();
  const xml = junit(given);
  assert.match(xml, /<testsuites tests="2" failures="1" errors="0" skipped="0">/);
  assert.match(xml, /<testcase classname="test" name="quiet"\/>/);
  assert.match(xml, /<failure message="2 places: &lt;port&gt; 80 \| is &quot;open&quot;">a,b\/Dockerfile:2: /);
  const open = { ...given, findings: given.findings.slice(1) };
  assert.match(junit(open), /failures="0" errors="0" skipped="1"[^]*<skipped message="1 place: 9001 may be meant">/);
  const odd = { ...given, findings: given.findings.map((one) => ({ ...one, message: 'a\u0007b\u{1F600}' })) };
  assert.match(junit(odd), /a\uFFFDb\u{1F600}/u);
});

test('GitHub: one command a finding, which no text can end', async () => {
  const given = await report();
  assert.is(
    github(given),
    '::warning file=a%2Cb/Dockerfile,line=2,title=test/ports::<port> 80 | is "open"%0Aagainst k8s/a b.yaml:3: stage 0%0A→ close it, 100 %25\n' +
      '::notice file=a%2Cb/Dockerfile,line=5,title=test/ports::9001 may be meant\n',
  );
});

test('Markdown: no cell ends its table', async () => {
  const lines = markdown(await report()).split('\n');
  assert.ok(
    lines.includes(
      '2 rules: 1 contradiction, 1 undecided by the files, 1 waived, 1 in the baseline, 1 files that cannot be read',
    ),
  );
  assert.ok(
    lines.includes(
      '| `a,b/Dockerfile:2` | &lt;port> 80 \\| is "open" | `k8s/a b.yaml:3` | close it, 100 % | `test/ports` |',
    ),
    lines.join('\n'),
  );
});

test('text: the lines themselves, what could not be read, and what comes next', async () => {
  const said = text(await report(), PLAIN);
  assert.match(said, /^A port \(test\/ports, wrong in production\)$/m);
  assert.match(
    said,
    /^ {2}unmet: <port> 80 \| is "open"\n {4}a,b\/Dockerfile:2 {2}EXPOSE 80\n {4}k8s\/a b\.yaml:3 {2}stage 0\n {4}→ close it/m,
  );
  assert.match(said, /^cannot be read.*\n {2}x\.yaml:3 is not YAML$/m);
  assert.match(said, /^1 of them can be fixed automatically: \.\/task mend --dry-run shows the changes$/m);
});

test.run();
