import { rule, side, told } from 'turnaround/rule';
import { builtIn } from '../_built.ts';
import { databasesUsed } from './_databases.ts';
import { commandsOf, mentionsOf } from './_services.ts';

/** What looks after the order itself. */
const WAITS = /wait|dockerize|pg_isready|nc -|until|retry|sleep|entrypoint|start|prestart|migrate|\.sh\b/i;

/** What asks a database only once there is work, and goes on asking for its queue. */
const WORKERS = /\b(?:celery|rq|arq|dramatiq|huey)\b/;

export const startsTooEarly = rule(import.meta, {
  title: 'A service does not wait until its database answers',
  severity: 'confusing',
  why: 'At the first start the database takes seconds to be made, and whoever connects before is refused.',
  *check(view) {
    const built = builtIn(view);
    const seen = new Set<string>();
    for (const { fact, service, server } of databasesUsed(view)) {
      const key = `${fact.file} ${service} ${String(server.value)}`;
      const needs = view
        .about('service.needs')
        .filter((one) => one.file === fact.file && told(one, 'service') === service && one.value === server.value);
      const [need] = needs;
      // Without any dependency somebody else may start the database; one that is started again comes up in the end.
      if (seen.has(key) || need === undefined || told(need, 'condition') === 'service_healthy') continue;
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
              /^(?:cmd|entrypoint)$/.test(told(one, 'step') ?? ''),
          ),
      ];
      const isLookedAfter =
        runs.length === 0 ||
        runs.some(({ value }) => WAITS.test(String(value))) ||
        runs.every(({ value }) => WORKERS.test(String(value))) ||
        mentions.some(({ of }) => of?.['restarts'] === true || of?.['extends'] === true);
      if (isLookedAfter) continue;
      const name = String(server.value);
      const tells = mentionsOf(view, need, name).some(
        ({ of }) => of?.['healthcheck'] === true || of?.['extends'] === true,
      );
      yield {
        message: `${service} is started with ${name}, and not once it answers`,
        at: side(need, `depends_on ${name}`),
        against: [side(fact, `${told(fact, 'variable') ?? 'address'} of ${service}`)],
        remedy: `depends_on: {${name}: {condition: service_healthy}}${tells ? '' : `, and a healthcheck of ${name}`}`,
      };
    }
  },
});
