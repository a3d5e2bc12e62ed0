import { rule, side, told, type View } from 'turnaround/rule';
import { isPortOpen, isServed } from '../_served.ts';
import { startsApplication } from '../_starts.ts';
import { dashboards, hasServer, isIn, publishedBeside, servicesOf } from './_dashboard.ts';

const LOCAL = /^(?:https?|wss?):\/\/(?:localhost|127\.0\.0\.1):(\d+)/;

/** A name with a word that does not belong to an address, such as `LEAD_SEARCH_API_URL`. */
const NAMED =
  /^(?!(?:(?:VITE|NEXT|NUXT|REACT|PUBLIC|APP|API|BACKEND|SERVER|BASE|URL|URI|HOST|ENDPOINT|ORIGIN|ADDRESS|WS|WSS|WEBSOCKET|SOCKET|HTTP|HTTPS|DEFAULT|DEV|V?\d+)(?:_|$))+$)/;

export const apiPort = rule(import.meta, {
  title: 'The dashboard calls a port where the backend never listens',
  severity: 'wrong',
  why: 'With the default settings, the connection is refused and the page shows no data.',
  *check(view) {
    const packages = dashboards(view);
    const ports = view.about('backend.port').filter(({ sure }) => sure !== 'guessed');
    if (packages.length === 0 || ports.length === 0 || hasServer(view) || isPortOpen(view)) return;
    const defaults = view.about('variable.read').flatMap((fact) => {
      const port = LOCAL.exec(told(fact, 'default') ?? '')?.[1];
      // The base URL of browser tests is the address of the page itself.
      const isApi =
        /API|BACKEND|SERVER|WS|SOCKET/.test(String(fact.value)) && !/(?:playwright|cypress)[^/]*$|e2e/i.test(fact.file);
      return port !== undefined && isApi ? [{ fact, port }] : [];
    });
    const passed = view.about('proxy.pass').flatMap((fact) => {
      const port = LOCAL.exec(String(fact.value))?.[1];
      return port !== undefined && told(fact, 'by') !== 'nginx' ? [{ fact, port }] : [];
    });
    yield* asComposed(view);
    const one = [...new Set(ports.map(({ value }) => String(value)))];
    const isMet = defaults.some(({ fact, port }) => isIn(packages, fact.file) && one.includes(port));
    for (const { fact, port } of [...defaults, ...passed]) {
      if (!isIn(packages, fact.file) || isServed(view, Number(port))) continue;
      // If another variable has the backend's address, one that is named after something else leads there.
      if (isMet && fact.subject === 'variable.read' && NAMED.test(String(fact.value))) continue;
      const says =
        fact.subject === 'proxy.pass' ? 'the development server forwards' : `${String(fact.value)} points by default`;
      yield {
        message: `${says} to port ${port}, but the backend is on ${one.join(', ')}`,
        at: side(fact, `port ${port}`),
        against: ports.slice(0, 3).map((each) => side(each)),
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
    const port = Number(LOCAL.exec(told(set, 'value') ?? '')?.[1]);
    if (
      told(set, 'by') !== 'compose' ||
      !(port > 0) ||
      !/^(?:VITE|NEXT_PUBLIC|REACT_APP|NUXT_PUBLIC)_/.test(String(set.value))
    )
      continue;
    const backend = servicesOf(view, set.file, (built) => startsApplication(view, built));
    const known = publishedBeside(view, set.file);
    if (backend.length === 0 || known === undefined || known.includes(port)) continue;
    yield {
      message: `${String(set.value)} points to port ${port}, but the backend is published on ${backend.map(({ value }) => String(value)).join(', ')}`,
      at: side(set, `port ${port}`),
      against: backend.map((fact) => side(fact)),
      remedy: `use port ${String(backend[0]?.value)}`,
    };
  }
}
