import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { locate } from '../../src/workspace/locate.ts';
import { UserError } from '../../src/outcome/user-error.ts';
import { assert, suite } from '../harness.ts';
import { withFolder } from '../try.ts';

const test = suite('locate');

/** Folders (`a/`) and files below a fresh folder. */
function among(
  names: readonly string[],
  body: (at: (path: string) => string, find: (cwd: string, named?: string) => string) => void,
): Promise<void> {
  return withFolder(async (folder) => {
    const at = (path: string): string => join(folder, path);
    for (const name of [...names, 'clone/.git/', 'clone/examples/toolbox/turnaround.yaml']) {
      mkdirSync(name.endsWith('/') ? at(name) : join(at(name), '..'), { recursive: true });
      if (!name.endsWith('/')) writeFileSync(at(name), '');
    }
    body(at, (cwd, named) => {
      const found = locate({ cwd: at(cwd), named, own: [at('clone')] });
      return found === 'own' ? 'own' : found.root;
    });
  });
}

test('the one that is named, relative to where the caller stands', async () => {
  await among(['here/', 'there/', 'here/turnaround.yaml'], (at, find) => {
    assert.is(find('here', '../there'), at('there'));
    assert.is(find('here', at('there')), at('there'));
    assert.is(find('here', ''), at('here'), 'an empty name is none');
    assert.is(find('clone', '../there'), at('there'));
    assert.is(find('clone', '.'), at('clone'), 'one may name our own clone');
  });
});

test('one that is named and is not there, or is a file, is refused', async () => {
  await among(['here/file'], (at, find) => {
    for (const [named, words] of [
      ['nowhere', /does not exist \(looked at .*here\/nowhere\)/],
      ['file', /is a file, not a folder/],
      ['file/below', /does not exist/],
    ] as const) {
      assert.throws(
        () => find('here', named),
        (error: unknown) => error instanceof UserError && words.test(error.message),
        named,
      );
    }
    assert.ok(at('here'));
  });
});

test('the nearest folder with settings, before any repository', async () => {
  await among(
    ['ws/turnaround.yaml', 'ws/deep/inner/', 'ws/deep/.git/', 'ws/nested/turnaround.yaml', 'ws/nested/below/'],
    (at, find) => {
      assert.is(find('ws'), at('ws'));
      assert.is(find('ws/deep/inner'), at('ws'));
      assert.is(find('ws/nested/below'), at('ws/nested'));
    },
  );
});

test('else the repository that the caller stands in; a worktree has a file for it', async () => {
  await among(['repo/.git/', 'repo/below/', 'worktree/.git', 'worktree/below/'], (at, find) => {
    assert.is(find('repo/below'), at('repo'));
    assert.is(find('worktree/below'), at('worktree'));
  });
});

test('inside our own clone it is ours, but for a workspace in it', async () => {
  await among(
    ['clone/src/', 'clone-two/.git/', 'clone/.scratch/toolbox/turnaround.yaml', 'clone/.scratch/toolbox/deep/'],
    (at, find) => {
      assert.is(find('clone'), 'own');
      assert.is(find('clone/src'), 'own');
      assert.is(find('clone/examples/toolbox'), 'own', 'the example is looked at in its copy');
      assert.is(find('clone/.scratch/toolbox/deep'), at('clone/.scratch/toolbox'), 'the copy itself');
      assert.is(find('clone-two'), at('clone-two'), 'a name that only begins like ours is not ours');
    },
  );
});

test('a clone that is a folder of somebody’s repository is still ours, and their root is theirs', async () => {
  await withFolder(async (root) => {
    mkdirSync(join(root, '.git'));
    mkdirSync(join(root, 'tools/clone/src'), { recursive: true });
    const own = join(root, 'tools/clone');
    assert.is(locate({ cwd: join(own, 'src'), named: undefined, own: [own] }), 'own');
    assert.equal(locate({ cwd: join(root, 'tools'), named: undefined, own: [own] }), { root });
  });
});

test('where there is neither, it says so and what to type', async () => {
  await among(['nothing/'], (at, find) => {
    assert.throws(
      () => find('nothing'),
      (error: unknown) =>
        error instanceof UserError && error.message.includes(at('nothing')) && /--workspace folder/.test(error.remedy),
    );
  });
});

test.run();
