import { visit } from 'jsonc-parser';
import { Unreadable } from '../../fact.ts';
import type { Source } from '../../read/source.ts';

export interface Root {
  readonly name: string;
  readonly line: number;
  readonly range?: string;
  readonly version?: string;
  readonly group?: string;
  /** The range of Node.js that the installed version asks for. */
  readonly node?: string;
  /** Whether it brings a program that Node.js runs. */
  readonly program?: true;
  /** The folder of the package that needs it, empty for that of the lock. */
  readonly member: string;
}

export interface Lock {
  readonly version: string | number | undefined;
  readonly packages: number;
  readonly roots: readonly Root[];
}

type VersionOf = (member: string, name: string) => string | undefined;
type AsksOf = (member: string, name: string) => Pick<Root, 'node' | 'program'>;

export const GROUPS = ['dependencies', 'devDependencies', 'optionalDependencies'];

export function conflictIn(source: Source): Unreadable | undefined {
  const at = source.text.search(/^(?:<{7}|>{7}) /m);
  return at === -1 ? undefined : new Unreadable('has merge conflicts', source.lineAt(at));
}

export function npmLock(source: Source): Lock {
  const root = parsed(source, source.text);
  const packages = inside(root, 'packages');
  const keys = Object.keys(packages);
  // Version 1 does not say which packages are direct: its tree is flat.
  const count =
    keys.length > 0
      ? keys.filter((key) => key.includes('node_modules/') && inside(packages, key)['link'] !== true).length
      : countOf(root, 0);
  const members = keys.filter((key) => !key.includes('node_modules/'));
  // The entry of a folder that is gone says what it once needed, but nothing about what is installed.
  const versionOf: VersionOf = (member, name) =>
    inside(packages, member)['extraneous'] === true
      ? undefined
      : (textOf(inside(packages, `${member}/node_modules/${name}`), 'version') ??
        textOf(inside(packages, `node_modules/${name}`), 'version'));
  const asksOf: AsksOf = (member, name) => {
    const own = `${member}/node_modules/${name}`;
    const entry = inside(packages, Object.hasOwn(packages, own) ? own : `node_modules/${name}`);
    const node = textOf(inside(entry, 'engines'), 'node');
    // Only packages that require a version of Node.js are needed.
    return node === undefined ? {} : { node, ...(entry['bin'] === undefined ? {} : { program: true }) };
  };
  const roots = rootsOf(source, 'packages', packages, members, versionOf, asksOf);
  return { version: formatOf(root), packages: count, roots };
}

function countOf(entry: object, depth: number): number {
  const all = Object.entries(inside(entry, 'dependencies'));
  return depth > 50
    ? 0
    : all.reduce((sum, [, child]) => sum + 1 + (isObject(child) ? countOf(child, depth + 1) : 0), 0);
}

export function bunLock(source: Source): Lock {
  // bun writes commas at the end of lists; replacing them by a space keeps every offset.
  const root = parsed(
    source,
    source.text.replaceAll(/"[^"\\\n]*(?:\\.[^"\\\n]*)*"?|,(?=\s*[}\]])/g, (part) => (part === ',' ? ' ' : part)),
  );
  const packages = inside(root, 'packages');
  const members = inside(root, 'workspaces');
  const folders = Object.keys(members);
  const versionOf: VersionOf = (member, name) => {
    const found = packages[`${textOf(inside(members, member), 'name') ?? ''}/${name}`] ?? packages[name];
    const [locked] = Array.isArray(found) ? found : [];
    return typeof locked === 'string' ? locked.slice(locked.lastIndexOf('@') + 1) : undefined;
  };
  const count = Object.values(packages).filter(
    (entry) => !/@workspace:/.test(String(Array.isArray(entry) ? entry[0] : '')),
  ).length;
  return {
    version: formatOf(root),
    packages: count,
    roots: rootsOf(source, 'workspaces', members, folders, versionOf),
  };
}

function rootsOf(
  source: Source,
  key: string,
  all: object,
  members: readonly string[],
  versionOf: VersionOf,
  asksOf: AsksOf = () => ({}),
): Root[] {
  const { text } = source;
  // After one failed search there is no other: a file with another layout would be searched to its end each time.
  let isUsual = true;
  const find = (typed: string, from: number): number => {
    const at = isUsual ? text.indexOf(typed, from) : -1;
    isUsual &&= at !== -1;
    return Math.max(from, at);
  };
  const begin = find(`"${key}":`, 0);
  return members.flatMap((member) => {
    const at = find(`${JSON.stringify(member)}: {`, begin);
    return GROUPS.flatMap((group) => {
      const wanted = Object.entries(inside(inside(all, member), group));
      const start = wanted.length === 0 ? at : find(`"${group}": {`, at);
      return wanted.map(([name, range]) => {
        const version = versionOf(member, name);
        const line = source.lineAt(find(`${JSON.stringify(name)}:`, start));
        const more = {
          ...(group === 'dependencies' ? {} : { group: group.replace('Dependencies', '') }),
          ...asksOf(member, name),
        };
        return { name, line, range: String(range), ...(version === undefined ? {} : { version }), ...more, member };
      });
    });
  });
}

function parsed(source: Source, text: string): object {
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch {
    throw firstMistake(source, text);
  }
  if (!isObject(found) || formatOf(found) === undefined) throw new Unreadable('has no lockfileVersion');
  return found;
}

function firstMistake(source: Source, text: string): Unreadable {
  const conflict = conflictIn(source);
  if (conflict !== undefined) return conflict;
  try {
    const onError = (_: number, offset: number): never => {
      throw new Unreadable('is not JSON', source.lineAt(offset));
    };
    visit(text, { onError }, { disallowComments: true });
  } catch (error) {
    if (error instanceof Unreadable) return error;
  }
  return new Unreadable('is not JSON');
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function inside(from: object, key: string): Record<string, unknown> {
  const found: unknown = Object.hasOwn(from, key) ? Reflect.get(from, key) : undefined;
  return isObject(found) ? Object.fromEntries(Object.entries(found)) : {};
}

function textOf(from: object, key: string): string | undefined {
  const found: unknown = Reflect.get(from, key);
  return typeof found === 'string' ? found : undefined;
}

function formatOf(from: object): string | number | undefined {
  const found: unknown = Reflect.get(from, 'lockfileVersion');
  return typeof found === 'string' || typeof found === 'number' ? found : undefined;
}
