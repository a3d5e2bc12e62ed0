import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { closest } from 'fastest-levenshtein';
import type { ErrorObject } from 'ajv';
import type { Document, LineCounter } from 'yaml';
import { Fault, messageOf } from '../outcome/user-error.ts';
import type { Place } from '../outcome/outcome.ts';
import { SETTINGS } from './locate.ts';

/** `turnaround.yaml` as its schema (settings.schema.json) admits it. */
export interface Settings {
  readonly application?: {
    readonly app: string;
    readonly folder?: string;
    readonly python?: string;
    readonly environment?: Readonly<Record<string, string>>;
  };
  readonly docs?: string;
  readonly logs?: { readonly folders?: readonly string[]; readonly days?: number };
  readonly database?: { readonly url?: string; readonly 'throw-away'?: string };
  readonly checklists?: readonly string[];
  readonly rules?: { readonly waive?: readonly Waiver[] };
}

/** Findings of a rule that somebody answers for: in a file, or below a folder (`k8s/`), until the end of a day. */
export interface Waiver {
  readonly rule: string;
  readonly at: string;
  readonly saying?: string;
  readonly because: string;
  /** `2027-01-31`. */
  readonly until: string;
}

/** Reads and checks the settings of a workspace; none is an empty one, a wrong one is a Fault with its line. */
export async function readSettings(root: string): Promise<Settings> {
  const path = join(root, SETTINGS);
  if (!existsSync(path)) return {};
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new Fault(`cannot read ${SETTINGS}: ${messageOf(error)}`, 'make it a readable file', { file: SETTINGS });
  }
  return parseSettings(root, text);
}

/** Settings from their text, checked as a whole. */
export async function parseSettings(root: string, text: string): Promise<Settings> {
  const { parseDocument, LineCounter } = await import('yaml');
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [broken] = document.errors;
  if (broken !== undefined)
    throw fault(`not YAML: ${broken.message}`, 'mend the line', lines.linePos(broken.pos[0]).line);
  const value: unknown = valueOf(document, lines, text) ?? {};

  const { Ajv } = await import('ajv');
  const schema: unknown = JSON.parse(readFileSync(new URL('./settings.schema.json', import.meta.url), 'utf8'));
  const check = new Ajv({ allErrors: false, strict: true, verbose: true }).compile<Settings>(schema as object);
  if (check(value)) {
    refuseOutside(root, value, (path) => lineOf(document, lines, path));
    return value;
  }
  const [error] = check.errors ?? [];
  throw error === undefined ? fault('is not valid', 'mend it', 1) : said(error, document, lines);
}

/** An alias without its anchor is found only when it is followed. */
function valueOf(document: Document, lines: LineCounter, text: string): unknown {
  try {
    return document.toJS();
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    const alias = error.message.split(' ').at(-1) ?? '';
    const at = Math.max(0, text.indexOf(`*${alias}`));
    throw fault(`not YAML: ${error.message}`, 'mend the line', lines.linePos(at).line);
  }
}

/** Where a value stands in the settings, for what is found wrong with it later. */
export async function placeOf(root: string, path: readonly string[]): Promise<Place> {
  const { parseDocument, LineCounter } = await import('yaml');
  const lines = new LineCounter();
  const document = parseDocument(readFileSync(join(root, SETTINGS), 'utf8'), { lineCounter: lines });
  return { file: SETTINGS, line: lineOf(document, lines, path) };
}

/** Folders that the settings name lie in the workspace. */
function refuseOutside(root: string, settings: Settings, line: (path: readonly string[]) => number): void {
  const folders: (readonly [readonly string[], string | undefined])[] = [
    [['docs'], settings.docs],
    [['application', 'folder'], settings.application?.folder],
    [['database', 'throw-away'], settings.database?.['throw-away']],
    ...(settings.checklists ?? []).map((name, at) => [['checklists', String(at)], name] as const),
    ...(settings.logs?.folders ?? []).map((folder, at) => [['logs', 'folders', String(at)], folder] as const),
  ];
  for (const [path, folder] of folders) {
    if (folder === undefined) continue;
    const full = resolve(root, folder);
    if (full === root || full.startsWith(`${root}/`)) continue;
    throw fault(
      `\`${path.join('.')}\` leads out of the workspace: ${folder}`,
      'name a folder inside the workspace',
      line(path),
    );
  }
}

function said(error: ErrorObject, document: Document, lines: LineCounter): Fault {
  const path = error.instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  const where = path.length === 0 ? 'the file' : `\`${path.join('.')}\``;
  if (error.keyword === 'additionalProperties') {
    const key = String(error.params['additionalProperty']);
    const known = Object.keys((error.parentSchema?.['properties'] ?? {}) as object);
    const remedy = `did you mean \`${closest(key, known)}\`? Known here: ${known.join(', ')}`;
    return fault(`unknown key \`${key}\` in ${where}`, remedy, lineOf(document, lines, [...path, key]));
  }
  const hint = (error.parentSchema as { description?: string } | undefined)?.description;
  return fault(
    `${where} ${error.message ?? 'is not valid'}`,
    hint ?? 'see docs/settings.md',
    lineOf(document, lines, path),
  );
}

/** The line of the deepest key of `path` that stands in the file. */
function lineOf(document: Document, lines: LineCounter, path: readonly string[]): number {
  let line = 1;
  let node: unknown = document.contents;
  for (const part of path) {
    const pair = pairOf(node, part);
    if (pair === undefined) break;
    if (pair.offset !== undefined) line = lines.linePos(pair.offset).line;
    node = pair.value;
  }
  return line;
}

interface YamlPair {
  readonly key?: { readonly value?: unknown; readonly range?: readonly number[] | null } | null;
  readonly value?: unknown;
}

function pairOf(node: unknown, key: string): { offset: number | undefined; value: unknown } | undefined {
  if (typeof node !== 'object' || node === null || !('items' in node) || !Array.isArray(node.items)) return undefined;
  const items = node.items as YamlPair[];
  const pair = items.find((item) => String(item?.key?.value) === key);
  if (pair !== undefined) return { offset: pair.key?.range?.[0], value: pair.value };
  const item = items[Number(key)] as { readonly range?: readonly number[] | null } | undefined;
  return item === undefined ? undefined : { offset: item.range?.[0], value: item };
}

function fault(message: string, remedy: string, line: number): Fault {
  return new Fault(`${SETTINGS}:${line}: ${message}`, remedy, { file: SETTINGS, line });
}
