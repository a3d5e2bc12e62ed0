import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { filesOfChecklists } from '../../src/command/example.ts';
import { findingsOf } from '../../src/rule/finding.ts';
import { loadRules } from '../../src/rule/load-rules.ts';
import { HOME } from '../../src/workspace/locate.ts';
import { readSurvey } from '../../src/facts/survey.ts';
import { View } from '../../src/facts/view.ts';
import { assert, suite } from '../harness.ts';
import { withFolder } from '../try.ts';
import { DEFECTS } from './defects.ts';

const test = suite('defects of the checklists');

const found = await withFolder(async (folder) => {
  const root = join(folder, 'workspace');
  cpSync(join(HOME, 'examples/toolbox'), root, { recursive: true });
  for (const { path, text } of filesOfChecklists()) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const { facts, applications } = await readSurvey(root, join(folder, 'cache'));
  return findingsOf(await loadRules(join(HOME, 'rules')), new View(facts, applications), root);
});

const places = new Set(found.map(({ rule, at }) => `${rule} ${at.file}:${at.line}`));
const sides = found.flatMap((one) =>
  'against' in one
    ? one.against.map(({ file, line }) => `${one.rule} ${one.at.file}:${one.at.line} | ${file}:${line}`)
    : [],
);
const named = new Set([...places, ...sides]);

test('what the table says is found, where it says', () => {
  const missing = DEFECTS.filter(({ by }) => by !== undefined && !named.has(by)).map(({ id, by }) => `${id}: ${by}`);
  assert.equal(missing, []);
});

test('everything that is found stands in the table: nothing is said that nobody counted', () => {
  const known = new Set(DEFECTS.map(({ by }) => by?.split(' | ')[0]));
  assert.equal(
    // More versions end as time goes by.
    [...places].filter((place) => !known.has(place) && !place.startsWith('versions/end-of-life')),
    [],
  );
});

test('at least 35 that only who looks at two files can see', () => {
  const seen = DEFECTS.filter(({ by, two, open }) => by !== undefined && two && open !== true);
  assert.ok(seen.length >= 35, String(seen.length));
});

test('each is found with a remedy', () => {
  for (const one of found) if ('remedy' in one) assert.ok(one.remedy.length > 10, one.rule);
});

test.run();
