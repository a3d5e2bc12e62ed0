import { rule, locationOf } from 'turnaround/rule';
import { branchesOf, mayMatch } from './_branches.ts';
import { jobsOf, testOf } from './_jobs.ts';

/** Branches that other branches are merged into. */
const LASTING = /^(?:main|master|dev|develop|development|staging|production|release)$/;

export const pullRequestBranches = rule(import.meta, {
  title: 'Pull requests into a branch are not tested',
  severity: 'confusing',
  why: 'Changes are tested only after the merge, when the branch is already broken.',
  *check(view) {
    const jobs = jobsOf(view).filter((job) => testOf(view, job) !== undefined);
    for (const file of new Set(jobs.map((job) => job.file))) {
      const triggers = view.about('workflow.trigger').filter((fact) => fact.file === file);
      const push = triggers.find(({ value }) => value === 'push');
      const asked = triggers.filter(({ value }) => value === 'pull_request' || value === 'pull_request_target');
      const [request] = asked;
      if (push === undefined || request === undefined || asked.length > 1) continue;
      const [pushed, requested] = [branchesOf(push), branchesOf(request)];
      if (requested.length === 0) continue;
      const left = pushed.filter((branch) => LASTING.test(branch) && !mayMatch(requested, branch));
      if (left.length === 0 || isTestedElsewhere(left)) continue;
      yield {
        message: `pushes to ${left.join(', ')} are tested, but pull requests into it are not: only those into ${requested.join(', ')} are tested`,
        at: locationOf(request, `pull_request ${requested.join(', ')}`),
        against: [locationOf(push, `push ${pushed.join(', ')}`)],
        groupKey: left.join(' '),
        remedy: `add ${left.join(', ')} to the branches of pull_request`,
      };
    }

    function isTestedElsewhere(branches: readonly string[]): boolean {
      return view.about('workflow.trigger').some((fact) => {
        if (!fact.value.startsWith('pull_request') || !jobs.some((job) => job.file === fact.file)) return false;
        const own = branchesOf(fact);
        return own.length === 0 || branches.every((branch) => mayMatch(own, branch));
      });
    }
  },
});
