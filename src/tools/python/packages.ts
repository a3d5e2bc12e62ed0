import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Fact } from '../../facts/fact.ts';

/** The packages that a workspace declares for an application: a list for `pip install -r`, and where it was read. */
export interface Declared {
  readonly lines: readonly string[];
  /** Relative to the workspace. */
  readonly file: string;
  /** Of the content: an environment is reused as long as it is the same. */
  readonly digest: string;
}

/** The packages declared nearest to the application's folder, up to the root; undefined if none are declared. */
export function declaredPackages(
  root: string,
  folder: string,
  facts: readonly Fact<'dependency'>[],
): Declared | undefined {
  const wanted = facts.filter(isNeeded);
  for (let at = folder; ; at = dirname(at)) {
    const here = at === '' ? '.' : at;
    const files = [...new Set(wanted.map(({ file }) => file))].filter((file) => dirname(file) === here).toSorted(byUse);
    const [file] = files;
    if (file !== undefined) {
      const isList = file.endsWith('.txt');
      const lines = isList ? [`-r ${join(root, file)}`] : wanted.filter((fact) => fact.file === file).map(lineOf);
      const content = isList ? readFileSync(join(root, file), 'utf8') : lines.join('\n');
      return { lines, file, digest: createHash('sha256').update(content).digest('hex') };
    }
    if (at === '' || at === '.') return undefined;
  }
}

function isNeeded({ attributes }: Fact<'dependency'>): boolean {
  return (
    attributes?.kind === 'python' &&
    attributes.dev !== true &&
    attributes.group === undefined &&
    attributes.optional !== true
  );
}

/** `requirements.txt` before `requirements-dev.txt`, and both before a project file. */
function byUse(a: string, b: string): number {
  const rank = (file: string): number => ['requirements.txt', 'pyproject.toml'].indexOf(basename(file));
  const [left, right] = [rank(a), rank(b)];
  return (left === -1 ? 9 : left) - (right === -1 ? 9 : right) || a.length - b.length;
}

function lineOf({ value, attributes }: Fact<'dependency'>): string {
  const extras = attributes?.extras === undefined ? '' : `[${attributes.extras.join(',')}]`;
  const version = attributes?.version === undefined ? '' : specifierOf(attributes.version);
  const marker = attributes?.marker === undefined ? '' : ` ; ${attributes.marker}`;
  return `${value}${extras}${version}${marker}`;
}

/** Poetry's `^1.2` and `~1.2` in the notation of PEP 440; `*` allows any version. */
export function specifierOf(typed: string): string {
  return typed
    .replaceAll(/([\^~<>=!])\s+/g, '$1')
    .split(/[\s,]+/)
    .map((part) => {
      const poetry = /^([\^~])(\d+(?:\.\d+)*)(.*)$/.exec(part);
      if (poetry !== null) return bounds(poetry[1] === '^', poetry[2] ?? '', poetry[3] ?? '');
      if (part === '*' || part === '') return '';
      return part.replace(/^=?(?=\d)/, '==');
    })
    .filter((part) => part !== '')
    .join(',');
}

function bounds(isCaret: boolean, version: string, rest: string): string {
  const parts = version.split('.').map(Number);
  const first = parts.findIndex((part) => part > 0);
  const at = isCaret ? (first === -1 ? parts.length - 1 : first) : Math.min(1, parts.length - 1);
  const above = parts.slice(0, at + 1).map((part, index) => (index === at ? part + 1 : part));
  return `>=${version}${rest},<${above.join('.')}`;
}
