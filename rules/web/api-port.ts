import { rule, locationOf, attribute, type View } from 'turnaround/rule';
import { isPortOpen, isServed } from '../_served.ts';
import { startsApplication } from '../_starts.ts';
import { localPort, NAMED, portsByDefault, portsPassedTo } from './_api-ports.ts';
import { dashboards, hasServer, isIn, publishedBeside, servicesOf } from './_dashboard.ts';

export const apiPort = rule(import.meta, {
  title: 'The dashboard calls a port where the backend never listens',
  severity: 'wrong',
  why: 'With the default settings, the connection is refused and the page shows no data.',
  *check(view) {
    const packages = dashboards(view);
    const ports = view.about('backend.port').filter(({ sure }) => sure !== 'guessed');
    if (packages.length === 0 || ports.length === 0 || hasServer(view) || isPortOpen(view)) return;
    const [defaults, passed] = [portsByDefault(view), portsPassedTo(view)];
    yield* asComposed(view);
    const one = [...new Set(ports.map(({ value }) => String(value)))];
    const isMet = defaults.some(({ fact, port }) => isIn(packages, fact.file) && one.includes(port));
    for (const { fact, port } of [...defaults, ...passed]) {
      if (!isIn(packages, fact.file) || isServed(view, Number(port))) continue;
      // If another variable has the backend's address, one that is named after something else leads there.
      if (isMet && fact.subject === 'variable.read' && NAMED.test(fact.value)) continue;
      const says =
        fact.subject === 'proxy.pass' ? 'the development server forwards' : `${fact.value} points by default`;
      yield {
        message: `${says} to port ${port}, but the backend is on ${one.join(', ')}`,
        at: locationOf(fact, `port ${port}`),
        against: ports.slice(0, 3).map((each) => locationOf(each)),
        remedy: `use port ${one[0]}`,
        ...(one.length === 1
          ? { mend: [{ file: fact.file, line: fact.line, was: `:${port}`, is: `:${one[0]}` }] }
          : {}),
      };
    }
  },
});

/** In one compose file: what the page calls, and where the backend is published. */
function* asComposed(view: View) {
  for (const set of view.about('variable.set')) {
    const port = Number(localPort(attribute(set, 'value')));
    if (
      attribute(set, 'by') !== 'compose' ||
      !(port > 0) ||
      !/^(?:VITE|NEXT_PUBLIC|REACT_APP|NUXT_PUBLIC)_/.test(set.value)
    )
      continue;
    const backend = servicesOf(view, set.file, (built) => startsApplication(view, built));
    const known = publishedBeside(view, set.file);
    if (backend.length === 0 || known === undefined || known.includes(port)) continue;
    yield {
      message: `${set.value} points to port ${port}, but the backend is published on ${backend.map(({ value }) => String(value)).join(', ')}`,
      at: locationOf(set, `port ${port}`),
      against: backend.map((fact) => locationOf(fact)),
      remedy: `use port ${String(backend[0]?.value)}`,
    };
  }
}
