import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Proof } from '../../src/plan/proof.ts';
import type { Kept } from '../../src/run/event.ts';
import { JournalState } from '../../src/run/journal-state.ts';
import { encode } from '../../src/run/journal.ts';
import { assert, suite } from '../harness.ts';
import { withFolder } from '../try.ts';

const test = suite('the fold of the journal');

const PROOF: Proof = {
  definition: {},
  reads: {},
  facts: {},
  outputs: {},
  settings: {},
  env: {},
  tools: {},
  needs: {},
  probe: {},
};
const AT = '2026-01-01T00:00:00.000Z';

/** An event of a run: `[run, event]`. */
type Said = readonly [run: string, event: Kept];

const began = (run: string): Said => [
  run,
  { event: 'run', pid: 1, host: 'h', worktree: `/${run}`, call: [], version: '1' },
];
const start = (run: string, lease: number, key = 'k', task = 'a:b'): Said => [
  run,
  { event: 'start', task, lease, key },
];
const step = (run: string, lease: number, name: string, value: number): Said => [
  run,
  { event: 'step', task: 'a:b', lease, name, value },
];
const done = (run: string, lease: number, value = run, task = 'a:b'): Said => [
  run,
  { event: 'done', task, lease, verdict: 'met', because: null, value, findings: [], proof: PROOF, ms: 1 },
];
const wrote = (run: string, lease: number, path: string, hash: string, before: string | null): Said => [
  run,
  { event: 'wrote', task: 'a:b', lease, path, hash, before, made: [] },
];

async function fold(events: readonly Said[]): Promise<JournalState> {
  return withFolder(async (state) => {
    const lines = events.map(([run, event], at) => encode({ run, seq: at, at: AT, ...event }));
    writeFileSync(join(state, 'journal.jsonl'), lines.join(''));
    return new JournalState(state).refresh();
  });
}

test('a start without a done is open; the done closes it', async () => {
  const open = (await fold([began('r'), start('r', 1)])).tasks.get('a:b');
  assert.is(open?.open?.run, 'r');
  assert.is(open?.ended, undefined);
  const ended = (await fold([began('r'), start('r', 1), done('r', 1)])).tasks.get('a:b');
  assert.is(ended?.open, undefined);
  assert.is(ended?.ended?.value, 'r');
  assert.equal(ended?.ended?.proof, PROOF);
});

test('an open task keeps how it ended before', async () => {
  const past = (await fold([began('r'), start('r', 1), done('r', 1), began('s'), start('s', 2)])).tasks.get('a:b');
  assert.is(past?.ended?.run, 'r');
  assert.is(past?.open?.run, 's');
});

test('what a holder says that was taken over no longer counts', async () => {
  const late = [
    step('r', 1, 'x', 9),
    wrote('r', 1, 'late.txt', 'h', null),
    done('r', 1),
    ['r', { event: 'child', task: 'a:b', lease: 1, pid: 7, since: '1' }] as Said,
  ];
  const before = await fold([began('r'), start('r', 1), began('s'), start('s', 2), ...late]);
  assert.is(before.tasks.get('a:b')?.ended, undefined);
  assert.is(before.tasks.get('a:b')?.open?.steps.size, 0);
  assert.equal(before.tasks.get('a:b')?.open?.children, []);
  assert.is(before.written.size, 0);
  const after = await fold([
    began('r'),
    start('r', 1),
    began('s'),
    start('s', 2),
    done('s', 2),
    ...late,
    start('r', 1),
  ]);
  assert.is(after.tasks.get('a:b')?.ended?.run, 's');
  assert.is(after.tasks.get('a:b')?.open, undefined);
});

test('a lease of one task says nothing of another', async () => {
  const record = await fold([began('r'), start('r', 5), start('r', 1, 'k', 'a:c'), done('r', 1, 'c', 'a:c')]);
  assert.is(record.tasks.get('a:c')?.ended?.value, 'c');
});

