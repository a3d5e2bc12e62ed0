import { rule, locationOf, attribute } from 'turnaround/rule';
import { builtIn } from '../_built.ts';
import { isSame } from './_services.ts';
import { listensElsewhere, isBuiltThere } from './_listens-elsewhere.ts';

/** Ports of debuggers and of live reload, which no image declares. */
const DEBUG = new Set<unknown>([5678, 9229, 24_678, 35_729]);

export const containerPort = rule(import.meta, {
  title: 'Nothing listens on a published port',
  severity: 'fails',
  why: 'Each connection is reset at once: from outside, the service is down.',
  *check(view) {
    for (const built of builtIn(view)) {
      const { listens } = built;
      const known = [...listens, ...built.exposes];
      if (known.length === 0) continue;
      for (const service of built.services) {
        const name = service.value;
        if (listensElsewhere(view, built, service)) continue;
        const published = view
          .about('port.published')
          .filter(
            (one) =>
              attribute(one, 'service') === name &&
              isSame(one, service) &&
              attribute(one, 'protocol') === undefined &&
              !isBuiltThere(view, one, service),
          );
        const has = published.some(({ attributes }) => known.some((one) => one.value === attributes?.['container']));
        const wrong = published.filter(
          ({ attributes }) => typeof attributes?.['container'] === 'number' && !DEBUG.has(attributes['container']),
        );
        const [port, ...others] = wrong;
        if (has || port === undefined) continue;
        const container = Number(port.attributes?.['container']);
        const [only, ...more] = [...new Set(listens.map(({ value }) => String(value)))];
        const isSure =
          only !== undefined && more.length === 0 && others.length === 0 && port.attributes?.['long'] !== true;
        const does = listens.length > 0 ? 'listens on' : 'exposes';
        const ports = [...new Set(known.map(({ value }) => String(value)))].join(', ');
        const typed = `${String(port.value)}:`;
        yield {
          message: `${name} publishes container port ${container}, but its image ${does} ${ports}`,
          at: locationOf(port, `${typed}${container}`),
          against: known.map((one) => locationOf(one, `${does} ${String(one.value)}`)),
          remedy: `publish ${typed}${String(known[0]?.value)}`,
          ...(isSure
            ? { mend: [{ file: port.file, line: port.line, was: `${typed}${container}`, is: `${typed}${only}` }] }
            : {}),
        };
      }
    }
  },
});
