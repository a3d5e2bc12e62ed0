import { basename } from 'node:path';
import { isAside } from './aside.ts';
import { told, type Fact } from './fact.ts';
import type { Facts } from './facts.ts';
import { moduleOf, Modules } from './modules.ts';
import { Routes, type Operation } from './operations.ts';

/** A FastAPI application of the workspace. */
export interface Application {
  /** As uvicorn takes it: `app.main:app`, `app.main:create_app()`. */
  readonly app: string;
  /** What it is imported from, relative to the workspace; `''` is its root. */
  readonly folder: string;
  readonly file: string;
  readonly line: number;
  /** What starts it, the weightiest first. */
  readonly starts: readonly Fact[];
  /** What the code says it serves; without what is only made at run time. */
  readonly operations: readonly Operation[];
  /** Places whose path could not be told from the code. */
  readonly open: readonly Fact[];
}

/** What starts an application in production says more than what a person types now and then. */
const WEIGHT: Readonly<Record<string, number>> = {
  dockerfile: 9,
  compose: 8,
  kubernetes: 8,
  procfile: 8,
  workflow: 6,
  makefile: 5,
  justfile: 5,
  taskfile: 5,
  script: 4,
  shell: 4,
  python: 2,
  markdown: 1,
};

/** The applications that the workspace's code makes: first what something starts, then what looks most like it. */
export function applicationsOf(facts: Facts): Application[] {
  const routes = new Routes(facts);
  const modules = new Modules(facts.files);
  const starts = facts.facts.filter(({ subject, file }) => subject === 'start.application' && !isAside(file));
  const factories = new Map(
    facts.facts.filter(({ subject }) => subject === 'application.factory').map((fact) => [String(fact.value), fact]),
  );
  const found = facts.facts.flatMap((fact) => {
    const attribute = attributeOf(fact, factories);
    if (attribute === undefined) return [];
    const { file, line } = fact;
    const own = starts
      .filter((start) => means(start, file, attribute, modules))
      .toSorted((a, b) => weight(b) - weight(a));
    const folder = folderOf(facts.facts, file, modules, folderBy(own, file));
    const surface = routes.of(...sourceOf(fact, factories));
    const app = `${moduleOf(file, folder)}:${attribute}`;
    return [{ app, folder, file, line, starts: own, operations: surface.operations, open: surface.open }];
  });
  const shown = new Set(found.filter(({ app }) => !app.endsWith('()')).map(({ file }) => file));
  return found
    .filter(({ app, file, starts: by }) => !app.endsWith('()') || by.length > 0 || !(shown.has(file) || isAside(file)))
    .filter(({ app, folder }, index, all) => {
      // Made twice under one name: the later one is what stands.
      return all.findLastIndex((other) => other.app === app && other.folder === folder) === index;
    })
    .toSorted((a, b) => compare(rank(a), rank(b)));
}

/** `app`, or `create_app()`; undefined where a fact makes no application that can be named from outside. */
function attributeOf(fact: Fact, factories: ReadonlyMap<string, Fact>): string | undefined {
  const { subject, value, of } = fact;
  if (subject === 'application.factory') return of?.['needsNothing'] === true ? `${String(value)}()` : undefined;
  if (subject === 'application.made') return factories.has(told(fact, 'call') ?? '') ? String(value) : undefined;
  return subject !== 'application' || of?.['inside'] === true || String(value).includes('.')
    ? undefined
    : String(value);
}

/** The file and name that routes hang on: those of the object that the factory fills. */
function sourceOf(fact: Fact, factories: ReadonlyMap<string, Fact>): [string, string] {
  const factory = fact.subject === 'application.factory' ? fact : factories.get(told(fact, 'call') ?? '');
  if (factory === undefined) return [fact.file, String(fact.value)];
  return [factory.file, told(factory, 'returns') ?? 'app'];
}

function means({ value, file: from }: Fact, file: string, attribute: string, modules: Modules): boolean {
  const said = String(value);
  const bare = attribute.replace('()', '');
  if (said.endsWith('.py'))
    return (file === said || file.endsWith(`/${said}`)) && ['app', 'api', 'application'].includes(bare);
  const [module = '', name = ''] = said.split(':');
  if (name !== bare) return false;
  return module === '' ? from === file : modules.fileOf(module, from) === file;
}

/** Where it is imported from: as what starts it says, unless less of what it imports is found from there. */
function folderOf(facts: readonly Fact[], file: string, modules: Modules, said: string | undefined): string {
  const imports = facts.find((fact) => fact.subject === 'application.imports' && fact.file === file);
  const dots = imports?.of?.['dots'];
  const names = String(imports?.value ?? '').split(' ');
  return modules.folderOf(file, names, typeof dots === 'number' ? dots : 0, said);
}

/** Where `module:attr` is imported from, by what starts it. */
function folderBy(starts: readonly Fact[], file: string): string | undefined {
  for (const { value } of starts) {
    const module = String(value).split(':')[0]?.replaceAll('.', '/') ?? '';
    const bare = file.replace(/(\/__init__)?\.py$/, '');
    if (module !== '' && bare === module) return '';
    if (module !== '' && bare.endsWith(`/${module}`)) return bare.slice(0, -module.length - 1);
  }
  return undefined;
}

function weight(fact: Fact): number {
  return WEIGHT[told(fact, 'by') ?? ''] ?? 3;
}

function rank({ app, file, starts, operations }: Application): (number | string)[] {
  const [first] = starts;
  const name = app.split(':')[1] ?? '';
  const usual = ['main.py', 'app.py', 'server.py', 'asgi.py'].indexOf(basename(file));
  return [
    isAside(file) ? 1 : 0,
    first === undefined ? 0 : -weight(first),
    -starts.length,
    -Math.min(operations.length, 3),
    name.endsWith('()') ? 1 : 0,
    usual < 0 ? 9 : usual,
    file.split('/').length,
    -operations.length,
    file,
    app,
  ];
}

function compare(a: readonly (number | string)[], b: readonly (number | string)[]): number {
  for (const [index, left] of a.entries()) {
    const right = b[index];
    if (right !== undefined && left !== right) return left < right ? -1 : 1;
  }
  return 0;
}
