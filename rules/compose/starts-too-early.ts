import { rule, locationOf, attribute } from 'turnaround/rule';
import { builtIn } from '../_built.ts';
import { databasesUsed } from './_databases.ts';
import { commandsOf, mentionsOf } from './_services.ts';

/** Commands that handle the start order themselves. */
const WAITS = /wait|dockerize|pg_isready|nc -|until|retry|sleep|entrypoint|start|prestart|migrate|\.sh\b/i;

/** Workers use the database only when there is work, and keep retrying until then. */
const WORKERS = /\b(?:celery|rq|arq|dramatiq|huey)\b/;

export const startsTooEarly = rule(import.meta, {
  title: 'A service does not wait until its database accepts connections',
  severity: 'confusing',
  why: 'At the first start, it takes seconds to create the database, and earlier connections are refused.',
  *check(view) {
    const built = builtIn(view);
    const seen = new Set<string>();
    for (const { fact, service, server } of databasesUsed(view)) {
      const key = `${fact.file} ${service} ${String(server.value)}`;
      const needs = view
        .about('service.needs')
        .filter((one) => one.file === fact.file && attribute(one, 'service') === service && one.value === server.value);
      const [need] = needs;
      // Without a dependency, the database may start elsewhere; a service with a restart policy retries.
      if (seen.has(key) || need === undefined || attribute(need, 'condition') === 'service_healthy') continue;
      seen.add(key);
      const mentions = mentionsOf(view, fact, service);
      const images = built.filter(({ services }) => services.some((one) => mentions.includes(one)));
      const runs = [
        ...commandsOf(view, fact, service),
        ...view
          .about('command')
          .filter(
            (one) =>
              images.some(({ dockerfile }) => dockerfile === one.file) &&
              /^(?:cmd|entrypoint)$/.test(attribute(one, 'step') ?? ''),
          ),
      ];
      const isLookedAfter =
        runs.length === 0 ||
        runs.some(({ value }) => WAITS.test(value)) ||
        runs.every(({ value }) => WORKERS.test(value)) ||
        mentions.some(({ attributes }) => attributes?.['restarts'] === true || attributes?.['extends'] === true);
      if (isLookedAfter) continue;
      const name = String(server.value);
      const tells = mentionsOf(view, need, name).some(
        ({ attributes }) => attributes?.['healthcheck'] === true || attributes?.['extends'] === true,
      );
      yield {
        message: `${service} starts with ${name} instead of waiting until ${name} accepts connections`,
        at: locationOf(need, `depends_on ${name}`),
        against: [locationOf(fact, `${attribute(fact, 'variable') ?? 'address'} of ${service}`)],
        remedy: `set depends_on: {${name}: {condition: service_healthy}}${tells ? '' : `, and add a healthcheck to ${name}`}`,
      };
    }
  },
});
