import { basename } from 'node:path/posix';
import { told, type Fact, type View } from 'turnaround/rule';
import { placeOf } from '../_commands.ts';

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

/** `1.0` and `1.0.0` are the same version. */
export function samePin(a: string, b: string): boolean {
  const bare = (version: string): string => version.replace(/(?:\.0)+$/, '').toLowerCase();
  return bare(a) === bare(b);
}

export function isRequirements(file: string): boolean {
  return /\.(?:txt|in)$/.test(basename(file));
}
