import { dirname } from 'node:path/posix';
import { rule, valuesOf, type View } from 'turnaround/rule';
import { wordsOf } from '../_commands.ts';
import { tidy } from '../_folders.ts';

export const neverRuns = rule(import.meta, {
  title: 'Workflows in a subfolder never run',
  severity: 'confusing',
  why: 'GitHub reads `.github/workflows` only at the root of the repository: these files look like tests but never run.',
  *check(view) {
    const nested = view.files.filter(
      (path) =>
        /.\/\.github\/workflows\/[^/]+\.ya?ml$/.test(path) &&
        !/[{<]|(?:^|\/)(?:vendor|third[-_]party|node_modules|external)\//.test(path),
    );
    const top = view.files.find((path) => /^\.github\/workflows\/[^/]+\.ya?ml$/.test(path));
    // Without workflows at the root, this is a part of another repository.
    if (top === undefined) return;
    const pushed = pushedOf(view);
    for (const folder of new Set(nested.map((path) => dirname(path)))) {
      if (pushed.some((prefix) => folder.startsWith(`${prefix}/`))) continue;
      const [first = '', ...more] = nested.filter((path) => dirname(path) === folder);
      yield {
        message: `${folder} has ${more.length + 1} ${more.length === 0 ? 'workflow' : 'workflows'}, but GitHub does not read this folder`,
        at: { file: first, line: 1, says: first },
        against: [{ file: top, line: 1, says: 'GitHub reads workflows here' }],
        remedy: 'move them to the root with a `paths` filter, or delete them',
      };
    }
  },
});

/** Folders that `git subtree` publishes as repositories of their own. */
function pushedOf(view: View): string[] {
  return view
    .about('command')
    .filter(({ value }) => /^git subtree (?:push|split)\b/.test(value))
    .flatMap((fact) => valuesOf(wordsOf(fact), '--prefix', '-P'))
    .map(tidy);
}
