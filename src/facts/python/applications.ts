import { basename } from 'node:path';
import { isNotDeployed } from '../not-deployed.ts';
import { attribute, type Fact } from '../fact.ts';
import type { Facts } from '../read-facts.ts';
import { groupBy } from '../group-by.ts';
import { moduleOf, Modules } from './modules.ts';
import { Routes, type Operation } from './operations.ts';

type Start = Fact<'start.application'>;
type Made = Fact<'application' | 'application.made' | 'application.factory'>;
type Factories = ReadonlyMap<string, Fact<'application.factory'>>;

/** A FastAPI application of the workspace. */
export interface Application {
  /** In uvicorn's notation: `app.main:app`, `app.main:create_app()`. */
  readonly app: string;
  /** The folder that it is imported from, relative to the workspace; `''` is the root. */
  readonly folder: string;
  readonly file: string;
  readonly line: number;
  /** What starts it, the most important first. */
  readonly starts: readonly Start[];
  /** The operations in the code, without those that are only created at run time. */
  readonly operations: readonly Operation[];
  /** Places whose path cannot be determined from the code. */
  readonly open: readonly Fact[];
}

/** A start in production counts more than a command that people type now and then. */
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

/** The applications in the workspace's code: started ones first, then the likeliest. */
export function applicationsOf(facts: Facts): Application[] {
  const routes = new Routes(facts);
  const modules = new Modules(facts.files);
  const starts = startsByFile(
    facts.facts.filter((fact) => fact.subject === 'start.application').filter(({ file }) => !isNotDeployed(file)),
    modules,
  );
  const imports = new Map(
    facts.facts.filter((fact) => fact.subject === 'application.imports').map((fact) => [fact.file, fact]),
  );
  const factories = new Map(
    facts.facts.filter((fact) => fact.subject === 'application.factory').map((fact) => [fact.value, fact]),
  );
  const made = facts.facts.filter(
    (fact) =>
      fact.subject === 'application' || fact.subject === 'application.made' || fact.subject === 'application.factory',
  );
  const found = made.flatMap((fact) => {
    const attribute = attributeOf(fact, factories);
    if (attribute === undefined) return [];
    const { file, line } = fact;
    const own = starts.of(file, attribute).toSorted((a, b) => weight(b) - weight(a));
    const folder = folderOf(imports.get(file), file, modules, folderBy(own, file));
    const surface = routes.of(...sourceOf(fact, factories));
    const app = `${moduleOf(file, folder)}:${attribute}`;
    return [{ app, folder, file, line, starts: own, operations: surface.operations, open: surface.open }];
  });
  const shown = new Set(found.filter(({ app }) => !app.endsWith('()')).map(({ file }) => file));
  // Created twice under one name: the later one counts.
  const last = new Map(found.map((each) => [`${each.folder}\0${each.app}`, each]));
  return found
    .filter(
      ({ app, file, starts: by }) => !app.endsWith('()') || by.length > 0 || !(shown.has(file) || isNotDeployed(file)),
    )
    .filter((each) => last.get(`${each.folder}\0${each.app}`) === each)
    .toSorted((a, b) => compare(rank(a), rank(b)));
}

/** `app`, or `create_app()`; undefined if a fact describes no application that can be named from outside. */
function attributeOf(fact: Made, factories: Factories): string | undefined {
  const { subject, value, attributes } = fact;
  if (subject === 'application.factory') return attributes?.needsNothing === true ? `${value}()` : undefined;
  if (subject === 'application.made') return factories.has(attribute(fact, 'call') ?? '') ? value : undefined;
  return attributes?.inside === true || value.includes('.') ? undefined : value;
}

/** The file and name that routes hang on: those of the object that the factory fills. */
function sourceOf(fact: Made, factories: Factories): [string, string] {
  if (fact.subject === 'application') return [fact.file, fact.value];
  const factory = fact.subject === 'application.factory' ? fact : factories.get(attribute(fact, 'call') ?? '');
  if (factory === undefined) return [fact.file, fact.value];
  return [factory.file, attribute(factory, 'returns') ?? 'app'];
}

/** What starts the objects of a file: `app.main:app` by the file that it means, `fastapi run app/main.py` by its end. */
function startsByFile(
  starts: readonly Start[],
  modules: Modules,
): { of: (file: string, attribute: string) => Start[] } {
  const byName = groupBy(starts, ({ value, file: from }) => {
    const [module = '', name = ''] = value.split(':');
    return `${module === '' ? from : modules.fileOf(module, from)}\0${name}`;
  });
  const files = starts.filter(({ value }) => value.endsWith('.py'));
  return {
    of(file, attribute) {
      const bare = attribute.replace('()', '');
      const run = ['app', 'api', 'application'].includes(bare)
        ? files.filter(({ value }) => file === value || file.endsWith(`/${value}`))
        : [];
      return [...run, ...(byName.get(`${file}\0${bare}`) ?? [])];
    },
  };
}

/** The folder that it is imported from: as stated by what starts it, unless fewer of its imports are found from there. */
function folderOf(
  imports: Fact<'application.imports'> | undefined,
  file: string,
  modules: Modules,
  said: string | undefined,
): string {
  const names = (imports?.value ?? '').split(' ');
  return modules.folderOf(file, names, imports?.attributes?.dots ?? 0, said);
}

/** Where `module:attr` is imported from, by what starts it. */
function folderBy(starts: readonly Start[], file: string): string | undefined {
  for (const { value } of starts) {
    const module = value.split(':')[0]?.replaceAll('.', '/') ?? '';
    const bare = file.replace(/(\/__init__)?\.py$/, '');
    if (module !== '' && bare === module) return '';
    if (module !== '' && bare.endsWith(`/${module}`)) return bare.slice(0, -module.length - 1);
  }
  return undefined;
}

function weight(fact: Start): number {
  return WEIGHT[attribute(fact, 'by') ?? ''] ?? 3;
}

function rank({ app, file, starts, operations }: Application): (number | string)[] {
  const [first] = starts;
  const name = app.split(':')[1] ?? '';
  const usual = ['main.py', 'app.py', 'server.py', 'asgi.py'].indexOf(basename(file));
  return [
    isNotDeployed(file) ? 1 : 0,
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
