import type { Extractor } from '../../extractor.ts';
import { Unreadable } from '../../fact.ts';
import type { Source } from '../../read/source.ts';
import { bunLock, conflictIn, GROUPS, npmLock, type Lock, type Root } from './_json-lock.ts';

const MANAGERS: Readonly<Record<string, string>> = {
  'package-lock.json': 'npm',
  'npm-shrinkwrap.json': 'npm',
  'yarn.lock': 'yarn',
  'pnpm-lock.yaml': 'pnpm',
  'bun.lock': 'bun',
};
const VERSION = /^ {2}version:? "?([^"\n]+?)"?$/;
const WANTED = /^ {4}"?([^":\s]+)"?: "?([^"]+)"?$/;
const KEY = /^( *)(?:'([^']+)'|([^\s:#'-][^:]*)):(?: (.*))?$/;

export const javascriptLock: Extractor = {
  name: 'javascript-lock',
  subjects: ['lock', 'package.manager', 'lock.root'],
  // bun.lockb is binary and is not read.
  reads: (path) => !path.includes('node_modules/') && Object.hasOwn(MANAGERS, path.slice(path.lastIndexOf('/') + 1)),
  limit: 20 * 1024 * 1024,
  *facts(source) {
    const manager = MANAGERS[source.name] ?? '';
    const { version, packages, roots } = lockOf(manager, source);
    yield* source.fact('lock', source.name, 1, { manager, ...(version === undefined ? {} : { version }), packages });
    yield* source.fact('package.manager', manager, 1, { by: 'lock' });
    for (const { name, line, member, ...of } of roots) {
      yield* source.fact('lock.root', name, line, { manager, ...of, ...(member === '' ? {} : { member }) });
    }
  },
};

function lockOf(manager: string, source: Source): Lock {
  if (manager === 'npm') return npmLock(source);
  if (manager === 'bun') return bunLock(source);
  const conflict = conflictIn(source);
  if (conflict !== undefined) throw conflict;
  return manager === 'yarn' ? yarnLock(source) : pnpmLock(source);
}

/** yarn 1 does not record which packages are direct; later versions list the packages of the workspace among the others. */
function yarnLock(source: Source): Lock {
  const versions = new Map<string, string>();
  const roots: { root: Root; key: string }[] = [];
  let entry: Entry = { keys: [], member: undefined };
  let section = '';
  let packages = 0;
  for (const [index, line] of source.lines().entries()) {
    if (line === '' || line.startsWith('#')) continue;
    if (!line.startsWith(' ')) {
      entry = entryOf(line, index + 1);
      section = '';
      if (entry.member === undefined && entry.keys[0] !== '__metadata') packages += 1;
      continue;
    }
    const version = VERSION.exec(line)?.[1];
    if (version !== undefined) for (const key of entry.keys) versions.set(key, version);
    if (/^ {2}\S/.test(line)) section = line.trim();
    const [, name, range] = WANTED.exec(line) ?? [];
    if (section !== 'dependencies:' || entry.member === undefined || name === undefined || range === undefined)
      continue;
    const root = { name, line: index + 1, range: range.replace(/^npm:/, ''), member: folderOf(entry.member) };
    roots.push({ root, key: `${name}@${range}` });
  }
  const version = versions.get('__metadata') ?? /^# yarn lockfile v(\d+)$/m.exec(source.text.slice(0, 500))?.[1];
  if (version === undefined) throw new Unreadable('is not a lock file of yarn');
  const found = roots.map(({ root, key }) => {
    const locked = key.includes('@workspace:') ? undefined : versions.get(key);
    return locked === undefined ? root : { ...root, version: locked };
  });
  return { version, packages, roots: found };
}

interface Entry {
  readonly keys: readonly string[];
  readonly member: string | undefined;
}

function entryOf(line: string, at: number): Entry {
  if (!line.endsWith(':')) throw new Unreadable('is not a lock file of yarn', at);
  const keys = line.slice(0, -1).replaceAll('"', '').split(', ');
  return { keys, member: keys.flatMap((key) => /@workspace:([^*^~]+)$/.exec(key)?.[1] ?? [])[0] };
}

function folderOf(member: string): string {
  return member === '.' ? '' : member;
}

function pnpmLock(source: Source): Lock {
  const roots = new Map<string, Root>();
  const path: string[] = [];
  let version: string | undefined;
  let packages = 0;
  for (const [index, text] of source.lines().entries()) {
    const [, indent = '', quoted, plain = '', typed = ''] = KEY.exec(text) ?? [];
    const key = quoted ?? plain;
    if (key === '') continue;
    path.splice(indent.length / 2, path.length, key);
    const value = typed.replaceAll("'", '');
    if (path[0] === 'lockfileVersion') version = value;
    if (path[0] === 'packages' && path.length === 2) packages += 1;
    if (path[0] !== 'packages' && path[0] !== 'snapshots') addRoot(roots, path, value, index + 1);
  }
  if (version === undefined) throw new Unreadable('is not a lock file of pnpm');
  return { version, packages, roots: [...roots.values()] };
}

function addRoot(roots: Map<string, Root>, path: readonly string[], value: string, line: number): void {
  // Without members there is no `importers:`, and before version 6 the ranges are separate.
  const [member = '', group = '', name, field] = path[0] === 'importers' ? path.slice(1) : ['.', ...path];
  const isPlain = group === 'dependencies' || group === 'specifiers';
  if (name === undefined || !(isPlain || GROUPS.includes(group))) return;
  const found = roots.get(`${member}\n${name}`) ?? { name, line, member: folderOf(member) };
  const isRange = group === 'specifiers' || field === 'specifier';
  const isVersion = !isRange && (field === undefined || field === 'version') && value !== '';
  roots.set(`${member}\n${name}`, {
    ...found,
    ...(isRange ? { range: value } : {}),
    ...(isVersion ? { version: value.replace(/[(_].*$/, '') } : {}),
    ...(isPlain ? {} : { group: group.replace('Dependencies', '') }),
  });
}
