import { readdir } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { textOf } from './files.ts';

const LISTS =
  /^(?:requirements.*\.(?:txt|in)|pyproject\.toml|Pipfile|setup\.(?:py|cfg)|environment\.ya?ml|constraints.*\.txt)$/;
const FOLDERS = ['', 'requirements'];

/** Where a package is required, between a folder and the root; null if no file names it. */
export async function requirementOf(
  root: string,
  dir: string,
  distribution: string,
): Promise<{ file: string; line: number } | null> {
  const wanted = normal(distribution);
  for (let folder = dir; ; folder = dirname(folder)) {
    for (const file of await listsIn(folder)) {
      const lines = ((await textOf(file)) ?? '').split('\n');
      const index = lines.findIndex((line) => namesIn(line).includes(wanted));
      if (index >= 0) return { file: relative(root, file), line: index + 1 };
    }
    if (folder === root || folder === dirname(folder) || relative(root, folder).startsWith('..')) return null;
  }
}

async function listsIn(folder: string): Promise<string[]> {
  const found: string[] = [];
  for (const inner of FOLDERS) {
    const names = await readdir(join(folder, inner)).catch(absent);
    const isList = (name: string): boolean => LISTS.test(name) || (inner !== '' && /\.(?:txt|in)$/.test(name));
    found.push(...names.filter(isList).map((name) => join(folder, inner, name)));
  }
  return found;
}

function absent(error: unknown): string[] {
  if (error instanceof Error && 'code' in error && ['ENOENT', 'ENOTDIR', 'EACCES'].includes(String(error.code)))
    return [];
  throw error;
}

/** The package names on a line of any kind of list: `"pyjwt<3"`, `pyjwt = "*"`, `- pyjwt=2`, `pyjwt[crypto]==2`. */
function namesIn(line: string): string[] {
  const code = line.replace(/(^|\s)#.*$/, '');
  const first = /^\s*(?:-\s+)?([A-Za-z0-9][\w.-]*)\s*(?:$|[=<>~!;@[\s])/.exec(code)?.[1];
  const quoted = [...code.matchAll(/["']([A-Za-z0-9][\w.-]*)\s*(?=["'=<>~!;@[\s])/g)].map((match) => match[1] ?? '');
  return [...(first === undefined ? [] : [first]), ...quoted].map(normal);
}

/** PEP 503. */
function normal(name: string): string {
  return name.replaceAll(/[-_.]+/g, '-').toLowerCase();
}
