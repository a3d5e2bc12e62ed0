import { basename, dirname } from 'node:path/posix';
import { eq, valid } from '@renovatebot/pep440';
import { told, type Fact, type View } from 'turnaround/rule';
import { placeOf } from '../_folders.ts';

/** A requirements file with all files that it includes; undefined if one of them does not exist. */
export function includedBy(view: View, file: string, seen: ReadonlySet<string> = new Set()): Set<string> | undefined {
  if (seen.has(file)) return new Set();
  if (!view.has(file)) return undefined;
  const own = new Set([file]);
  for (const fact of view.about('path.named')) {
    if (fact.file !== file || told(fact, 'by') !== 'requirements') continue;
    if (told(fact, 'kind') !== 'file') return undefined;
    const more = includedBy(view, placeOf(fact), new Set([...seen, file]));
    if (more === undefined) return undefined;
    for (const one of more) own.add(one);
  }
  return own;
}

/** The dependencies that requirements files declare. */
export function declaredIn(view: View, files: ReadonlySet<string>): Fact<'dependency'>[] {
  return view.about('dependency').filter((fact) => told(fact, 'kind') === 'python' && files.has(fact.file));
}

/** The version of `==1.2.3`, without a marker for a platform or a Python version. */
export function pinOf(fact: Fact): string | undefined {
  if (told(fact, 'marker') !== undefined) return undefined;
  return /^===?\s*([\w.!+-]+)$/.exec(told(fact, 'version') ?? '')?.[1];
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

/** Commands that write requirements from another source: they may create a missing file. */
const MAKES = /\b(?:pip-compile|pipreqs|pigar|(?:poetry|uv|pdm|hatch) export|pip[\d.]* freeze|pipenv requirements)\b/;

/** Whether something may create a requirements file with this name, so that it need not be committed. */
export function mayBeMade(view: View, path: string): boolean {
  const name = basename(path);
  // A file that is never committed is created locally.
  if (view.about('git.ignored').some(({ value }) => basename(String(value)) === name)) return true;
  return view
    .about('command')
    .some(({ value }) => MAKES.test(String(value)) || (String(value).includes(name) && !INSTALLS.test(String(value))));
}

/**
 * The file that a wrong path to requirements means: the only file with this name, if it is beside the application.
 * Undefined if there are several, or if something may create the missing file.
 */
export function meantBy(view: View, path: string): string | undefined {
  const name = basename(path);
  const [only, ...more] = view.files.filter((file) => basename(file) === name);
  if (only === undefined || more.length > 0) return undefined;
  const folder = dirname(only);
  const isBesideApplication = view.applications.some(({ file }) => folder === '.' || file.startsWith(`${folder}/`));
  const isLocked = view.about('lock').some(({ value }) => /^(?:uv|poetry|pdm|Pipfile)\b/.test(String(value)));
  return isBesideApplication && !mayBeMade(view, path) && !isLocked ? only : undefined;
}

const INSTALLS = /\bpip[\d.]*["']? install\b/;
