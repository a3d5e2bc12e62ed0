import { branchRules } from '../../../../src/facts/extract/ci/branch-rules.ts';
import { assert, suite } from '../../../harness.ts';
import { factsOf, refused } from '../facts.ts';

const test = suite('extract branch rules');

test('settings.yml of probot: contexts and checks', () => {
  const text = `branches:
  - name: main
    protection:
      required_status_checks:
        contexts: [lint, "test (3.12)"]
        checks:
          - context: build
            app_id: 15368
rulesets:
  - name: main
    rules:
      - type: required_status_checks
        parameters:
          required_status_checks:
            - context: deploy
`;
  assert.equal(factsOf(branchRules, '.github/settings.yml', text), [
    'check.required lint @5',
    'check.required test (3.12) @5',
    'check.required build @7 {"app":"15368"}',
    'check.required deploy @15',
  ]);
});

test('a ruleset as GitHub exports it, alone or as a list', () => {
  const rule = `{"name": "main", "rules": [
  {"type": "deletion"},
  {"type": "required_status_checks", "parameters": {"required_status_checks": [
    {"context": "test", "integration_id": 15368}, {"context": 1}
  ]}}]}`;
  const expected = ['check.required test @4 {"app":"15368"}'];
  assert.equal(factsOf(branchRules, '.github/rulesets/main.json', rule), expected);
  assert.equal(factsOf(branchRules, '.github/ruleset.json', `[${rule}]`), expected);
});

test('what is none says nothing, or why it is not read', () => {
  assert.not.ok(branchRules.reads('.github/settings.json'));
  assert.equal(factsOf(branchRules, '.github/settings.yml', 'repository: {name: a}\n'), []);
  for (const text of ['', '{', '[]', '3', '{"rules": 3}'])
    assert.equal(factsOf(branchRules, '.github/rulesets/a.json', text), []);
  assert.match(refused(branchRules, '.github/settings.yml', 'branches: [\n'), /is not YAML/);
  assert.match(refused(branchRules, '.github/rulesets/a.json', '['.repeat(9000)), /nested too deeply/);
});

test.run();
