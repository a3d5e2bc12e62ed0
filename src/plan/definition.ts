import { hash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { HOME } from '../workspace/locate.ts';

/**
 * The names that a file imports, found as text: the code is formatted, so an import has one shape. A name in a comment that
 * is also a file only makes the definition larger. Imports of types are left out, because they do not run.
 */
const BROUGHT_IN = [
  /^(?:import|export)\s+(?!type\b)[^;'"]*?\bfrom\s*['"]([^'"]+)['"]/gm,
  /^import\s*['"]([^'"]+)['"]/gm,
  /\bimport\(\s*['"]([^'"]+)['"]\s*,?\s*\)/g,
  /\bnew URL\(\s*['"]([^'"]+)['"]\s*,\s*import\.meta\.url\s*,?\s*\)/g,
];

/** The engine schedules a task but takes no part in its work; the package's version stands for it. */
const ENGINE = [
  'src/plan/',
  'src/run/',
  'src/report/',
  'src/generate/',
  'src/command/',
  'src/main.ts',
  'src/run-script.ts',
].map((path) => join(HOME, path));

const definitions = new Map<string, Readonly<Record<string, string>>>();

/** The script, the files of Turnaround that it imports, directly or not, and their locked packages: name → hash. */
export function definitionOf(script: string): Readonly<Record<string, string>> {
  // Once per process: edits of a file that is loaded already have no effect on this run.
  const found = definitions.get(script) ?? readDefinition(script);
  definitions.set(script, found);
  return found;
}

function readDefinition(script: string): Record<string, string> {
  const files = new Map<string, string>();
  const packages = new Set<string>();
  const visit = (file: string): void => {
    if (files.has(file) || ENGINE.some((prefix) => file.startsWith(prefix))) return;
    if (!scanned.has(file)) {
      const stat = statSync(file, { throwIfNoEntry: false });
      if (stat?.isDirectory()) for (const name of readdirSync(file)) visit(join(file, name));
      if (stat === undefined || stat.isDirectory()) return;
    }
    const { text, targets } = scan(file);
    files.set(file, text);
    for (const target of targets) {
      if ('file' in target) visit(target.file);
      else packages.add(target.package);
    }
  };
  visit(script);
  const found: Record<string, string> = { turnaround: VERSION };
  for (const [file, digest] of [...files].toSorted(([a], [b]) => (a < b ? -1 : 1))) found[shown(file, script)] = digest;
  for (const name of [...packages].toSorted()) found[`package ${name}`] = lockedAs(name);
  return found;
}

type Target = { readonly file: string } | { readonly package: string };

interface Scanned {
  readonly text: string;
  readonly targets: readonly Target[];
}

const scanned = new Map<string, Scanned>();

function scan(file: string): Scanned {
  let result = scanned.get(file);
  if (result === undefined) {
    const text = readFileSync(file, 'utf8');
    const names = /\.[cm]?[jt]s$/.test(file) ? [...broughtIn(text), ...broughtIn(withoutComments(text))] : [];
    const targets = [...new Set(names)].flatMap((name) => targetOf(name, file) ?? []);
    result = { text: hash('sha256', text).slice(0, 32), targets };
    scanned.set(file, result);
  }
  return result;
}

function broughtIn(code: string): string[] {
  return BROUGHT_IN.flatMap((shape) => [...code.matchAll(shape)].map((match) => match[1] ?? ''));
}

/** A comment between imported names may contain a quote; what looks like a comment may also be in a string. */
function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[^]*?\*\//g, '').replaceAll(/(^|\s)\/\/.*$/gm, '$1');
}

function targetOf(name: string, from: string): Target | undefined {
  if (name.startsWith('node:')) return undefined;
  if (name.startsWith('.')) return { file: fileURLToPath(new URL(name, pathToFileURL(from))) };
  if (name === 'turnaround/task') return { file: join(HOME, 'src/task/define.ts') };
  const [, tool] = /^turnaround\/tools\/(.+)$/.exec(name) ?? [];
  if (tool !== undefined) return { file: join(HOME, 'src/tools', tool, `${tool}.ts`) };
  return { package: name.split('/', name.startsWith('@') ? 2 : 1).join('/') };
}

/** The path in the clone for Turnaround's files, beside the script for others. */
function shown(file: string, script: string): string {
  return file.startsWith(`${HOME}/`) ? relative(HOME, file) : relative(resolve(dirname(script), '..'), file);
}

const VERSION = (JSON.parse(readFileSync(join(HOME, 'package.json'), 'utf8')) as { version: string }).version;

interface Locked {
  readonly version?: string;
  readonly integrity?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

let lock: Readonly<Record<string, Locked>> | undefined;

/** The version of a package and a hash of its whole entry in the lock file. */
function lockedAs(name: string): string {
  lock ??= (JSON.parse(readFileSync(join(HOME, 'package-lock.json'), 'utf8')) as { packages: Record<string, Locked> })
    .packages;
  const seen = new Map<string, string>();
  const visit = (wanted: string, from: string): void => {
    const path = [`${from}/node_modules/${wanted}`, `node_modules/${wanted}`].find((at) => lock?.[at] !== undefined);
    if (path === undefined || seen.has(path)) return;
    const entry = lock?.[path] ?? {};
    seen.set(path, `${entry.version} ${entry.integrity}`);
    for (const dependency of Object.keys(entry.dependencies ?? {})) visit(dependency, path);
  };
  visit(name, '');
  const version = lock[`node_modules/${name}`]?.version ?? 'not locked';
  return `${version} ${hash('sha256', JSON.stringify([...seen].map((pair) => pair.join(' ')).toSorted())).slice(0, 32)}`;
}
