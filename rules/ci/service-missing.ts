import { rule, locationOf, attribute, valuesOf } from 'turnaround/rule';
import { wordsOf } from '../_commands.ts';
import { actionOf, isSelfHosted, jobsOf } from './_jobs.ts';
import { SERVERS, STARTS, sets } from './_job-servers.ts';

export const serviceMissing = rule(import.meta, {
  title: 'A job uses a local database that it does not start',
  severity: 'fails',
  why: 'Nothing listens there: the step fails with "connection refused", and so does the job.',
  *check(view) {
    for (const job of jobsOf(view)) {
      if (isSelfHosted(job) || job.commands.some(({ value }) => STARTS.test(value))) continue;
      if (
        job.actions.some((action) =>
          /^\.\/|docker:|postgres|mysql|redis|database|compose|docker/i.test(actionOf(action)),
        )
      )
        continue;
      const images = view
        .about('image.used')
        .filter(({ file, attributes }) => file === job.file && attributes?.['job'] === job.id);
      for (const command of job.commands) {
        const words = wordsOf(command);
        const server = SERVERS.find(({ client }) => client.test(words[0] ?? ''));
        const [host] = valuesOf(words, '-h', '--host');
        if (server === undefined || !/^(?:localhost|127\.0\.0\.1)$/.test(host ?? '')) continue;
        const services = images.flatMap((image) =>
          server.image.test(image.value) ? (attribute(image, 'service') ?? []) : [],
        );
        const published = view
          .about('port.published')
          .filter(
            (port) =>
              port.file === job.file &&
              port.attributes?.['job'] === job.id &&
              services.includes(attribute(port, 'service') ?? ''),
          );
        const asked = Number(valuesOf(words, '-p', '--port')[0] ?? (sets(view, job) ? Number.NaN : server.port));
        const isElsewhere = published.length > 0 && asked > 0 && published.every(({ value }) => value !== asked);
        if (services.length > 0 && !isElsewhere) continue;
        yield {
          message: `${job.id} connects to ${server.name} at ${host}, but ${isElsewhere ? `its service is on port ${published.map(({ value }) => String(value)).join(', ')}` : 'the job has no such service'}`,
          at: locationOf(command, `${words[0]} -h ${host}`),
          against: isElsewhere
            ? published.map((fact) => locationOf(fact))
            : [locationOf(job.fact, `has ${images.map(({ value }) => value).join(', ') || 'no services'}`)],
          remedy: isElsewhere ? `publish port ${asked}` : `add a ${server.name} service to the job`,
        };
        break;
      }
    }
  },
});
