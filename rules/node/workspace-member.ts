import { dirname, join, normalize } from 'node:path/posix';
import { rule, side } from 'turnaround/rule';

export const workspaceMember = rule(import.meta, {
  title: 'A workspace member that does not exist',
  severity: 'wrong',
  why: 'npm passes over it in silence, other package managers stop; what was there is built by nobody.',
  *check(view) {
    for (const member of view.about('package.member')) {
      const path = String(member.value);
      if (/[*?!{[]/.test(path) || !member.file.endsWith('package.json')) continue;
      // pnpm has a file of its own for them.
      if (view.has(join(dirname(member.file), 'pnpm-workspace.yaml'))) continue;
      const place = normalize(join(dirname(member.file), path, 'package.json'));
      if (view.has(place)) continue;
      yield {
        message: `the member ${path} has no package.json`,
        at: side(member, `member ${path}`),
        against: [],
        remedy: `take ${path} out of workspaces, or commit ${place}`,
      };
    }
  },
});
