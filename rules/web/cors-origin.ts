import { rule, side, told, type Fact, type View } from 'turnaround/rule';
import { isServed } from '../_served.ts';
import { dashboards, defaultPort, isIn, publishedBeside, servicesOf } from './_dashboard.ts';

export const corsOrigin = rule(import.meta, {
  title: 'No allowed origin is where the dashboard is served',
  severity: 'wrong',
  why: 'The browser throws away every answer of the backend: the page works in no test and shows nothing.',
  *check(view) {
    const packages = dashboards(view);
    if (packages.length === 0) return;
    const known = new Set(packages.map((fact) => defaultPort(fact)));
    const served = view.about('dashboard.port');
    const where = [...new Set([...served.map(({ value }) => Number(value)), ...known])].join(', ');
    for (const { at, ports } of [...given(view), ...defaults(view)]) {
      const isHere = (port: number): boolean => known.has(port) || isServed(view, port);
      const composed = told(at, 'by') === 'compose' ? composedPorts(view, at.file) : undefined;
      const isAllowed = composed === undefined ? ports.some(isHere) : ports.some((port) => composed.includes(port));
      if (ports.length === 0 || isAllowed) continue;
      yield {
        message: `origins on port ${ports.join(', ')} are allowed, and the dashboard is served on ${composed?.join(', ') ?? where}`,
        at: side(at, `origins on port ${ports.join(', ')}`),
        against: [...served, ...packages].slice(0, 3).map((fact) => side(fact)),
        remedy: 'allow the origin of the dashboard',
      };
    }
  },
});

interface Allowed {
  readonly at: Fact;
  readonly ports: readonly number[];
}

/** Where the same compose files serve the dashboard; undefined where they do not. */
function composedPorts(view: View, file: string): number[] | undefined {
  const packages = dashboards(view);
  const pages = servicesOf(view, file, ({ dockerfile, contexts }) =>
    [dockerfile, ...[...contexts].map((folder) => `${folder}/package.json`)].some((path) => isIn(packages, path)),
  );
  return pages.length === 0 ? undefined : publishedBeside(view, file);
}

function given(view: View): Allowed[] {
  const set = view.about('variable.set').filter((at) => isAbout(at));
  return set.map((at) => ({ at, ports: portsOf(told(at, 'value') ?? '') }));
}

/** A list as default is not in the fact of its variable; its ports stand on the lines below, up to the next variable. */
function defaults(view: View): Allowed[] {
  const read = view.about('variable.read').filter((fact) => fact.file.endsWith('.py'));
  return read
    .filter((fact) => isAbout(fact))
    .map((fact) => {
      const text = told(fact, 'default');
      if (text !== undefined) return { at: fact, ports: portsOf(text) };
      const next = read.filter(({ file, line }) => file === fact.file && line > fact.line).map(({ line }) => line);
      const named = listedBelow(view, fact, Math.min(...next));
      return { at: named[0] ?? fact, ports: named.map(({ value }) => Number(value)) };
    });
}

/** Origins in the lines below a variable, as long as one line follows another, up to the next variable. */
function listedBelow(view: View, { file, line }: Fact, next: number): Fact[] {
  const below = view.about('port.named').filter((one) => one.file === file && one.line >= line && one.line < next);
  let end = line + 6;
  return below
    .toSorted((x, y) => x.line - y.line)
    .filter((one) => {
      const isListed = one.line < end;
      if (isListed) end = Math.max(end, one.line + 2);
      return isListed;
    });
}

function isAbout({ value }: Fact): boolean {
  const name = String(value);
  return /CORS|ALLOWED_ORIGIN/i.test(name) && !/REGEX|METHOD|HEADER|CREDENTIAL/i.test(name);
}

/** The ports of origins that are all of this machine; none where one is not. */
function portsOf(text: string): number[] {
  const origins = text.match(/https?:\/\/[^\s,"'\]]+/g) ?? [];
  const local = origins.map((origin) => /^https?:\/\/(?:localhost|127\.0\.0\.1):(\d+)\/?$/.exec(origin)?.[1]);
  return local.every((port) => port !== undefined) ? local.map(Number) : [];
}
