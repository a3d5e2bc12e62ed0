import { attribute, type Fact, type View } from 'turnaround/rule';
import { isDocument } from '../docs/_documents.ts';
import { isServed } from '../_served.ts';
import { defaultPort } from './_dashboard.ts';

/** `${FRONTEND_PORT:-3000}:3000`: the port depends on the environment. */
export function isOpen(view: View, ports: ReadonlySet<number>): boolean {
  const isPassed = view
    .about('variable.passed')
    .some((fact) => /PORT/i.test(fact.value) && ports.has(Number(attribute(fact, 'default'))));
  return (
    isPassed ||
    view
      .about('port.container')
      .some(({ value, attributes }) => attributes?.['open'] === true && ports.has(Number(value)))
  );
}

export function isMeant(view: View, fact: Fact): boolean {
  // `INDEXER_BACKEND_URL=` is the address of something else.
  const isOther = !/FRONTEND|CLIENT|DASHBOARD|WEB|APP|UI|SITE|ORIGIN/.test(attribute(fact, 'variable') ?? 'APP');
  return !isOther && isDocument(view, fact.file) && /^(?:localhost|127\.0\.0\.1)$/.test(attribute(fact, 'host') ?? '');
}

/** Bundlers use the next free port: a port that is a few higher or lower was the dashboard's at some time. */
export function isBeside(port: number, ports: ReadonlySet<number>): boolean {
  // The OpenTelemetry collector uses 4317 and 4318.
  return !ports.has(port) && port !== 4317 && port !== 4318 && [...ports].some((own) => Math.abs(own - port) <= 6);
}

export function isThere(view: View, port: number, packages: readonly Fact[]): boolean {
  return (
    isServed(view, port) ||
    packages.some((fact) => defaultPort(fact) === port && view.about('dashboard.port').length === 0)
  );
}