test('steps stay reached for the same work, and for no other', async () => {
  const same = await fold([began('r'), start('r', 1), step('r', 1, 'one', 1), start('s', 2), step('s', 2, 'two', 2)]);
  assert.equal(
    [...(same.tasks.get('a:b')?.open?.steps ?? [])],
    [
      ['one', 1],
      ['two', 2],
    ],
  );
  const other = await fold([began('r'), start('r', 1), step('r', 1, 'one', 1), start('s', 2, 'another key')]);
  assert.is(other.tasks.get('a:b')?.open?.steps.size, 0);
  const again = await fold([began('r'), start('r', 1), step('r', 1, 'one', 1), done('r', 1), start('s', 2)]);
  assert.is(again.tasks.get('a:b')?.open?.steps.size, 0, 'work that ended begins anew');
});

test('children of every attempt that never ended are known, with their time', async () => {
  const child = (run: string, lease: number, pid: number): Said => [
    run,
    { event: 'child', task: 'a:b', lease, pid, since: `${pid}` },
  ];
  const record = await fold([began('r'), start('r', 1), child('r', 1, 7), start('s', 2, 'other'), child('s', 2, 8)]);
  assert.equal(record.tasks.get('a:b')?.open?.children, [
    { pid: 7, since: '7' },
    { pid: 8, since: '8' },
  ]);
});

test('every content that was ever ours is known, and the changes of each run in their order', async () => {
  const record = await fold([
    began('r'),
    start('r', 1),
    wrote('r', 1, 'x', 'h1', null),
    wrote('r', 1, 'y', 'h2', 'old'),
    began('s'),
    start('s', 2),
    wrote('s', 2, 'x', 'h3', 'h1'),
  ]);
  assert.equal([...(record.written.get('x') ?? [])], ['h1', 'h3']);
  assert.equal(
    [...record.changes].map(([run, changes]) => [run, changes.map(({ path }) => path)]),
    [
      ['r', ['x', 'y']],
      ['s', ['x']],
    ],
  );
  assert.equal(
    [...record.runs].map(([run, { worktree, tasks }]) => [run, worktree, [...tasks]]),
    [
      ['r', '/r', ['a:b']],
      ['s', '/s', ['a:b']],
    ],
  );
});

test('what was taken back stands no longer, and is no change any more', async () => {
  const record = await fold([
    began('r'),
    start('r', 1),
    wrote('r', 1, 'x', 'h1', null),
    done('r', 1),
    ['u', { event: 'undo', of: 'r', tasks: ['a:b', 'a:never'], items: 1 }],
  ]);
  const ended = record.tasks.get('a:b')?.ended;
  assert.is(ended?.verdict, 'met');
  assert.is(ended?.proof, null);
  assert.not.ok(record.changes.has('r'));
  assert.ok(record.written.get('x')?.has('h1'), 'it is still ours where it stands');
});

test('an event of a newer version changes nothing', async () => {
  const record = await fold([
    began('r'),
    start('r', 1),
    done('r', 1),
    ['r', { event: 'tomorrow', task: 'a:b', lease: 1 } as unknown as Kept],
  ]);
  assert.is(record.tasks.get('a:b')?.ended?.value, 'r');
  assert.is(record.unreadable, 0);
});

test('refresh reads on', async () => {
  await withFolder(async (state) => {
    const path = join(state, 'journal.jsonl');
    const add = ([run, event]: Said): void =>
      writeFileSync(path, encode({ run, seq: 0, at: AT, ...event }), { flag: 'a' });
    const record = new JournalState(state).refresh();
    assert.is(record.tasks.size, 0);
    for (const each of [began('r'), start('r', 1)]) add(each);
    assert.ok(record.refresh().tasks.get('a:b')?.open !== undefined);
    add(done('r', 1));
    assert.is(record.refresh().tasks.get('a:b')?.ended?.run, 'r');
    writeFileSync(path, 'torn', { flag: 'a' });
    writeFileSync(path, '\nmore\n', { flag: 'a' });
    assert.is(record.refresh().unreadable, 2);
  });
});

test.run();
