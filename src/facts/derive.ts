import { dirname, join, normalize } from 'node:path/posix';
import { applicationsOf, type Application } from './python/applications.ts';
import { isNotDeployed } from './not-deployed.ts';
import { attribute, type Fact, type FactAbout } from './fact.ts';
import type { Facts } from './read-facts.ts';
import { purposeFacts } from './purpose.ts';
import type { ValueOf } from './subjects.ts';

export const DERIVED_SUBJECTS = [
  'backend.application',
  'backend.port',
  'dashboard.port',
  'operation',
  'websocket',
  'health',
  'purpose',
] as const;

/** `/health`, `/healthz`, `/health-check`, `/ready`, `/livez`, … as the last part of a path; `/status` only as the whole path. */
export const HEALTH =
  /(^|\/)(_?health(?:z|[-_]?check)?|healthy|readyz?|readiness|livez?|liveness|ping|heartbeat)\/?$|^(\/api)?(\/v\d+)?\/status\/?$/i;

const PYTHON_SERVERS = new Set(['uvicorn', 'gunicorn', 'hypercorn', 'fastapi', 'granian', 'daphne']);

/** What follows from several files together; each fact has the place that states it. */
export function derivedFacts(facts: Facts, applications: readonly Application[] = applicationsOf(facts)): Fact[] {
  return [...surface(applications), ...backendPorts(facts), ...dashboardPorts(facts), ...purposeFacts(facts.facts)];
}

function* surface(applications: readonly Application[]): Generator<Fact> {
  const own = applications.filter(({ file }) => !isNotDeployed(file));
  for (const { app, folder, file, line, starts } of own) {
    yield {
      subject: 'backend.application',
      value: app,
      file,
      line,
      sure: starts.length > 0 ? 'derived' : 'guessed',
      attributes: { folder, startedBy: starts.map((start) => `${start.file}:${start.line}`) },
    };
  }
  const [first] = own;
  if (first === undefined) return;
  const application = first.app;
  for (const { kind, method, path, file, line, hidden } of first.operations) {
    const attributes = { application, ...(hidden ? { hidden } : {}) };
    if (kind === 'http')
      yield { subject: 'operation', value: `${method} ${path}`, file, line, sure: 'derived', attributes };
    if (kind === 'websocket') yield { subject: 'websocket', value: path, file, line, sure: 'derived', attributes };
    if (kind === 'http' && HEALTH.test(path))
      yield { subject: 'health', value: path, file, line, sure: 'derived', attributes };
  }
}

/** Ports from the command that starts a Python server, and from its image, service and workload. */
function backendPorts({ facts }: Facts): Fact[] {
  const own = facts.filter(({ file }) => !isNotDeployed(file));
  const starts = own.filter((fact) => fact.subject === 'start.application');
  const images = new Set(starts.filter((fact) => attribute(fact, 'by') === 'dockerfile').map(({ file }) => file));
  const services = new Set([
    ...starts.filter((fact) => attribute(fact, 'by') === 'compose').map(serviceKey),
    ...own
      .filter((fact) => fact.subject === 'service')
      .filter((fact) => attribute(fact, 'context') && images.has(dockerfileOf(fact)))
      .map(namedKey),
  ]);
  return own.flatMap((fact) => {
    const { subject, attributes } = fact;
    if (subject === 'port.listen' && PYTHON_SERVERS.has(attribute(fact, 'runner') ?? ''))
      return as('backend.port', fact, fact.value, attribute(fact, 'by') === 'markdown' ? 'guessed' : 'derived');
    if (subject === 'port.exposed' && images.has(fact.file)) return as('backend.port', fact, fact.value, 'derived');
    if (subject === 'port.published' && typeof attributes?.container === 'number' && services.has(serviceKey(fact)))
      return as('backend.port', fact, attributes.container, 'derived');
    if (subject === 'port.container' && /back|api|server/i.test(attribute(fact, 'workload') ?? ''))
      return as('backend.port', fact, fact.value, 'guessed');
    if (subject === 'port.default' && attributes?.variable === 'PORT')
      return as('backend.port', fact, fact.value, 'guessed');
    return [];
  });
}

function serviceKey(fact: Fact<'start.application' | 'port.published'>): string {
  return `${dirname(fact.file)}\n${attribute(fact, 'service')}`;
}

function namedKey({ file, value }: Fact<'service'>): string {
  return `${dirname(file)}\n${value}`;
}

/** The Dockerfile that a service of a compose file is built from, relative to the workspace. */
function dockerfileOf(fact: Fact<'service'>): string {
  return normalize(
    join(dirname(fact.file), attribute(fact, 'context') ?? '.', attribute(fact, 'dockerfile') ?? 'Dockerfile'),
  );
}

/** `next dev -p 3002`, `vite --port=3001`, `PORT=3001 react-scripts start` of a script. */
const SERVES =
  /^(?:.*\bPORT=(\d{2,5}) )?(?:npx )?(?:next (?:dev|start)|vite(?: dev| preview)?|ng serve|nuxt dev|astro dev|react-scripts start|vue-cli-service serve)(?= |$)(?:.* (?:-p|--port)[ =](\d{2,5})\b)?/;

function dashboardPorts({ facts }: Facts): Fact[] {
  const own = facts.filter(({ file }) => !isNotDeployed(file));
  return own.flatMap((fact) => {
    if (fact.subject === 'port.listen' && fact.attributes?.by === 'vite')
      return as('dashboard.port', fact, fact.value, 'derived');
    if (fact.subject !== 'command' || fact.attributes?.by !== 'script') return [];
    const [, set, asked = set] = SERVES.exec(fact.value) ?? [];
    return asked === undefined ? [] : as('dashboard.port', fact, Number(asked), 'derived');
  });
}

function as<S extends 'backend.port' | 'dashboard.port'>(
  subject: S,
  { file, line, subject: from }: Fact,
  value: ValueOf<S>,
  sure: Fact['sure'],
): FactAbout<S>[] {
  return [{ subject, value, file, line, sure, attributes: { from } }];
}
