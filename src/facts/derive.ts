import { dirname, join, normalize } from 'node:path/posix';
import { applicationsOf, type Application } from './python/applications.ts';
import { isAside } from './not-deployed.ts';
import { told, type Fact } from './fact.ts';
import type { Facts } from './read-facts.ts';

export const DERIVED_SUBJECTS = {
  'backend.application': 'the application that is started, as uvicorn takes it; the likeliest first',
  'backend.port': 'a port that the backend listens on, by what starts it or where its container is described',
  'dashboard.port': 'a port that the dashboard listens on',
  operation: 'an operation of the first application, with its whole path',
  websocket: 'a WebSocket route of the first application, with its whole path',
  health: 'a path of the first application that tells how it is',
} as const;

/** `/health`, `/healthz`, `/health-check`, `/ready`, `/livez`, … as the last part of a path; `/status` only as the whole path. */
export const HEALTH =
  /(^|\/)(_?health(?:z|[-_]?check)?|healthy|readyz?|readiness|livez?|liveness|ping|heartbeat)\/?$|^(\/api)?(\/v\d+)?\/status\/?$/i;

const PYTHON_SERVERS = new Set(['uvicorn', 'gunicorn', 'hypercorn', 'fastapi', 'granian', 'daphne']);

/** What follows from several files together; each fact has the place that states it. */
export function derivedFacts(facts: Facts, applications: readonly Application[] = applicationsOf(facts)): Fact[] {
  return [...surface(applications), ...backendPorts(facts), ...dashboardPorts(facts)];
}

function* surface(applications: readonly Application[]): Generator<Fact> {
  const own = applications.filter(({ file }) => !isAside(file));
  for (const { app, folder, file, line, starts } of own) {
    yield {
      subject: 'backend.application',
      value: app,
      file,
      line,
      sure: starts.length > 0 ? 'derived' : 'guessed',
      of: { folder, startedBy: starts.map((start) => `${start.file}:${start.line}`) },
    };
  }
  const [first] = own;
  if (first === undefined) return;
  const application = first.app;
  for (const { kind, method, path, file, line, hidden } of first.operations) {
    const of = { application, ...(hidden ? { hidden } : {}) };
    if (kind === 'http') yield { subject: 'operation', value: `${method} ${path}`, file, line, sure: 'derived', of };
    if (kind === 'websocket') yield { subject: 'websocket', value: path, file, line, sure: 'derived', of };
    if (kind === 'http' && HEALTH.test(path)) yield { subject: 'health', value: path, file, line, sure: 'derived', of };
  }
}

/** Ports from the command that starts a Python server, and from its image, service and workload. */
function backendPorts({ facts }: Facts): Fact[] {
  const own = facts.filter(({ file }) => !isAside(file));
  const starts = own.filter(({ subject }) => subject === 'start.application');
  const images = new Set(starts.filter(({ of }) => of?.['by'] === 'dockerfile').map(({ file }) => file));
  const services = new Set([
    ...starts.filter(({ of }) => of?.['by'] === 'compose').map(serviceKey),
    ...own
      .filter((fact) => fact.subject === 'service' && told(fact, 'context') && images.has(dockerfileOf(fact)))
      .map(namedKey),
  ]);
  return own.flatMap((fact) => {
    const { subject, of } = fact;
    if (subject === 'port.listen' && PYTHON_SERVERS.has(told(fact, 'runner') ?? ''))
      return as('backend.port', fact, told(fact, 'by') === 'markdown' ? 'guessed' : 'derived');
    if (subject === 'port.exposed' && images.has(fact.file)) return as('backend.port', fact, 'derived');
    if (subject === 'port.published' && typeof of?.['container'] === 'number' && services.has(serviceKey(fact)))
      return as('backend.port', { ...fact, value: of['container'] }, 'derived');
    if (subject === 'port.container' && /back|api|server/i.test(told(fact, 'workload') ?? ''))
      return as('backend.port', fact, 'guessed');
    if (subject === 'port.default' && of?.['variable'] === 'PORT') return as('backend.port', fact, 'guessed');
    return [];
  });
}

function serviceKey(fact: Fact): string {
  return `${dirname(fact.file)}\n${told(fact, 'service')}`;
}

function namedKey({ file, value }: Fact): string {
  return `${dirname(file)}\n${String(value)}`;
}

/** The Dockerfile that a service of a compose file is built from, relative to the workspace. */
function dockerfileOf(fact: Fact): string {
  return normalize(join(dirname(fact.file), told(fact, 'context') ?? '.', told(fact, 'dockerfile') ?? 'Dockerfile'));
}

/** `next dev -p 3002`, `vite --port=3001`, `PORT=3001 react-scripts start` of a script. */
const SERVES =
  /^(?:.*\bPORT=(\d{2,5}) )?(?:npx )?(?:next (?:dev|start)|vite(?: dev| preview)?|ng serve|nuxt dev|astro dev|react-scripts start|vue-cli-service serve)(?= |$)(?:.* (?:-p|--port)[ =](\d{2,5})\b)?/;

function dashboardPorts({ facts }: Facts): Fact[] {
  const own = facts.filter(({ file }) => !isAside(file));
  return own.flatMap((fact) => {
    if (fact.subject === 'port.listen' && fact.of?.['by'] === 'vite') return as('dashboard.port', fact, 'derived');
    if (fact.subject !== 'command' || fact.of?.['by'] !== 'script') return [];
    const [, set, asked = set] = SERVES.exec(String(fact.value)) ?? [];
    return asked === undefined ? [] : as('dashboard.port', { ...fact, value: Number(asked) }, 'derived');
  });
}

function as(subject: string, fact: Fact, sure: Fact['sure']): Fact[] {
  return [{ ...fact, subject, sure, of: { ...fact.of, from: fact.subject } }];
}
