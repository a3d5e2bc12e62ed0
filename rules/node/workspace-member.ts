import { dirname, join, normalize } from 'node:path/posix';
import { rule, locationOf } from 'turnaround/rule';

export const workspaceMember = rule(import.meta, {
  title: 'A workspace member does not exist',
  severity: 'wrong',
  why: 'npm ignores it silently, other package managers fail, and its package is never built.',
  *check(view) {
    for (const member of view.about('package.member')) {
      const path = member.value;
      if (/[*?!{[]/.test(path) || !member.file.endsWith('package.json')) continue;
      // pnpm lists the members in its own file.
      if (view.has(join(dirname(member.file), 'pnpm-workspace.yaml'))) continue;
      const place = normalize(join(dirname(member.file), path, 'package.json'));
      if (view.has(place)) continue;
      yield {
        message: `the member ${path} has no package.json`,
        at: locationOf(member, `member ${path}`),
        against: [],
        remedy: `remove ${path} from workspaces, or commit ${place}`,
      };
    }
  },
});
