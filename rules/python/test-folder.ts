import { dirname, join } from 'node:path/posix';
import { rule, side } from 'turnaround/rule';
import { tidy } from '../_folders.ts';
import { isLeftOut } from '../_ignored.ts';

export const testFolder = rule(import.meta, {
  title: 'pytest looks for tests in a folder that does not exist',
  severity: 'wrong',
  why: 'The tests that should be there never run; where none of the folders is left, pytest collects whatever it finds elsewhere.',
  *check(view) {
    for (const folder of view.about('test.folder')) {
      const name = String(folder.value);
      const path = tidy(join(dirname(folder.file), name));
      if (/[*?[$]/.test(name) || name.startsWith('/') || path.startsWith('..') || view.has(path)) continue;
      // Plugins that everybody has others of, and tests of them.
      if (isLeftOut(view, path)) continue;
      // Seen from the root, where somebody runs it with `-c`.
      if (view.has(tidy(name))) continue;
      const others = view.about('test.folder').filter((one) => one.file === folder.file && one !== folder);
      const inside = others.some((one) => view.has(tidy(join(dirname(folder.file), String(one.value), name))));
      // Inside of another one it is collected all the same; where no test is, none is missed.
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
        message: `testpaths names ${name}, and ${path} does not exist`,
        at: side(folder, `testpaths ${name}`),
        against: [],
        remedy: first === undefined ? 'correct testpaths' : `testpaths = ${first}`,
        ...(isOne ? { mend: [{ file: folder.file, line: folder.line, was: name, is: first }] } : {}),
      };
    }
  },
});
