import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DERIVED_SUBJECTS } from '../../src/facts/derive.ts';
import { EXTRACTORS } from '../../src/facts/extractors.ts';
import { isFact, type Told } from '../../src/facts/is-fact.ts';
import { HOME } from '../../src/workspace/locate.ts';
import { SUBJECTS } from '../../src/facts/subjects.ts';
import { CODE_SUBJECTS } from '../../src/facts/subjects/code.ts';
import { CONTAINER_SUBJECTS } from '../../src/facts/subjects/containers.ts';
import { KUBERNETES_SUBJECTS } from '../../src/facts/subjects/kubernetes.ts';
import { PACKAGE_SUBJECTS } from '../../src/facts/subjects/packages.ts';
import { PROJECT_SUBJECTS } from '../../src/facts/subjects/project.ts';
import { assert, suite } from '../harness.ts';

const test = suite('subjects');

/** What stands around the code of a rule or an extractor. */
const HEAD = `
import { attribute, withMore } from '../../src/facts/fact.ts';
import type { Extractor } from '../../src/facts/extractor.ts';
import type { Source } from '../../src/facts/read/source.ts';
import type { View } from '../../src/facts/view.ts';
declare const view: View;
declare const source: Source;
const by = 'compose';
const isLast = view.files.length > 0;
`;

/** What the compiler says of each of these pieces of code: its first line, without what is right. */
function compiled(pieces: Readonly<Record<string, string>>): Record<string, string> {
  mkdirSync(join(HOME, '.scratch'), { recursive: true });
  const folder = mkdtempSync(join(HOME, '.scratch/types-'));
  try {
    writeFileSync(join(folder, 'tsconfig.json'), '{ "extends": "../../tsconfig.json", "include": ["*.ts"] }');
    for (const [name, code] of Object.entries(pieces)) writeFileSync(join(folder, `${name}.ts`), `${HEAD}${code}\n`);
    const { stdout } = spawnSync(join(HOME, 'node_modules/.bin/tsc'), ['-p', folder, '--pretty', 'false'], {
      encoding: 'utf8',
    });
    const errors = stdout.split(/\n(?=\S)/).map((error) => /(\w+)\.ts\(\d+,\d+\): error ([^]+)/.exec(error) ?? []);
    return Object.fromEntries(errors.flatMap(([, name, error]) => (name === undefined ? [] : [[name, error ?? '']])));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Code that is right, and the same with a slip; the compiler's words for it. */
const SLIPS: readonly (readonly [right: string, slip: string, said: RegExp])[] = [
  // A rule.
  ["view.about('port.exposed')", "view.about('port.exposde')", /"port\.exposde"/],
  ["view.notDeployed('k8s.object')", "view.notDeployed('k8s.objects')", /"k8s\.objects"/],
  ["view.about('image.used').map((one) => attribute(one, 'container'))", 'container→contianer', /"contianer"/],
  // An attribute that facts of another subject have.
  ["view.about('port.exposed').map((one) => attribute(one, 'stage'))", 'stage→workload', /"workload"/],
  ["view.about('image.base').map(({ attributes }) => attributes?.final)", 'final→fianl', /'fianl'/],
  ["view.about('path.named').some((one) => attribute(one, 'kind') === 'folder')", "'folder'→'foldre'", /foldre/],
  // What is no text cannot be read as one.
  [
    "view.about('probe.path').map(({ attributes }) => attributes?.delay)",
    "({ attributes }) => attributes?.delay→(one) => attribute(one, 'delay')",
    /delay/,
  ],
  // An extractor.
  ["source.fact('process', 'web', 1, { by })", "'process'→'proces'", /"proces"/],
  ["source.fact('port.listen', 80, 1, { by })", "80→'80'", /'string'.*'number'/],
  ["source.fact('port.exposed', 80, 1, { by, stage: '0' })", "stage: '0'→stgae: '0'", /stgae/],
  ["source.fact('port.exposed', 80, 1, { by, stage: '0' })", ", stage: '0'→", /'stage' is missing/],
  ["source.fact('port.exposed', 80, 1, { by, stage: '0' })", ", { by, stage: '0' }→", /arguments/],
  ["source.fact('image.base', 'a', 1, { by, stage: '0', ...(isLast ? { final: true } : {}) })", 'final→fianl', /fianl/],
  ["source.fact('path.named', 'a', 1, { by, kind: 'file' })", "'file'→'fiel'", /"fiel"/],
  [
    "source.fact('index', 'a', 1, { table: 'b', columns: [] }).map((one) => withMore(one, { unique: true }))",
    'unique→uniqeu',
    /uniqeu/,
  ],
  ["export const subjects: Extractor['subjects'] = ['job']", "'job'→'jobs'", /"jobs"/],
];

test('a misspelt subject, attribute or value of a rule or an extractor is refused by the compiler', () => {
  const pieces = SLIPS.flatMap(([right, slip], at) => {
    const [from = '', to] = slip.split('→');
    const wrong = to === undefined ? slip : right.replace(from, to);
    assert.is.not(wrong, right, slip);
    return [
      [`right${at}`, right],
      [`wrong${at}`, wrong],
    ];
  });
  const said = compiled(Object.fromEntries(pieces));
  for (const [at, [right, slip, pattern]] of SLIPS.entries()) {
    assert.is(said[`right${at}`], undefined, right);
    assert.match(said[`wrong${at}`] ?? 'nothing', pattern, `${right}: ${slip}`);
  }
});

test('each subject is declared once, and something gives it', () => {
  const parts = [CODE_SUBJECTS, CONTAINER_SUBJECTS, KUBERNETES_SUBJECTS, PACKAGE_SUBJECTS, PROJECT_SUBJECTS];
  assert.is(
    parts.reduce((sum, part) => sum + Object.keys(part).length, 0),
    Object.keys(SUBJECTS).length,
  );
  const given = new Set<string>([...EXTRACTORS.flatMap(({ subjects }) => subjects), ...DERIVED_SUBJECTS]);
  assert.equal(
    Object.keys(SUBJECTS).filter((subject) => !given.has(subject)),
    [],
  );
});

test('what JSON has is a fact where it is as its subject is declared', () => {
  const isKnown = (subject: string, value: string | number, attributes?: Told['attributes']): boolean =>
    isFact({ subject, value, file: 'a', line: 1, sure: 'stated', ...(attributes === undefined ? {} : { attributes }) });
  assert.ok(isKnown('git.submodule', 'lib'));
  assert.ok(isKnown('port.exposed', '80-90', { by: 'dockerfile', stage: '0' }));
  assert.ok(isKnown('k8s.object', 'Pod/a', { labels: { app: 'a' }, keys: ['b'] }));
  assert.not(isKnown('git.submodul', 'lib'), 'no such subject');
  assert.not(isKnown('toString', 'lib'), 'no such subject');
  assert.not(isKnown('port.listen', '80', { by: 'shell' }), 'a text for a number');
  assert.not(isKnown('port.exposed', 80), 'none of the attributes');
  assert.not(isKnown('port.exposed', 80, { by: 'dockerfile' }), 'one of two attributes');
  assert.not(isKnown('git.submodule', 'lib', { by: 'git' }), 'an attribute too much');
  assert.not(isKnown('path.named', 'a', { by: 'cd', kind: 'link' }), 'none of the texts that it can be');
  assert.not(isKnown('k8s.object', 'Pod/a', { labels: { app: 1 } }), 'no labels');
  assert.not(isKnown('k8s.object', 'Pod/a', { keys: 'b' }), 'no list');
});

test.run();
