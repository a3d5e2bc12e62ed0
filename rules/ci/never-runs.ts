import { dirname } from 'node:path/posix';
import { rule, type View } from 'turnaround/rule';
import { valuesOf, wordsOf } from '../_commands.ts';
import { tidy } from '../_folders.ts';

export const neverRuns = rule(import.meta, {
  title: 'Workflows that never run',
  severity: 'confusing',
  why: 'GitHub reads `.github/workflows` at the top of the repository alone: these look like tests and test nothing.',
  *check(view) {
    const nested = view.files.filter(
      (path) =>
        /.\/\.github\/workflows\/[^/]+\.ya?ml$/.test(path) &&
        !/[{<]|(?:^|\/)(?:vendor|third[-_]party|node_modules|external)\//.test(path),
    );
    const top = view.files.find((path) => /^\.github\/workflows\/[^/]+\.ya?ml$/.test(path));
    // Without any at the top, this is a part of something else.
    if (top === undefined) return;
    const pushed = pushedOf(view);
    for (const folder of new Set(nested.map((path) => dirname(path)))) {
      if (pushed.some((prefix) => folder.startsWith(`${prefix}/`))) continue;
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

/** Folders that `git subtree` makes a repository of their own of. */
function pushedOf(view: View): string[] {
  return view
    .about('command')
    .filter(({ value }) => /^git subtree (?:push|split)\b/.test(String(value)))
    .flatMap(({ value }) => valuesOf(wordsOf(String(value)), '--prefix', '-P'))
    .map((prefix) => tidy(prefix.replaceAll(/["']/g, '')));
}
