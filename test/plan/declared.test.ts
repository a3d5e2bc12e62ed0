import type { AnyTask } from '../../src/plan/catalog.ts';
import { declaredOptions, declaredSettings, settingsNow, toolNames } from '../../src/plan/declared.ts';
import { goal } from '../../src/command/run.ts';
import { UserError } from '../../src/outcome/user-error.ts';
import { met } from '../../src/outcome/outcome.ts';
import { setting } from '../../src/task/setting.ts';
import { knowledgeOf } from '../../src/plan/knowledge.ts';
import { openWorkspace } from '../../src/workspace/workspace.ts';
import { assert, suite } from '../harness.ts';
import { withFolder } from '../try.ts';

const test = suite('declared');

function task(id: string, part: Partial<AnyTask['definition']>): AnyTask {
  const definition = { summary: id, effect: 'none', run: () => Promise.resolve(met(null)), ...part } as const;
  return { id, area: 'docs', file: `/scripts/${id}.ts`, needs: [], definition };
}

const DAYS = setting('a.days', { type: 'number', description: 'Days.', default: 7 });
const LOUD = { loud: { type: 'boolean', description: 'be loud' } } as const;

test('one declaration may be shared; two of one name that differ are refused with both files', () => {
  const shared = [
    task('docs:a', { settings: [DAYS], options: LOUD }),
    task('docs:b', { settings: [DAYS], options: LOUD }),
  ];
  assert.equal(declaredSettings(shared), [DAYS]);
  assert.equal(declaredOptions(shared), LOUD);
  const other = task('docs:c', {
    settings: [setting('a.days', { type: 'string', description: 'Days.' })],
    options: { loud: { type: 'string', description: 'how loud' } },
  });
  for (const read of [declaredSettings, declaredOptions])
    assert.throws(
      () => read([...shared, other]),
      (error: unknown) => error instanceof UserError && /docs:a\.ts and .*docs:c\.ts declare/.test(error.message),
    );
});

test('an option that every run has is refused', () => {
  const taken = task('docs:a', { options: { offline: { type: 'boolean', description: 'twice' } } });
  assert.throws(
    () => goal('docs:a', [taken]),
    (error: unknown) => error instanceof UserError && /declares --offline/.test(error.message),
  );
});

test('a proof has the value of each setting, also a default, and the name or path of each tool', () =>
  withFolder(async (root) => {
    const workspace = knowledgeOf(await openWorkspace(root, {})).asking(new Map());
    const own = task('docs:a', {
      settings: [DAYS, () => ({ b: 1 }), () => 'text'],
      tools: [
        { name: 'one', install: '' },
        { name: (at) => `${at.root}/two`, install: '' },
      ],
    });
    const now = settingsNow(own, workspace);
    assert.equal(Object.keys(now), ['a.days', 'b', 'settings']);
    assert.is(DAYS.of(workspace), 7);
    const eight = { ...workspace, settings: { ...workspace.settings, a: { days: 8 } } };
    assert.is(DAYS.of(eight), 8);
    assert.is.not(settingsNow(own, eight)['a.days'], now['a.days']);
    assert.equal(toolNames(own, workspace), ['one', `${root}/two`]);
  }));

test.run();
