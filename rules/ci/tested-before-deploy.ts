import { rule, locationOf, attribute, type Fact, type View } from 'turnaround/rule';
import { isFileFor } from '../_purpose.ts';
import { deployOf, isAbout, mayTest, ROLLS_OUT } from './_deployments.ts';
import { isWorkflow, jobsOf, testOf } from './_jobs.ts';

export const testedBeforeDeploy = rule(import.meta, {
  title: 'A workflow deploys without waiting for tests',
  severity: 'wrong',
  why: 'A change that breaks the tests can reach production before the tests finish.',
  *check(view) {
    const jobs = jobsOf(view);
    // A copied workflow pushes an image that this workspace does not build.
    const hasImages = view.about('image.base').length > 0;
    const tests = jobs.flatMap((job) => testOf(view, job) ?? []);
    for (const file of new Set(jobs.map((job) => job.file))) {
      const own = jobs.filter((job) => job.file === file);
      const triggers = view.about('workflow.trigger').filter((fact) => fact.file === file);
      const push = triggers.find(({ value }) => value === 'push');
      const [test] = tests.filter(
        (fact) => fact.file !== file && isWorkflow(fact.file) && isAbout(view, file, attribute(fact, 'in') ?? '.'),
      );
      const [deploys] = own
        .flatMap((job) => deployOf(job) ?? [])
        .filter(({ value }) => hasImages || ROLLS_OUT.test(String(value)));
      if (push === undefined || test === undefined || deploys === undefined) continue;
      // A tag usually marks a tested commit, so only a rollout to a cluster counts.
      const isTagged = push.attributes?.['tags'] !== undefined && push.attributes['branches'] === undefined;
      if (isTagged && !own.some(({ commands }) => commands.some(({ value }) => ROLLS_OUT.test(value)))) continue;
      // An image for tests is not deployed.
      if (isFileFor(view, file, 'test')) continue;
      if (triggers.some(({ value }) => /^(?:workflow_run|workflow_call|pull_request)/.test(value))) continue;
      if (
        own.some((job) => mayTest(job)) ||
        view.about('path.named').some((path) => path.file === file && attribute(path, 'by') === 'uses')
      )
        continue;
      yield {
        message: `the workflow deploys on each ${isTagged ? 'tag' : 'push'}, runs no tests and waits for no workflow that runs them`,
        at: locationOf(deploys, String(deploys.value)),
        against: [locationOf(test, `the tests: ${test.value}`), locationOf(push, 'triggered by the push')],
        remedy: jobs.some((job) => job.file === test.file && deployOf(job) !== undefined)
          ? `run \`${test.value}\` in an earlier job, and let the deployment need that job`
          : `call ${test.file} as a job, and let the deployment need that job`,
        // Changes that only arrive by pull request were tested there.
        ...(!isTagged && isReviewed(view, test) ? { severity: 'confusing' } : {}),
      };
    }
  },
});

function isReviewed(view: View, test: Fact): boolean {
  return view.about('workflow.trigger', test.file).some(({ value }) => value.startsWith('pull_request'));
}
