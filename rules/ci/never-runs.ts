import { dirname } from 'node:path/posix';
import { rule } from 'turnaround/rule';

export const neverRuns = rule(import.meta, {
  title: 'Workflows that never run',
  severity: 'confusing',
  why: 'GitHub reads `.github/workflows` at the top of the repository alone: these look like tests and test nothing.',
  *check(view) {
    const nested = view.files.filter(
      (path) => /.\/\.github\/workflows\/[^/]+\.ya?ml$/.test(path) && !/[{<]/.test(path),
    );
    const top = view.files.find((path) => /^\.github\/workflows\/[^/]+\.ya?ml$/.test(path));
    // Without any at the top, this is a part of something else.
    if (top === undefined) return;
    for (const folder of new Set(nested.map((path) => dirname(path)))) {
      const [first = '', ...more] = nested.filter((path) => dirname(path) === folder);
      yield {
        message: `${folder} has ${more.length + 1} ${more.length === 0 ? 'workflow' : 'workflows'}, and GitHub never looks there`,
        at: { file: first, line: 1, says: first },
        against: [{ file: top, line: 1, says: 'where workflows run from' }],
        remedy: 'move them to the top, with paths for what they are about, or take them out',
      };
    }
  },
});
