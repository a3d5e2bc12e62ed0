import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { criteria } from '../../src/plan/criteria.ts';
import { statusOf, type CriterionStatus } from '../../src/plan/status.ts';
import { allRules } from '../../src/rule/find.ts';
import { openWorkspace } from '../../src/workspace/workspace.ts';
import { assert, suite } from '../harness.ts';
import { withFolder } from '../try.ts';

const test = suite('what rules find refutes a criterion');

/** The lines of the checklists before any task ran. */
async function linesOf(files: Readonly<Record<string, string>>): Promise<ReadonlyMap<string, CriterionStatus>> {
  return withFolder(async (folder) => {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const workspace = await openWorkspace(folder, { XDG_CACHE_HOME: join(folder, 'cache') });
    const { terminals } = await statusOf([], criteria(), workspace, new Map());
    return new Map(terminals.flatMap(({ criteria: lines }) => lines.map((line) => [line.id, line] as const)));
  });
}

const BROKEN = { Dockerfile: 'FROM python:3.12\nCOPY absent.txt .\n' };

test('a finding that fails at first start makes it unmet before any task of it exists', async () => {
  const lines = await linesOf(BROKEN);
  const { verdict, because, findings } = lines.get('docker/images-build') ?? {};
  assert.is(verdict, 'unmet');
  assert.match(because ?? '', /absent\.txt.*docker\/copy-source/);
  assert.equal(
    findings?.map(({ place }) => place),
    [{ file: 'Dockerfile', line: 2 }],
  );
  assert.is(lines.get('k8s/scaling')?.verdict, 'unknown');
});

test('without such a finding, or when it is waived, it is as open as before', async () => {
  const waive =
    'rules:\n  waive:\n    - { rule: docker/copy-source, at: Dockerfile, because: made by hand, until: 2999-01-01 }\n';
  for (const files of [{ Dockerfile: 'FROM python:3.12\n' }, { ...BROKEN, 'turnaround.yaml': waive }])
    assert.is((await linesOf(files)).get('docker/images-build')?.verdict, 'unknown');
});

test('every rule and area that a checklist names exists and has something that fails', async () => {
  const rules = await allRules();
  const named = criteria().flatMap(({ refutedBy }) => refutedBy);
  assert.ok(named.length > 20);
  const idle = named.filter(
    (name) => !rules.some(({ id, severity }) => severity === 'fails' && (id === name || id.startsWith(`${name}/`))),
  );
  assert.equal(idle, []);
});

test.run();
