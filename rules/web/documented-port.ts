import { dirname } from 'node:path/posix';
import { rule, locationOf, attribute, type Contradiction, type Fact, type View } from 'turnaround/rule';
import { homeOf, isBelow, portsAround } from './_about.ts';
import { dashboards, defaultPort } from './_dashboard.ts';
import { isOpen, isMeant, isBeside, isThere } from './_dashboard-named.ts';

export const documentedPort = rule(import.meta, {
  title: 'A document names a port where the dashboard is not served',
  severity: 'confusing',
  why: 'The reader who opens the address gets "connection refused", or a page of another program.',
  *check(view) {
    const meant = view.about('port.named').filter((fact) => isMeant(view, fact));
    for (const folder of new Set(meant.map(({ file }) => homeOf(file)))) yield* about(view, folder);
  },
});

/** What the documents of a folder say about the dashboards below it or around it. */
function* about(view: View, folder: string): Iterable<Contradiction> {
  const isHere = ({ file }: Fact): boolean => isBelow(file, folder) || isBelow(folder, dirname(file));
  const served = view.about('dashboard.port').filter(isHere);
  const packages = dashboards(view).filter(isHere);
  // If no file sets the port of a dashboard, its bundler uses the default.
  const others = packages.filter(({ file }) => !served.some((fact) => isBelow(fact.file, dirname(file))));
  const ports = new Set([...served.map(({ value }) => value), ...others.map(defaultPort)]);
  if (packages.length === 0 || ports.size === 0 || isOpen(view, ports)) return;
  const named = view
    .about('port.named')
    .filter((fact) => isMeant(view, fact) && homeOf(fact.file) === folder && isBeside(fact.value, ports));
  for (const port of new Set(named.map(({ value }) => value))) {
    // A port beside the right one is part of a list: of allowed origins, or of places to look.
    const isListed = (fact: Fact): boolean => portsAround(view, fact).some(({ value }) => ports.has(Number(value)));
    const places = named.filter((one) => one.value === port && !isListed(one));
    const [first] = places;
    if (first === undefined || isThere(view, port, packages)) continue;
    const published = view
      .about('port.published')
      .filter((one) => attribute(one, 'by') === 'compose' && ports.has(Number(one.attributes?.['container'])));
    const where = [...new Set([...ports, ...published.map(({ value }) => Number(value))])];
    const more = places.length === 1 ? '' : `, here and at ${places.length - 1} more places`;
    yield {
      message: `localhost:${port} is named${more}, but the dashboard is on ${where.join(', ')}`,
      at: locationOf(first, `localhost:${port}`),
      against: [...published, ...served, ...packages].slice(0, 2).map((fact) => locationOf(fact)),
      remedy: `use port ${where.toReversed().join(' or ')}`,
    };
  }
}
