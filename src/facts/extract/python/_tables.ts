import type { Fact } from '../../fact.ts';
import type { Source } from '../../read/source.ts';
import type { TomlAt } from '../../read/toml.ts';
import { withoutPassword } from '../../variable.ts';
import { dependencyFact, normalName, textOf, textsOf, type OfDependency, type Requirement } from './_requirement.ts';

/** A value in the tables of poetry and Pipfile: `"^1.0"`, or `version`, `extras`, `git`, `path`. */
export interface TableEntry {
  readonly line: number;
  readonly values: Map<string, unknown>;
}

/** A dependency of such a table; a `path` is one of the workspace. */
export function entryFacts(source: Source, name: string, { line, values }: TableEntry, more: OfDependency): Fact[] {
  const text = (key: string): string | undefined => textOf(values.get(key));
  const [version, marker, path, url] = [
    text('version') ?? text(''),
    text('markers'),
    text('path'),
    text('git') ?? text('url'),
  ];
  const found: Requirement = {
    name: normalName(name),
    extras: textsOf(values.get('extras')),
    ...(version === undefined ? {} : { version }),
    ...(marker === undefined ? {} : { marker }),
    ...(url === undefined ? {} : { url }),
  };
  const optional = values.get('optional') === true ? { optional: true } : {};
  return [
    ...dependencyFact(source, found, line, { ...more, ...optional }),
    ...source.fact('path.named', path ?? '', line, { by: 'dependency', from: 'file', package: normalName(name) }),
  ];
}

/** The keys below a path of this length, gathered by the name that comes next. */
export function gathered(
  all: readonly TomlAt[],
  isBelow: (path: readonly string[]) => boolean,
  length: number,
): Map<string, TableEntry> {
  const entries = new Map<string, TableEntry>();
  for (const { path, value, line } of all) {
    const name = path[length];
    if (name === undefined || !isBelow(path)) continue;
    const entry = entries.get(name) ?? { line, values: new Map<string, unknown>() };
    entry.values.set(path[length + 1] ?? '', value);
    entries.set(name, entry);
  }
  return entries;
}

/** The dependencies of poetry, by table; groups other than `main` are for development. */
export function poetryFacts(source: Source, all: readonly TomlAt[]): Fact[] {
  const groups = new Set(all.flatMap(({ path }) => (startsWith(path, 'tool.poetry.group') ? [path[3] ?? ''] : [])));
  const facts = (table: string, of: OfDependency): Fact[] => {
    const entries = gathered(all, (path) => startsWith(path, table), table.split('.').length);
    return [...entries].flatMap(([name, entry]) => (name === 'python' ? [] : entryFacts(source, name, entry, of)));
  };
  return [
    ...facts('tool.poetry.dependencies', {}),
    ...facts('tool.poetry.dev-dependencies', { group: 'dev', dev: true }),
    ...[...groups].flatMap((group) => facts(`tool.poetry.group.${group}.dependencies`, { group, dev: true })),
  ];
}

const SOURCES = ['path', 'git', 'url', 'index'] as const;

/** The sources of uv outside of the index; a `path` is relative to the file. */
export function sourceFacts(source: Source, all: readonly TomlAt[]): Fact[] {
  return [...gathered(all, (path) => startsWith(path, 'tool.uv.sources'), 3)].flatMap(([name, { line, values }]) => {
    const of: Partial<Record<(typeof SOURCES)[number], string>> = {};
    for (const key of SOURCES) {
      const value = values.get(key);
      if (typeof value === 'string') of[key] = withoutPassword(value);
    }
    const path = textOf(values.get('path')) ?? '';
    return [
      ...source.fact('dependency.source', normalName(name), line, {
        by: 'uv',
        ...(values.get('workspace') === true ? { workspace: true } : {}),
        ...of,
      }),
      ...source.fact('path.named', path, line, { by: 'dependency', from: 'file', package: normalName(name) }),
    ];
  });
}

function startsWith(path: readonly string[], table: string): boolean {
  return table.split('.').every((key, index) => path[index] === key);
}
