import { patch, rule, locationOf, attribute } from 'turnaround/rule';

export const exposedPort = rule(import.meta, {
  title: 'An image exposes a port that it does not listen on',
  severity: 'confusing',
  why: 'If the exposed port is published, nothing answers on it.',
  *check(view) {
    for (const listen of view.about('port.listen')) {
      if (attribute(listen, 'by') !== 'dockerfile') continue;
      const exposed = view.about('port.exposed').filter(({ file }) => file === listen.file);
      const [only] = exposed;
      if (exposed.length === 0 || exposed.some(({ value }) => Number(value) === listen.value)) continue;
      yield {
        message: `the image listens on ${String(listen.value)} but exposes ${exposed.map(({ value }) => String(value)).join(', ')}`,
        at: locationOf(exposed[0] ?? listen, `EXPOSE ${String(exposed[0]?.value)}`),
        against: [locationOf(listen, `listens on ${String(listen.value)}`)],
        remedy: `use EXPOSE ${String(listen.value)}`,
        ...(only === undefined || exposed.length > 1 ? {} : { mend: [patch(only, String(listen.value))] }),
      };
    }
  },
});
