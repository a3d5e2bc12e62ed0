import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readSurvey } from '../../src/facts/survey.ts';
import { assert, suite } from '../harness.ts';
import { withFolder } from '../try.ts';
import type { World } from './world.ts';

const test = suite('worlds');

const names = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.world.ts'));
for (const name of names.toSorted()) {
  const { world } = (await import(pathToFileURL(join(import.meta.dirname, name)).href)) as { world: World };
  test(`${name.replace('.world.ts', '')}: ${world.trait}`, () =>
    withFolder(async (folder) => {
      const root = join(folder, 'workspace');
      for (const [path, text] of Object.entries(world.files)) {
        mkdirSync(dirname(join(root, path)), { recursive: true });
        writeFileSync(join(root, path), text);
      }
      const { facts, applications } = await readSurvey(root, join(folder, 'cache'));
      const shown = applications.map(
        ({ app, folder: from, operations }) =>
          `${app} ${from || '.'} ${operations.filter(({ kind }) => kind === 'http').length}`,
      );
      assert.equal(shown, world.applications);
      const lines = facts.facts.map(({ subject, value, file, line }) => `${subject} ${value} ${file}:${line}`);
      const missing = world.holds.filter((line) => !lines.includes(line));
      assert.equal(missing, [], `of these facts:\n${lines.toSorted().join('\n')}`);
      const wrong = lines.filter((line) => (world.lacks ?? []).some((start) => line.startsWith(start)));
      assert.equal(wrong, []);
      assert.equal(
        facts.unread.map(({ file, line, because }) => `${file}:${line} ${because}`),
        world.unread ?? [],
      );
    }));
}

test('there is a world for each trait', () => {
  assert.ok(names.length >= 20, `${names.length}`);
});

test.run();
