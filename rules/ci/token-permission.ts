import { rule, locationOf, attribute, type Fact } from 'turnaround/rule';
import { actionOf, jobsOf, type Job } from './_jobs.ts';

export const tokenPermission = rule(import.meta, {
  title: 'The workflow token is not allowed to push an image',
  severity: 'fails',
  why: 'ghcr.io answers "permission_denied: write_package", and the job that publishes the image fails.',
  *check(view) {
    for (const job of jobsOf(view)) {
      const login = job.actions.find(
        (action) =>
          actionOf(action) === 'docker/login-action' &&
          action.attributes?.['ownToken'] === true &&
          attribute(action, 'registry') === 'ghcr.io',
      );
      const given = view
        .about('job.permission')
        .filter((fact) => fact.file === job.file && attribute(fact, 'job') === job.id);
      const [first] = given;
      const push = pushOf(job);
      const logins = job.actions.filter((action) => actionOf(action) === 'docker/login-action');
      // With several registries, it is unclear which one the job pushes to.
      if (login === undefined || logins.length > 1 || first === undefined || push === undefined) continue;
      if (given.some(({ value }) => /^(?:packages: write|write-all)$/.test(value))) continue;
      yield {
        message: `${job.id} pushes to ghcr.io with the workflow token, which has only ${given.map(({ value }) => value).join(', ')}`,
        at: locationOf(first, `permissions of ${job.id}`),
        against: [locationOf(login, 'logs in to ghcr.io with the workflow token'), locationOf(push, 'pushes an image')],
        remedy: 'give the job the permission packages: write',
      };
    }
  },
});

function pushOf({ commands, actions }: Job): Fact | undefined {
  return (
    commands.find(({ value }) => /^docker push ["']?ghcr\.io\//.test(value)) ??
    actions.find((action) => actionOf(action) === 'docker/build-push-action' && attribute(action, 'push') === 'true')
  );
}
