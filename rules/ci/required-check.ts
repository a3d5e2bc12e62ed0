import { rule, locationOf, attribute, type View } from 'turnaround/rule';
import { isNear } from '../_near.ts';
import { isWorkflow, jobsOf, type Job } from './_jobs.ts';

/** The id of GitHub Actions among the applications that report checks. */
const ACTIONS = '15368';

export const requiredCheck = rule(import.meta, {
  title: 'No workflow reports a required check',
  severity: 'wrong',
  why: 'The check stays "expected" forever: no pull request can be merged without bypassing the rule.',
  *check(view) {
    const jobs = jobsOf(view);
    if (jobs.length === 0) return;
    const made = jobs.flatMap((job) => checksOf(view, jobs, job, 0).map((name) => ({ name, job })));
    for (const check of view.about('check.required')) {
      const name = check.value;
      const app = attribute(check, 'app');
      if ((app !== undefined && app !== ACTIONS) || made.some((one) => isMade(name, one.name))) continue;
      // GitHub displays "CI / test", but the check is named "test".
      const last = name.split(' / ').at(-1) ?? name;
      const meant = made.filter((one) => one.name === last || isNear(name, one.name));
      if (app === undefined && meant.length === 0) continue;
      const [only] = meant;
      yield {
        message: `the check ${name} is required, but no job of any workflow has this name`,
        at: locationOf(check, `requires ${name}`),
        against: meant
          .slice(0, 3)
          .map(({ job }) => locationOf(job.fact, `reports ${attribute(job.fact, 'name') ?? job.id}`)),
        remedy: only === undefined ? 'require a check that a job reports' : `did you mean ${only.name}?`,
        ...(only !== undefined && meant.length === 1 && /^[\w -]+$/.test(only.name)
          ? { mend: [{ file: check.file, line: check.line, was: name, is: only.name }] }
          : {}),
      };
    }
  },
});

/** `*` replaces what is known only at run time. */
function checksOf(view: View, jobs: readonly Job[], job: Job, depth: number): string[] {
  const base = (attribute(job.fact, 'name') ?? job.id).replaceAll(/\$\{\{.*?\}\}/g, '*');
  const own = job.fact.attributes?.['matrix'] === true && !base.includes('*') ? `${base} (*)` : base;
  const called = view
    .about('path.named')
    .find((path) => path.file === job.file && attribute(path, 'by') === 'uses' && attribute(path, 'job') === job.id);
  const file = called === undefined ? '' : called.value.replace(/^\.\//, '');
  const isForeign = job.actions.some(({ value }) => /\.github\/workflows\/.*@/.test(value));
  if (isForeign) return [`${own} / *`];
  if (!isWorkflow(file) || depth > 3) return [own];
  const inner = jobs.filter((each) => each.file === file);
  return inner.length === 0
    ? [`${own} / *`]
    : inner.flatMap((each) => checksOf(view, jobs, each, depth + 1).map((name) => `${own} / ${name}`));
}

function isMade(name: string, pattern: string): boolean {
  const parts = pattern.split('*').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(name);
}
