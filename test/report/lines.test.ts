import { lineOf } from '../../src/report/lines.ts';
import type { Paint } from '../../src/report/paint.ts';
import type { Event } from '../../src/run/event.ts';
import { assert, suite } from '../harness.ts';

const test = suite('lines');

const PLAIN: Paint = {
  bold: (text) => text,
  dim: (text) => text,
  added: (text) => text,
  removed: (text) => text,
  verdict: (verdict) => `<${verdict ?? 'not run'}>`,
};
const task = 'docs:openapi';
const done = { event: 'done', task, lease: 1, because: null, value: null, findings: [], proof: null, ms: 812 } as const;

/** Every event there is, and the line it makes; undefined for what only a terminal shows. */
const ALL: readonly (readonly [Event, string | undefined])[] = [
  [{ event: 'start', task, lease: 1, key: 'k' }, 'docs:openapi: starts'],
  [{ ...done, verdict: 'met' }, 'docs:openapi: <met> (812 ms)'],
  [{ ...done, verdict: 'unmet', because: 'is wrong' }, 'docs:openapi: <unmet>: is wrong (812 ms)'],
  [{ ...done, verdict: null, because: 'only planned' }, 'docs:openapi: <not run>: only planned (812 ms)'],
  [{ event: 'skipped', task, verdict: 'met', because: 'stands' }, 'docs:openapi: skipped: stands'],
  [{ event: 'output', task, text: 'words' }, 'docs:openapi | words'],
  [{ event: 'would', task, what: 'run x' }, 'docs:openapi: would run x'],
  [{ event: 'waiting', task, lease: 'db', holder: 'process 7' }, 'docs:openapi: waits for db, held by process 7'],
  [{ event: 'retry', task, lease: 1, because: 'it failed' }, 'docs:openapi: retries: it failed'],
  [{ event: 'interrupted', signal: 'SIGINT', tasks: [] }, 'interrupted by SIGINT'],
  [{ event: 'interrupted', signal: 'SIGTERM', tasks: [task, 'a:b'] }, 'interrupted by SIGTERM: docs:openapi, a:b'],
  [{ event: 'run', pid: 1, host: '', worktree: '/', call: [], version: '1' }, undefined],
  [{ event: 'child', task, lease: 1, pid: 1, since: null }, undefined],
  [{ event: 'command', task, lease: 1, command: 'x', code: 0, ms: 1 }, undefined],
  [{ event: 'step', task, lease: 1, name: 'x', value: null }, undefined],
  [{ event: 'wrote', task, lease: 1, path: 'x', hash: 'h', before: null, made: [] }, undefined],
  [{ event: 'finding', task, finding: { message: 'm', remedy: 'r' } }, undefined],
  [{ event: 'progress', task, text: 'starting x' }, 'docs:openapi: starting x'],
  [{ event: 'progress', task, text: 'moved', done: 3, total: 9 }, undefined],
  [{ event: 'end', code: 0 }, undefined],
  [{ event: 'undo', of: 'r', tasks: [], items: 1 }, undefined],
  [{ event: 'purge', of: 'r', tasks: [], items: 1 }, undefined],
];

for (const [event, expected] of ALL) {
  const { event: name } = event;
  test(`${name}${'verdict' in event ? ` ${event.verdict}` : ''} is ${expected ?? 'no line'}`, () =>
    assert.is(lineOf(event, PLAIN), expected));
}

test('what is told is always one line', () => {
  for (const [event, expected] of ALL) assert.not.match(lineOf(event, PLAIN) ?? '', /\n/, expected);
});

test.run();
