import { basename, dirname } from 'node:path/posix';
import { told, type Fact, type View } from 'turnaround/rule';
import { placeOf } from '../_folders.ts';

/** A file of requirements with all that it includes; undefined where one of them is not here. */
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

/** What is declared in a file of requirements. */
export function declaredIn(view: View, files: ReadonlySet<string>): Fact[] {
  return view.about('dependency').filter((fact) => told(fact, 'kind') === 'python' && files.has(fact.file));
}

/** `==1.2.3`, and nothing that depends on a platform or a Python. */
export function pinOf(fact: Fact): string | undefined {
  if (told(fact, 'marker') !== undefined) return undefined;
  return /^===?\s*([\w.!+-]+)$/.exec(told(fact, 'version') ?? '')?.[1];
}

/** `1.0` and `1.0.0` are the same version, and `1.0+cpu` is one of `1.0`. */
export function samePin(a: string, b: string): boolean {
  const isLocal = a.includes('+') && b.includes('+');
  const bare = (version: string): string =>
    (isLocal ? version : version.replace(/\+.*$/, '')).replace(/(?:\.0)+$/, '').toLowerCase();
  return bare(a) === bare(b);
}

export function isRequirements(file: string): boolean {
  return /\.(?:txt|in)$/.test(basename(file));
}

/** What writes requirements from something else; a file that is not there may be made by it. */
const MAKES = /\b(?:pip-compile|pipreqs|pigar|(?:poetry|uv|pdm|hatch) export|pip[\d.]* freeze|pipenv requirements)\b/;

/** Whether something may make requirements of this name, which then need not be here. */
export function mayBeMade(view: View, path: string): boolean {
  const name = basename(path);
  // What is never committed is made by whoever needs it.
  if (view.about('git.ignored').some(({ value }) => basename(String(value)) === name)) return true;
  return view
    .about('command')
    .some(({ value }) => MAKES.test(String(value)) || (String(value).includes(name) && !INSTALLS.test(String(value))));
}

/**
 * What is meant by requirements whose path leads nowhere: the only file of this name, where it lies with the
 * application. Undefined where there are more, or where something may make the one that is not there.
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
