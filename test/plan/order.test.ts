import type { AnyTask } from '../../src/plan/catalog.ts';
import { inOrder, select, suggestion } from '../../src/plan/order.ts';
import { UserError } from '../../src/outcome/user-error.ts';
import { met } from '../../src/outcome/outcome.ts';
import { assert, suite } from '../harness.ts';

const test = suite('order');

function make(id: string, needs: AnyTask[] = []): AnyTask {
  const [area = ''] = id.split(':');
  const definition = { summary: id, effect: 'none', run: async () => met(null) } as const;
  return { id, area, file: `/scripts/${id.replace(':', '/')}.ts`, needs, definition };
}

const openapi = make('docs:openapi');
const lint = make('docs:lint', [openapi]);
const site = make('docs:site', [lint]);
const logs = make('cleanup:logs');
const vacuum = make('db:vacuum', [logs]);
const own = make('mine:thing', [site]);
// What needs stands before what is needed, as names would have it.
const catalog = [lint, openapi, site, logs, vacuum, own];
const ids = (tasks: readonly AnyTask[]): string[] => tasks.map(({ id }) => id);

function refused(body: () => unknown): { message: string; remedy: string } {
  try {
    body();
  } catch (error) {
    if (error instanceof UserError) return { message: error.message, remedy: error.remedy };
    throw error;
  }
  throw new Error('was not refused');
}

test('all is the whole catalog, what is needed first', () => {
  const order = ids(select(catalog, { goal: 'all' }));
  assert.equal(order, ['docs:openapi', 'docs:lint', 'docs:site', 'cleanup:logs', 'db:vacuum', 'mine:thing']);
});

test('a task comes with what it needs', () => {
  assert.equal(ids(select(catalog, { goal: 'docs:lint' })), ['docs:openapi', 'docs:lint']);
  assert.equal(ids(select(catalog, { goal: 'db:vacuum' })), ['cleanup:logs', 'db:vacuum']);
});

test('an area, a terminal, and an area that no terminal knows', () => {
  assert.equal(ids(select(catalog, { goal: 'docs:all' })), ['docs:openapi', 'docs:lint', 'docs:site']);
  assert.equal(ids(select(catalog, { goal: 'terminal:6' })), ['cleanup:logs', 'db:vacuum']);
  assert.equal(ids(select(catalog, { goal: 'terminal:mine' })), [
    'docs:openapi',
    'docs:lint',
    'docs:site',
    'mine:thing',
  ]);
});

test('--only is these alone, and refuses what is not part of the goal', () => {
  assert.equal(ids(select(catalog, { goal: 'all', only: ['docs:site', 'cleanup:logs'] })), [
    'docs:site',
    'cleanup:logs',
  ]);
  const { message, remedy } = refused(() => select(catalog, { goal: 'docs:all', only: ['db:vacuum'] }));
  assert.is(message, '--only db:vacuum is not part of docs:all');
  assert.is(remedy, './task db:vacuum');
});

test('--from is a task and what lies behind it, within the goal', () => {
  assert.equal(ids(select(catalog, { goal: 'all', from: 'docs:lint' })), ['docs:lint', 'docs:site', 'mine:thing']);
  assert.equal(ids(select(catalog, { goal: 'docs:all', from: 'docs:lint' })), ['docs:lint', 'docs:site']);
  assert.equal(ids(select(catalog, { goal: 'docs:all', from: 'docs:lint', only: ['docs:site'] })), ['docs:site']);
});

test('a name that nothing has is refused, with the nearest one where one is near', () => {
  assert.equal(
    refused(() => select(catalog, { goal: 'docs:openaip' })),
    { message: 'no task is called docs:openaip', remedy: 'did you mean docs:openapi?' },
  );
  assert.equal(
    refused(() => select(catalog, { goal: 'zzzzzzzzzzzz' })),
    { message: 'no task is called zzzzzzzzzzzz', remedy: './task list shows all tasks' },
  );
  assert.is(refused(() => select(catalog, { goal: 'terminal:9' })).message, 'no task is called terminal:9');
  assert.is(
    refused(() => select(catalog, { goal: 'all', from: 'doc:lint' })).message,
    '--from: no task is called doc:lint',
  );
  assert.is(refused(() => select(catalog, { goal: 'all', only: ['doc:lint'] })).remedy, 'did you mean docs:lint?');
});

test('a goal without a task is refused: nothing done is not everything met', () => {
  for (const goal of ['k8s:all', 'terminal:7', 'final:all'])
    assert.ok(refused(() => select(catalog, { goal })).message.includes(goal), goal);
});

test('tasks that need each other in a circle are named', () => {
  const one = make('a:one');
  const two = make('a:two', [one]);
  (one.needs as AnyTask[]).push(two);
  assert.throws(() => inOrder([one, two]), /in a cycle: a:one → a:two → a:one/);
});

test('a word is taken for another only when it is near', () => {
  assert.is(suggestion('--forse', ['--force', '--from'], 'else'), 'did you mean --force?');
  assert.is(suggestion('--frobnicate', ['--force', '--from'], 'else'), 'else');
  assert.is(suggestion('x', [], 'else'), 'else');
});

test.run();
