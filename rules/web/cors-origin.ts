import { rule, locationOf, attribute, type Fact, type View } from 'turnaround/rule';
import { isServed } from '../_served.ts';
import { dashboards, defaultPort, isIn, publishedBeside, servicesOf } from './_dashboard.ts';
import { originsByDefault, originsSet } from './_origins.ts';

export const corsOrigin = rule(import.meta, {
  title: 'The origin of the dashboard is not allowed',
  severity: 'wrong',
  why: 'The browser blocks every response of the backend, and the page shows no data.',
  *check(view) {
    const packages = dashboards(view);
    // A page that calls its own origin, which forwards to the backend, needs no permission.
    if (packages.length === 0 || isProxied(view, packages)) return;
    const known = new Set(packages.map((fact) => defaultPort(fact)));
    const served = view.about('dashboard.port');
    const where = [...new Set([...served.map(({ value }) => value), ...known])].join(', ');
    for (const { at, ports } of [...originsSet(view), ...originsByDefault(view)]) {
      const isHere = (port: number): boolean => known.has(port) || isServed(view, port);
      const composed = attribute(at, 'by') === 'compose' ? composedPorts(view, at.file) : undefined;
      const isAllowed = ports.some((port) => (composed === undefined ? isHere(port) : composed.all.includes(port)));
      if (ports.length === 0 || isAllowed) continue;
      yield {
        message: `origins on port ${ports.join(', ')} are allowed, but the dashboard is served on ${composed?.pages.join(', ') || where}`,
        at: locationOf(at, `origins on port ${ports.join(', ')}`),
        against: [...served, ...packages].slice(0, 3).map((fact) => locationOf(fact)),
        remedy: 'allow the origin of the dashboard',
      };
    }
  },
});

/** Where the same compose files serve the dashboard, and what else they publish; undefined if they do not serve it. */
function composedPorts(view: View, file: string): { pages: number[]; all: number[] } | undefined {
  const packages = dashboards(view);
  const pages = servicesOf(view, file, ({ dockerfile, contexts }) =>
    [dockerfile, ...[...contexts].map((folder) => `${folder}/package.json`)].some((path) => isIn(packages, path)),
  );
  const all = pages.length === 0 ? undefined : publishedBeside(view, file);
  return all && { pages: [...new Set(pages.map(({ value }) => Number(value)))], all };
}

function isProxied(view: View, packages: readonly Fact[]): boolean {
  return view.about('proxy.pass').some((pass) => attribute(pass, 'by') !== 'nginx' && isIn(packages, pass.file));
}
