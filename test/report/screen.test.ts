import type { CriterionStatus, Status, TaskStatus } from '../../src/plan/status.ts';
import type { Paint } from '../../src/report/paint.ts';
import { checklist, findingLine, firstScreen, graph, groupOf, summary, taskTable } from '../../src/report/screen.ts';
import { assert, suite } from '../harness.ts';

const test = suite('screen');

const PLAIN: Paint = {
  bold: (text) => text,
  dim: (text) => text,
  added: (text) => text,
  removed: (text) => text,
  verdict: (verdict, stale = false) => `${verdict ?? 'not run'}${stale ? ', stale' : ''}`,
};

const line = (part: Partial<CriterionStatus>): CriterionStatus => ({
  id: 'docs/x',
  text: 'It works',
  verdict: 'met',
  stale: false,
  because: null,
  tasks: [],
  evidence: [],
  findings: [],
  ...part,
});
const row = (part: Partial<TaskStatus>): TaskStatus => ({
  id: 'a:b',
  summary: '',
  verdict: 'met',
  stale: false,
  because: 'stands',
  reasons: [],
  ms: 1,
  at: 'then',
  needs: [],
  findings: [],
  ...part,
});

const LINES = [
  line({ id: 'a/met', evidence: [{ task: 'a:b', at: 'then', figures: { operations: 93 } }] }),
  line({ id: 'a/stale', stale: true, because: 'x changed' }),
  line({ id: 'a/unmet', verdict: 'unmet', because: 'is wrong' }),
  line({ id: 'a/unknown', verdict: 'unknown', because: 'no tool' }),
  line({ id: 'a/none', verdict: null }),
  line({ id: 'a/not', verdict: 'not-applicable', because: 'no such thing' }),
];
const status = (part: Partial<Status> = {}): Status => ({
  workspace: '/w',
  complete: false,
  met: 1,
  applicable: 5,
  terminals: [
    { id: '5', name: 'docs', criteria: LINES },
    { id: 'coordination', name: 'coordination', criteria: [line({ verdict: 'unknown' })] },
  ],
  tasks: [],
  ...part,
});

test('people read the verdicts, and stale', () => {
  assert.equal(LINES.map(groupOf), ['met', 'stale', 'unmet', 'unknown', 'unknown', 'not applicable']);
});

test('the summary counts the lines, and habits are none', () => {
  assert.is(summary(status()), '1 of 5 criteria met; 1 stale, 1 unmet, 2 unknown, 1 not applicable');
});

test('the checklist says of each line what proved it or why it is open', () => {
  const text = checklist(status(), PLAIN).split('\n');
  assert.equal(text.slice(0, 9), [
    'Terminal 5: docs',
    '  ✔ It works',
    '      a/met: a:b at then {"operations":93}',
    '  ? It works',
    '      a/stale: x changed',
    '  ✖ It works',
    '      a/unmet: is wrong',
    '  ? It works',
    '      a/unknown: no tool',
  ]);
  assert.equal(text.slice(9), [
    '  ? It works',
    '  – It works',
    '      a/not: no such thing',
    '',
    'coordination',
    '  ? It works',
  ]);
});

test('tasks stand in columns', () => {
  assert.is(
    taskTable([row({}), row({ id: 'long:name', stale: true, because: 'x changed' })], PLAIN),
    '  a:b        met  stands\n  long:name  met, stale  x changed',
  );
  assert.is(taskTable([], PLAIN), '');
});

test('a finding names its place as far as it has one', () => {
  const finding = { message: 'is wrong', remedy: 'mend it' };
  assert.is(findingLine(finding), 'is wrong\n      → mend it');
  assert.is(findingLine({ ...finding, place: { file: 'a.py' } }), 'a.py: is wrong\n      → mend it');
  assert.is(findingLine({ ...finding, place: { file: 'a.py', line: 3 } }), 'a.py:3: is wrong\n      → mend it');
});

const next = (...tasks: TaskStatus[]): string | undefined =>
  /Next: (.*?) {3}/.exec(firstScreen(status({ tasks }), PLAIN))?.[1];

test('the first screen shows three findings at most and the next command', () => {
  const finding = (message: string): TaskStatus['findings'][number] => ({ message, remedy: 'mend it' });
  const text = firstScreen(
    status({
      tasks: [
        row({ verdict: 'unmet', findings: ['one', 'two'].map(finding) }),
        row({ findings: ['three', 'four'].map(finding) }),
      ],
    }),
    PLAIN,
  );
  assert.equal(text.match(/✖ a:b: (\w+)/g), ['✖ a:b: one', '✖ a:b: two', '✖ a:b: three']);
  assert.match(firstScreen(status(), PLAIN), /No findings recorded\./);
  assert.is(next(row({}), row({ id: 'a:c', verdict: 'unmet' })), './task a:c');
  assert.is(next(row({}), row({ id: 'a:c', stale: true })), './task a:c');
  assert.is(next(row({ verdict: null })), './task all');
  assert.is(next(row({})), './task status');
});

test('the graph, as text and as Mermaid', () => {
  const tasks = [row({ id: 'docs:open-api' }), row({ id: 'docs:lint', needs: ['docs:open-api'] })];
  assert.is(graph(tasks, 'text'), 'docs:open-api\ndocs:lint  ←  docs:open-api');
  assert.is(
    graph(tasks, 'mermaid'),
    'graph LR\n  docs_open_api["docs:open-api"]\n  docs_lint["docs:lint"]\n  docs_open_api --> docs_lint',
  );
});

test.run();
