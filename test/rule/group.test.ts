import { join } from 'node:path';
import { findingsOf, isWrong, messageOf, type Finding } from '../../src/rule/finding.ts';
import { grouped } from '../../src/rule/group.ts';
import { loadRules } from '../../src/rule/load-rules.ts';
import { HOME } from '../../src/workspace/locate.ts';
import { assert, suite } from '../harness.ts';
import { withFolder } from '../try.ts';
import { lay, viewOf, type Files } from './workspace.fixture.ts';

const test = suite('gather');
const rules = await loadRules(join(HOME, 'rules'));

/** What is shown of what a rule finds: place and message, and the other places. */
function shown(id: string, files: Files): Promise<string[]> {
  return withFolder(async (folder) => {
    const root = join(folder, 'shop');
    lay(root, files);
    const own = rules.filter((rule) => rule.id === id);
    assert.is(own.length, 1);
    return grouped(findingsOf(own, await viewOf(root), root)).map((one) =>
      [
        `${one.at.file}:${one.at.line} ${messageOf(one)}`,
        ...(isWrong(one) ? one.against.map(({ file, line }) => `${file}:${line}`) : []),
      ].join(' | '),
    );
  });
}

const finding = (line: number, more: object = {}): Finding => ({
  rule: 'a/b',
  title: 't',
  severity: 'wrong',
  why: 'w',
  message: 'm',
  at: { file: 'a', line, says: 's' },
  against: [],
  remedy: 'r',
  fingerprint: String(line),
  ...more,
});

test('what says the same of one file is said once, with every place and all of its mend', () => {
  const mend = (line: number) => [{ file: 'a', line, was: 'x', is: 'y' }];
  const other = { file: 'b', line: 9, says: 's' };
  const [first, ...more] = grouped([
    finding(1, { against: [other], mend: mend(1) }),
    finding(2, { mend: mend(2) }),
    finding(3),
  ]);
  assert.equal(more, []);
  assert.ok(first !== undefined && isWrong(first));
  assert.is(first.message, 'm; the same in 2 more places');
  assert.is(first.fingerprint, '1');
  assert.equal(first.mend, [...mend(1), ...mend(2)]);
  assert.equal(
    first.against.map(({ file, line }) => `${file}:${line}`),
    ['b:9', 'a:2', 'a:3'],
  );
});

test('another rule, file, message or key stays by itself; a line is named once', () => {
  const own = [
    finding(1),
    finding(2, { rule: 'a/c' }),
    finding(3, { at: { file: 'b', line: 3, says: 's' } }),
    finding(4, { message: 'n' }),
    finding(5, { groupKey: 'k' }),
    finding(6, { groupKey: 'k', message: 'o', at: { file: 'c', line: 6, says: 's' } }),
    finding(1),
  ];
  assert.equal(grouped(own).map(messageOf), ['m', 'm', 'm', 'n', 'm; the same in 1 more place']);
});

test('what is not decided is gathered by itself', () => {
  const { rule, title, severity, why, at, fingerprint } = finding(1);
  const open: Finding = { rule, title, severity, why, at, fingerprint, undecided: 'm' };
  const all = grouped([open, finding(2), { ...open, at: { file: 'a', line: 7, says: 's' } }]);
  assert.equal(all.map(messageOf), ['m; the same in 1 more place', 'm']);
});

test('rules name what is mended together', async () => {
  const service = (name: string): string => `  ${name}:\n    build: {context: ${name}, args: {DOCKER_BUILDKIT: 1}}\n`;
  assert.equal(
    await shown('docker/build-argument', {
      'compose.yml': `services:\n${service('a')}${service('b')}`,
      'a/Dockerfile': 'FROM x\n',
      'b/Dockerfile': 'FROM x\n',
    }),
    [
      'compose.yml:3 DOCKER_BUILDKIT is passed to the build, but a/Dockerfile has no ARG DOCKER_BUILDKIT; the same in 1 more place | a/Dockerfile:1 | compose.yml:5',
    ],
  );
  assert.equal(await shown('docker/copy-source', { Dockerfile: 'FROM x\nCOPY Dockerfile a b /x/\n' }), [
    'Dockerfile:2 a is copied, but there is no a; the same in 1 more place | Dockerfile:2',
  ]);
  assert.equal(await shown('docker/copy-source', { Dockerfile: 'FROM x\nCOPY Dockerfile a /x/\nCOPY b /x/\n' }), [
    'Dockerfile:2 a is copied, but there is no a; the same in 1 more place | Dockerfile:3',
  ]);
});

test('what only another file has is not decided: compose files laid over each other, folders filled before', async () => {
  const needs = (name: string): string => `services:\n  ${name}:\n    image: x\n    depends_on: [web]\n`;
  assert.equal(
    await shown('compose/service-needs', {
      'docker/default.yml': 'services:\n  web:\n    image: x\n',
      'parts/a/compose.yml': needs('a'),
      'parts/b/compose.yml': needs('b'),
    }),
    [
      'parts/a/compose.yml:4 a needs web, which docker/default.yml defines: it is unknown whether both files are used together; the same in 1 more place',
    ],
  );
  assert.equal(
    await shown('docker/copy-source', {
      'deps/Dockerfile': 'FROM scratch\nCOPY model tools.tar.gz /\nCOPY data /data\n',
    }),
    [
      'deps/Dockerfile:2 nothing that deps/Dockerfile copies is in the workspace: another step may fill the build folder first',
    ],
  );
});

test.run();
