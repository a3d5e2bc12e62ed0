import { dirname, join } from 'node:path/posix';
import { rule, locationOf } from 'turnaround/rule';
import { tidy } from '../_folders.ts';
import { mayExist } from '../_may-exist.ts';

export const testFolder = rule(import.meta, {
  title: 'pytest looks for tests in a folder that does not exist',
  severity: 'wrong',
  why: 'The tests in that folder never run. If none of the folders exists, pytest collects tests from other folders.',
  *check(view) {
    for (const folder of view.about('test.folder')) {
      const name = folder.value;
      const path = tidy(join(dirname(folder.file), name));
      if (/[*?[$]/.test(name) || name.startsWith('/')) continue;
      // Git may ignore local folders, such as plugins with their tests.
      if (mayExist(view, 'pytest', { named: folder, path: name, places: [path] }) !== undefined) continue;
      // The path is relative to the root, if pytest runs there with `-c`.
      if (view.has(tidy(name))) continue;
      const others = view.about('test.folder').filter((one) => one.file === folder.file && one !== folder);
      const inside = others.some((one) => view.has(tidy(join(dirname(folder.file), one.value, name))));
      // A folder inside another test folder is collected anyway. Without any test file, nothing is missed.
      const isTested = view.files.some(
        (file) =>
          file.startsWith(dirname(folder.file) === '.' ? '' : `${dirname(folder.file)}/`) &&
          /(?:^|\/)(?:test_[^/]*|[^/]*_test|conftest)\.py$/.test(file),
      );
      if (inside || !isTested) continue;
      const near = [`${name}s`, name.slice(0, -1), 'tests', 'test'].filter((one) =>
        view.has(tidy(join(dirname(folder.file), one))),
      );
      const [first] = near;
      const isOne =
        new Set(near).size === 1 && first !== undefined && (first === `${name}s` || first === name.slice(0, -1));
      yield {
        message: `testpaths names ${name}, but ${path} does not exist`,
        at: locationOf(folder, `testpaths ${name}`),
        against: [],
        remedy: first === undefined ? 'correct testpaths' : `set testpaths = ${first}`,
        ...(isOne ? { mend: [{ file: folder.file, line: folder.line, was: name, is: first }] } : {}),
      };
    }
  },
});
