import type { Extractor } from '../../extractor.ts';
import { Unreadable, type Fact } from '../../fact.ts';
import type { Source } from '../../read/source.ts';
import { pipfileFacts, pipfileLockFacts } from './_pipfile.ts';
import { normalName } from './_requirement.ts';

const MANAGERS: Readonly<Record<string, string>> = {
  'uv.lock': 'uv',
  'poetry.lock': 'poetry',
  'pdm.lock': 'pdm',
  Pipfile: 'pipenv',
  'Pipfile.lock': 'pipenv',
};

/** The lock files of uv, poetry, pdm and pipenv. They are generated and large, so they are read line by line. */
export const pythonLock: Extractor = {
  name: 'python-lock',
  subjects: ['lock', 'lock.root', 'package.manager', 'package.script', 'version.python', 'dependency', 'path.named'],
  reads: (path) => Object.hasOwn(MANAGERS, path.slice(path.lastIndexOf('/') + 1)),
  limit: 20 * 1024 * 1024,
  *facts(source) {
    if (source.name === 'Pipfile') yield* pipfileFacts(source);
    else if (source.name === 'Pipfile.lock') yield* pipfileLockFacts(source);
    else yield* lockFacts(source, MANAGERS[source.name] ?? '');
    yield* source.fact('package.manager', MANAGERS[source.name] ?? '', 1, { by: source.name });
  },
};

interface Root {
  readonly name: string;
  readonly line: number;
  readonly of: Record<string, string | string[] | true>;
}

interface Lock {
  readonly versions: Map<string, Set<string>>;
  readonly roots: Root[];
  packages: number;
  readonly at: Map<'version' | 'python', { readonly text: string; readonly line: number }>;
}

function lockFacts(source: Source, manager: string): Fact[] {
  const { versions, roots, packages, at } = scanned(source.lines());
  const [version, python] = [at.get('version'), at.get('python')];
  if (version === undefined && packages === 0)
    throw new Unreadable(`is not a lock file of ${manager}: it has neither version nor packages`);
  const ofVersion = version === undefined ? {} : { version: version.text };
  return [
    ...source.fact('lock', source.name, version?.line ?? 1, { manager, ...ofVersion, packages }),
    ...source.fact('version.python', python?.text ?? '', python?.line ?? 1, { by: source.name }),
    ...roots.flatMap(({ name, line, of }) => {
      const [locked, second] = versions.get(name) ?? [];
      const isOne = locked !== undefined && second === undefined;
      return source.fact('lock.root', name, line, { ...of, ...(isOne ? { locked } : {}) });
    }),
  ];
}

function scanned(lines: readonly string[]): Lock {
  const lock: Lock = { versions: new Map(), roots: [], packages: 0, at: new Map() };
  let [table, key, name] = ['', '', ''];
  for (const [index, text] of lines.entries()) {
    if (text === '') continue;
    if (/^(<{7}|>{7}) /.test(text)) throw new Unreadable('has merge conflicts', index + 1);
    if (text.startsWith('[')) {
      table = text.replaceAll(/[[\]]/g, '').trim();
      if (text.startsWith('[[package]]')) [name, lock.packages] = ['', lock.packages + 1];
      continue;
    }
    const pair = /^([\w-]+)\s*=\s*(?:"([^"]*)"|(\d+)\s*$)?/.exec(text);
    if (pair !== null) {
      key = pair[1] ?? '';
      const value = pair[2] ?? pair[3] ?? '';
      if (table === 'package' && key === 'name') name = normalName(value);
      if (table === 'package' && key === 'version')
        lock.versions.set(name, (lock.versions.get(name) ?? new Set()).add(value));
      if (value !== '') noted(lock, table, key, { text: value, line: index + 1 });
    }
    if (text.includes('{')) lock.roots.push(...rootsOf(text, index + 1, table, key, name));
  }
  return lock;
}

function noted(lock: Lock, table: string, key: string, found: { text: string; line: number }): void {
  const isTop = table === '' || table.startsWith('metadata');
  if (isTop && /^(version|lock[-_]version)$/.test(key)) lock.at.set('version', found);
  if (isTop && /^(requires[-_]python|python-versions)$/.test(key)) lock.at.set('python', found);
}

/** Only uv records what the packages of the workspace require. */
function rootsOf(text: string, line: number, table: string, key: string, owner: string): Root[] {
  const isDist = table === 'package.metadata' && key === 'requires-dist';
  const isGroup = table === 'package.metadata.requires-dev' || table === 'manifest.dependency-groups';
  if (!isDist && !isGroup) return [];
  return [...text.matchAll(/\{ name = "([^"]+)"([^{}]*)\}/g)].map(([, name = '', rest = '']) => {
    const of: Root['of'] = isGroup ? { group: key, dev: true } : {};
    if (table !== 'manifest.dependency-groups') of['package'] = owner;
    const extras = [...(/extras = \[([^\]]*)\]/.exec(rest)?.[1] ?? '').matchAll(/"([^"]+)"/g)].map(
      ([, extra = '']) => extra,
    );
    if (extras.length > 0) of['extras'] = extras;
    for (const [from, to] of [
      ['specifier', 'version'],
      ['marker', 'marker'],
    ] as const) {
      const value = new RegExp(`\\b${from} = "([^"]*)"`).exec(rest)?.[1];
      if (value !== undefined) of[to] = value;
    }
    return { name: normalName(name), line, of };
  });
}
