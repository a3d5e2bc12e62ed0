import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FactCache } from '../../src/facts/fact-cache.ts';
import type { Fact } from '../../src/facts/fact.ts';
import type { Read } from '../../src/facts/fact.ts';

/** What is changed: one port, name, path, version or variable, in one place. */
export type Kind = 'port' | 'name' | 'path' | 'version' | 'variable';
export const KINDS: readonly Kind[] = ['port', 'name', 'path', 'version', 'variable'];

/** One place of a workspace and what stands there instead. */
export interface Mutation {
  readonly kind: Kind;
  readonly subject: string;
  readonly file: string;
  readonly line: number;
  /** Offsets in the text of the file. */
  readonly from: number;
  readonly to: number;
  readonly was: string;
  readonly is: string;
}

/** Of subjects that nothing else is made of: what follows from several facts has no place of its own. */
const SUBJECTS: readonly (readonly [RegExp, Kind])[] = [
  [/^port\./, 'port'],
  [/^(?:path\.named|probe\.path|proxy\.location|route|route\.(?:named|websocket|mount)|test\.folder)$/, 'path'],
  [/^version\.|^dependency$/, 'version'],
  [/^variable\./, 'variable'],
  [
    /^(?:service|service\.needs|job|k8s\.(?:object|reference|selector|namespace)|image\.(?:built|used|base)|database\.(?:name|user)|secret\.(?:used|defined)|package\.(?:script|member)|table|table\.used|start\.application|command\.target|proxy\.(?:pass|upstream))$/,
    'name',
  ],
];

/** Every single change that the stated facts of a workspace allow. */
export function mutationsOf(root: string, facts: readonly Fact[]): Mutation[] {
  const texts = new Map<string, string>();
  const seen = new Set<string>();
  return facts.flatMap((fact) => {
    const kind = SUBJECTS.find(([pattern]) => pattern.test(fact.subject))?.[1];
    if (kind === undefined || fact.sure === 'guessed') return [];
    const text = texts.get(fact.file) ?? readFileSync(join(root, fact.file), 'utf8');
    texts.set(fact.file, text);
    const was = changeable(kind, fact);
    const place = was === undefined ? undefined : placeOf(text, fact.line, was);
    if (was === undefined || place === undefined) return [];
    const { file, line, subject } = fact;
    return changesOf(kind, was).flatMap((is) => {
      const key = `${file}:${place}:${is}`;
      if (is === was || seen.has(key)) return [];
      seen.add(key);
      return [{ kind, subject, file, line, from: place, to: place + was.length, was, is }];
    });
  });
}

/** Where a text stands on a line, as a word of its own. */
function placeOf(text: string, line: number, was: string): number | undefined {
  const lines = text.split('\n');
  const start = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
  const escaped = was.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const found = new RegExp(`(?<![\\w-])${escaped}(?![\\w-])`).exec(lines[line - 1] ?? '');
  return found === null ? undefined : start + found.index;
}

/** The part of a value that is changed, as it stands in the file. */
function changeable(kind: Kind, { subject, value, attributes }: Fact): string | undefined {
  const text = String(value);
  if (kind === 'port' || kind === 'variable') return text;
  if (kind === 'version') {
    const said = subject === 'dependency' ? attributes?.['version'] : text;
    return /^\D*(?:\d+\.)*\d+/.exec(typeof said === 'string' ? said : '')?.[0];
  }
  if (kind === 'path') {
    const path = text.replace(/^[A-Z]+ /, '');
    return /\w\/?$/.test(path) && !/[*?[{]/.test(path.split('/').at(-1) ?? '') ? path : undefined;
  }
  // "Deployment/backend", "app=backend", "registry/image:tag", "app.main:app", "http://backend:8000/".
  const name = /^[A-Z]\w*\/(.+)$/.exec(text)?.[1] ?? /=([^,]+)/.exec(text)?.[1] ?? text;
  const bare = /^https?:\/\/([\w-]+)/.exec(name)?.[1] ?? name.replace(/(?<=\w)[:@].*$/, '');
  return /^[\w./-]+$/.test(bare) && bare !== '' ? bare : undefined;
}

/** Slips of the kind that people make: one more, one less, a letter too many, too few, two that changed places. */
function changesOf(kind: Kind, was: string): string[] {
  if (kind === 'port') return [1, -1, 80].map((by) => String(Number(was) + by));
  if (kind === 'version') {
    const [, before = '', last = ''] = /^(.*?)(\d+)$/.exec(was) ?? [];
    return [1, -1, 2].map((by) => `${before}${Math.max(0, Number(last) + by)}`);
  }
  if (kind === 'variable') return [`${was}_X`, was.slice(0, -1), swapped(was)];
  const [, head = '', name = '', tail = ''] = /^(.*?)([\w-]+)((?:\.[a-z]+)?\/?)$/.exec(was) ?? [];
  return name === ''
    ? []
    : [`${name}x`, name.slice(0, -1), swapped(name)].filter(Boolean).map((is) => `${head}${is}${tail}`);
}

/** The last two different neighbours, the other way round. */
function swapped(name: string): string {
  for (let at = name.length - 1; at > 0; at -= 1) {
    if (name[at] !== name[at - 1]) return `${name.slice(0, at - 1)}${name[at]}${name[at - 1]}${name.slice(at + 1)}`;
  }
  return name;
}

/** Makes a change and takes it back; a new file each time, as editors do. */
export async function mutated<T>(root: string, { file, from, to, is }: Mutation, body: () => Promise<T>): Promise<T> {
  const path = join(root, file);
  const text = readFileSync(path, 'utf8');
  const put = (content: string): void => {
    writeFileSync(`${path}.aside`, content);
    renameSync(`${path}.aside`, path);
  };
  put(`${text.slice(0, from)}${is}${text.slice(to)}`);
  try {
    return await body();
  } finally {
    put(text);
  }
}

/** What files gave, for as long as this process lives. */
export function memory(): FactCache {
  const kept = new Map<string, readonly [stamp: string, read: Read]>();
  return {
    get: ({ path, stamp }) => {
      const known = kept.get(path);
      return known?.[0] === stamp ? known[1] : undefined;
    },
    set: ({ path, stamp }, read) => void kept.set(path, [stamp, read]),
    save() {},
  };
}
