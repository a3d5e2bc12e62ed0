import { rule, locationOf, attribute } from 'turnaround/rule';
import { actionOf, jobsOf } from './_jobs.ts';

export const sarifPermission = rule(import.meta, {
  title: 'A job uploads scan results without the permission to do so',
  severity: 'fails',
  why: 'GitHub answers "Resource not accessible by integration": the job fails, and no result is uploaded.',
  *check(view) {
    for (const job of jobsOf(view)) {
      const upload = job.actions.find((action) => actionOf(action) === 'github/codeql-action/upload-sarif');
      const given = view
        .about('job.permission')
        .filter((fact) => fact.file === job.file && attribute(fact, 'job') === job.id);
      const [first] = given;
      if (upload === undefined || first === undefined) continue;
      if (given.some(({ value }) => /^(?:security-events: write|write-all)$/.test(value))) continue;
      yield {
        message: `${job.id} uploads SARIF, but its permissions are ${given.map(({ value }) => value).join(', ')}`,
        at: locationOf(first, `permissions of ${job.id}`),
        against: [locationOf(upload, 'upload-sarif needs security-events: write')],
        remedy: 'give the job the permission security-events: write',
      };
    }
  },
});
