import { rule, locationOf, attribute } from 'turnaround/rule';
import { listensOf } from './_image-listens.ts';

export const healthcheckPort = rule(import.meta, {
  title: 'A health check uses a port on which the image does not listen',
  severity: 'fails',
  why: 'The check never succeeds: the container stays "unhealthy", and services that wait for it never start.',
  *check(view) {
    for (const probe of view.about('probe.path')) {
      const port = probe.attributes?.['port'];
      if (
        attribute(probe, 'kind') !== 'healthcheck' ||
        typeof port !== 'number' ||
        attribute(probe, 'host') !== undefined
      )
        continue;
      const listens = listensOf(view, probe);
      const [first] = listens;
      if (first === undefined || listens.some(({ value }) => Number(value) === port)) continue;
      const isOne = new Set(listens.map(({ value }) => Number(value))).size === 1;
      yield {
        message: `the health check uses port ${port}, but the image listens on ${listens.map(({ value }) => String(value)).join(', ')}`,
        at: locationOf(probe, `uses port ${port}`),
        against: listens.map((fact) => locationOf(fact, `listens on ${String(fact.value)}`)),
        remedy: `use port ${String(first.value)}`,
        ...(isOne && probe.sure === 'stated'
          ? { mend: [{ file: probe.file, line: probe.line, was: `:${port}`, is: `:${String(first.value)}` }] }
          : {}),
      };
    }
  },
});
