import type { Json } from '../outcome/outcome.ts';
import type { Application } from './python/applications.ts';
import { isNotDeployed } from './not-deployed.ts';
import type { Fact } from './fact.ts';
import type { Facts } from './read-facts.ts';
import type { Subject } from './subjects.ts';

/** One result of detection in a workspace; `init` shows it and compares it later. */
export type Found = {
  readonly what: string;
  readonly value: string;
  /** `file:line` of all places that state it. */
  readonly places: readonly string[];
} & Readonly<Record<string, Json>>;

/** The names of subjects, in the order in which they are shown. */
const SHOWN: readonly (readonly [what: string, ...subjects: Subject[]])[] = [
  ['backend port', 'backend.port'],
  ['dashboard port', 'dashboard.port'],
  ['health path', 'health'],
  ['websocket', 'websocket'],
  ['Python', 'version.python'],
  ['Node', 'version.node'],
  ['PostgreSQL', 'version.postgres'],
  ['package manager', 'package.manager'],
  ['database', 'database.name', 'database.address'],
  ['cache', 'cache.address'],
  ['image that is built', 'image.built'],
  ['service', 'service'],
  ['Kubernetes object', 'k8s.object'],
  ['workflow', 'workflow'],
  ['coverage gate', 'gate.coverage'],
];

/** What a person wants to know first about a workspace, without backups, examples and tests. */
export function foundIn(facts: Facts, applications: readonly Application[]): Found[] {
  const own = facts.facts.filter(({ file }) => !isNotDeployed(file));
  const shown = applications.filter(({ file }) => !isNotDeployed(file));
  return [
    ...shown.map((application) => applicationFound(application)),
    ...dashboards(own),
    ...SHOWN.flatMap(([what, ...subjects]) => merged(what, own, subjects)),
    ...variables(own),
  ];
}

function applicationFound({ app, folder, file, line, operations, open, starts }: Application): Found {
  const count = operations.filter(({ kind }) => kind === 'http').length;
  const where = folder === '' ? '' : ` in ${folder}`;
  return {
    what: 'application',
    value: `${app}${where}, ${count} operations${open.length === 0 ? '' : `, and ${open.length} places that only running tells`}`,
    places: [`${file}:${line}`, ...starts.slice(0, 3).map((start) => `started by ${start.file}:${start.line}`)],
  };
}

/** A JavaScript package is built into pages if it uses one of these. */
const BUILDERS = new Set([
  'vite',
  'next',
  'react-scripts',
  '@angular/cli',
  'nuxt',
  'astro',
  '@sveltejs/kit',
  'webpack',
]);

function dashboards(facts: readonly Fact[]): Found[] {
  const scripts = new Set(
    facts.filter(({ subject, value }) => subject === 'package.script' && value === 'build').map(({ file }) => file),
  );
  return facts
    .filter(({ subject, value, file }) => subject === 'dependency' && BUILDERS.has(value) && scripts.has(file))
    .map(({ value, file, line }) => ({
      what: 'dashboard',
      value: `${folderOf(file)}, built by ${String(value)}`,
      places: [`${file}:${line}`],
    }));
}

function folderOf(file: string): string {
  return file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : '.';
}

/** Each value once, with every place that states it. */
function merged(what: string, facts: readonly Fact[], subjects: readonly Subject[]): Found[] {
  const places = new Map<string, string[]>();
  for (const { subject, value, file, line } of facts) {
    if (!subjects.includes(subject)) continue;
    const known = places.get(String(value)) ?? [];
    places.set(String(value), [...known, `${file}:${line}`]);
  }
  return [...places].map(([value, where]) => ({ what, value, places: where }));
}

function variables(facts: readonly Fact[]): Found[] {
  const needed = facts.filter((fact) => fact.subject === 'variable.read' && fact.attributes?.required === true);
  return merged('variable that must be set', needed, ['variable.read']);
}
