import { basename, dirname } from 'node:path/posix';
import { eq, valid } from '@renovatebot/pep440';
import { attribute, type Fact, type View } from 'turnaround/rule';
import { placeOf } from '../_folders.ts';
import { mayExist } from '../_may-exist.ts';
import type { Named } from '../_may-exist/wanted.ts';

/** A requirements file with all files that it includes; undefined if one of them does not exist. */
export function includedBy(view: View, file: string, seen: ReadonlySet<string> = new Set()): Set<string> | undefined {
  if (seen.has(file)) return new Set();
  if (!view.has(file)) return undefined;
  const own = new Set([file]);
  for (const fact of view.about('path.named')) {
    if (fact.file !== file || attribute(fact, 'by') !== 'requirements') continue;
    if (attribute(fact, 'kind') !== 'file') return undefined;
    const more = includedBy(view, placeOf(fact), new Set([...seen, file]));
    if (more === undefined) return undefined;
    for (const one of more) own.add(one);
  }
  return own;
}

/** The dependencies that requirements files declare. */
export function declaredIn(view: View, files: ReadonlySet<string>): Fact<'dependency'>[] {
  return view.about('dependency').filter((fact) => attribute(fact, 'kind') === 'python' && files.has(fact.file));
}

/** The version of `==1.2.3`, without a marker for a platform or a Python version. */
export function pinOf(fact: Fact): string | undefined {
  if (attribute(fact, 'marker') !== undefined) return undefined;
  return /^===?\s*([\w.!+-]+)$/.exec(attribute(fact, 'version') ?? '')?.[1];
}

/** `1.0` and `1.0.0` are the same version, and so are `1.0+cpu` and `1.0`. */
export function samePin(a: string, b: string): boolean {
  // `===` accepts text that is not a version.
  if (valid(a) === null || valid(b) === null) return a.toLowerCase() === b.toLowerCase();
  const isLocal = a.includes('+') && b.includes('+');
  return isLocal ? eq(a, b) : eq(publicOf(a), publicOf(b));
}

function publicOf(version: string): string {
  return version.replace(/\+.*$/, '');
}

export function isRequirements(file: string): boolean {
  return /\.(?:txt|in)$/.test(basename(file));
}

/**
 * The file that a wrong path to requirements means: the only file with this name, if it is beside the application.
 * Undefined if there are several, or if something may create the missing file.
 */
export function meantBy(view: View, path: string, named: Named): string | undefined {
  const name = basename(path);
  const [only, ...more] = view.files.filter((file) => basename(file) === name);
  if (only === undefined || more.length > 0) return undefined;
  const folder = dirname(only);
  const isBesideApplication = view.applications.some(({ file }) => folder === '.' || file.startsWith(`${folder}/`));
  const isLocked = view.about('lock').some(({ value }) => /^(?:uv|poetry|pdm|Pipfile)\b/.test(value));
  return isBesideApplication && !isLocked && mayExist(view, 'requirements', { named, path, places: [] }) === undefined
    ? only
    : undefined;
}
