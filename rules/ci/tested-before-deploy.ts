import { rule, side, told, type Fact, type View } from 'turnaround/rule';
import { placeOf } from '../_folders.ts';
import { actionOf, isWorkflow, jobsOf, testOf, type Job } from './_jobs.ts';

const ROLLS_OUT = /^(?:kubectl .*\b(?:apply|set image)\b|helm (?:upgrade|install) )/;
/** Names and commands that may run tests. */
const MAY_TEST = /test|spec|check|verify|lint|\b(?:tox|nox|jest|cypress|playwright|make|task|just|ci)\b|\.sh\b/i;

export const testedBeforeDeploy = rule(import.meta, {
  title: 'A workflow deploys without waiting for tests',
  severity: 'wrong',
  why: 'A change that breaks the tests can reach production before the tests finish.',
  *check(view) {
    const jobs = jobsOf(view);
    // A copied workflow pushes an image that this workspace does not build.
    const hasImages = view.about('image.base').length > 0;
    const tests = jobs.flatMap((job) => testOf(job) ?? []);
    for (const file of new Set(jobs.map((job) => job.file))) {
      const own = jobs.filter((job) => job.file === file);
      const triggers = view.about('workflow.trigger').filter((fact) => fact.file === file);
      const push = triggers.find(({ value }) => value === 'push');
      const [test] = tests.filter(
        (fact) => fact.file !== file && isWorkflow(fact.file) && isAbout(view, file, told(fact, 'in') ?? '.'),
      );
      const [deploys] = own
        .flatMap((job) => deployOf(job) ?? [])
        .filter(({ value }) => hasImages || ROLLS_OUT.test(String(value)));
      if (push === undefined || test === undefined || deploys === undefined) continue;
      // A tag usually marks a tested commit, so only a rollout to a cluster counts.
      const isTagged = push.of?.['tags'] !== undefined && push.of['branches'] === undefined;
      if (isTagged && !own.some(({ commands }) => commands.some(({ value }) => ROLLS_OUT.test(String(value)))))
        continue;
      // An image for tests is not deployed.
      if (/(?:^|[-_/])(?:e2e|tests?)[-_.]/i.test(file)) continue;
      if (triggers.some(({ value }) => /^(?:workflow_run|workflow_call|pull_request)/.test(String(value)))) continue;
      if (
        own.some((job) => mayTest(job)) ||
        view.about('path.named').some((path) => path.file === file && told(path, 'by') === 'uses')
      )
        continue;
      yield {
        message: `the workflow deploys on each ${isTagged ? 'tag' : 'push'}, runs no tests and waits for no workflow that runs them`,
        at: side(deploys, String(deploys.value)),
        against: [side(test, `the tests: ${String(test.value)}`), side(push, 'triggered by the push')],
        remedy: jobs.some((job) => job.file === test.file && deployOf(job) !== undefined)
          ? `run \`${String(test.value)}\` in an earlier job, and let the deployment need that job`
          : `call ${test.file} as a job, and let the deployment need that job`,
        // Changes that only arrive by pull request were tested there.
        ...(!isTagged && isReviewed(view, test) ? { severity: 'confusing' } : {}),
      };
    }
  },
});

function isReviewed(view: View, test: Fact): boolean {
  return view.about('workflow.trigger', test.file).some(({ value }) => String(value).startsWith('pull_request'));
}

/** Whether tests in this folder cover what a workflow builds: it names no folder, or a related one. */
function isAbout(view: View, file: string, folder: string): boolean {
  const contexts = view
    .about('path.named', file)
    .filter((named) => /^(?:context|working-directory)$/.test(told(named, 'by') ?? ''))
    .map((named) => `${placeOf(named)}/`);
  const isWithin = (one: string, other: string): boolean => one.startsWith(other) || other.startsWith(one);
  const isAnywhere = contexts.length === 0 || /^[.?]$/.test(folder);
  return isAnywhere || contexts.some((one) => one === './' || isWithin(one, `${folder}/`));
}

function deployOf({ commands, actions }: Job): Fact | undefined {
  return (
    commands.find(({ value }) => isDeployment(String(value))) ??
    actions.find((action) => actionOf(action) === 'docker/build-push-action' && told(action, 'push') === 'true')
  );
}

function isDeployment(command: string): boolean {
  return (ROLLS_OUT.test(command) || command.startsWith('docker push ')) && !command.includes('--dry-run');
}

function mayTest({ id, fact, commands, actions }: Job): boolean {
  return (
    MAY_TEST.test(`${id} ${told(fact, 'name') ?? ''}`) ||
    commands.some(({ value }) => MAY_TEST.test(String(value))) ||
    actions.some(({ value }) => /\b(?:wait\w*|checks?|tests?)\b|\.github\/workflows\//i.test(String(value)))
  );
}
