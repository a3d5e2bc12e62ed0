import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseAllDocuments,
  visit,
  type Document,
  type Node,
  type YAMLParseError,
} from 'yaml';
import { checkNesting } from './nesting-limit.ts';
import { Unreadable } from '../fact.ts';
import type { Source } from './source.ts';

/** Limits of the depth and of followed aliases: "billion laughs" has few lines but no end. */
const [DEEP, ALIASES] = [60, 10_000];

/** The documents of a YAML file; throws `Unreadable` with the line of the first error. */
export function yamlOf(source: Source): Yaml[] {
  checkNesting(source);
  const lines = new LineCounter();
  const documents = parsed(source, lines);
  const hasAnchors = source.text.includes('&');
  return documents.map(
    (document) =>
      new Yaml(document.contents, { lines, anchors: hasAnchors ? anchorsOf(document) : NONE, followed: 0 }, 0),
  );
}

function parsed(source: Source, lines: LineCounter): Document[] {
  const documents = parseAllDocuments(source.text, { lineCounter: lines, prettyErrors: false, logLevel: 'silent' });
  if (!Array.isArray(documents)) return [];
  for (const { errors } of documents) {
    const [error] = errors;
    if (error === undefined) continue;
    const isTemplate = /\{\{|\{%/.test(source.text);
    const because = isTemplate ? `is a template, not YAML: ${error.message}` : `is not YAML: ${error.message}`;
    throw new Unreadable(because, lines.linePos(openingOf(source.text, documents, error)).line);
  }
  return documents;
}

/** For an unclosed quote, the reader reports the end of the file; this is the line where it opens. */
function openingOf(text: string, documents: readonly Document[], { code, pos }: YAMLParseError): number {
  let opening = pos[0];
  if (code !== 'MISSING_CHAR') return opening;
  for (const document of documents) {
    visit(document, {
      Scalar(_, { range }) {
        if (range && /["']/.test(text[range[0]] ?? '') && range[0] < pos[0] && range[1] >= pos[0]) opening = range[0];
      },
    });
  }
  return opening;
}

/** What the values of one document share. */
interface Shared {
  readonly lines: LineCounter;
  readonly anchors: ReadonlyMap<string, Node>;
  followed: number;
}

const NONE: ReadonlyMap<string, Node> = new Map();

function anchorsOf(document: Document): Map<string, Node> {
  const found = new Map<string, Node>();
  const twice = new Set<string>();
  visit(document, {
    Node(_, node) {
      const name = isAlias(node) ? '' : (node.anchor ?? '');
      if (found.has(name)) twice.add(name);
      if (name !== '' && !isAlias(node)) found.set(name, node);
    },
  });
  // Which of two anchors is meant depends on the position of the alias; such files are written by mistake.
  for (const name of twice) found.delete(name);
  return found;
}

/** A value in a YAML file, or its absence: every method has a result, so callers need no checks. */
export class Yaml {
  readonly #node: Node | null;
  readonly #shared: Shared;
  readonly #depth: number;
  /** The line of the value, or of its key if the value is a block. */
  readonly line: number;

  constructor(node: unknown, shared: Shared, depth: number, keyLine?: number) {
    const { lines } = shared;
    const found = isAlias(node) ? (shared.anchors.get(node.source) ?? null) : ((node ?? null) as Node | null);
    if (isAlias(node) && (shared.followed += 1) > ALIASES) {
      throw new Unreadable('refers to itself too often to be read', keyLine ?? 1);
    }
    this.#node = depth > DEEP ? null : found;
    this.#shared = shared;
    this.#depth = depth;
    const at = this.#node?.range?.[0];
    this.line = isScalar(this.#node) && at !== undefined && !isAlias(node) ? lines.linePos(at).line : (keyLine ?? 1);
    if (keyLine === undefined && at !== undefined) this.line = lines.linePos(at).line;
  }

  /** Whether there is a value, even an empty map. */
  get isGiven(): boolean {
    return this.#node !== null;
  }

  get isMap(): boolean {
    return isMap(this.#node);
  }

  get isList(): boolean {
    return isSeq(this.#node);
  }

  /** The scalar as it is written: `3.10` is "3.10", not 3.1. */
  get text(): string | undefined {
    const node = this.#node;
    if (!isScalar(node) || node.value === null) return undefined;
    return typeof node.value === 'string' ? node.value : (node.source ?? JSON.stringify(node.value));
  }

  get number(): number | undefined {
    const text = this.text;
    return text !== undefined && /^\d+(\.\d+)?$/.test(text) ? Number(text) : undefined;
  }

  get boolean(): boolean | undefined {
    return isScalar(this.#node) && typeof this.#node.value === 'boolean' ? this.#node.value : undefined;
  }

  /** The value at a path of keys; keys of a merged map (`<<`) count only if the map itself does not have them. */
  at(...keys: (string | number)[]): Yaml {
    const [first, ...rest] = keys;
    return first === undefined ? this : this.#child(String(first)).at(...rest);
  }

  #child(key: string): Yaml {
    if (isSeq(this.#node)) return this.items()[Number(key)] ?? this.#none();
    return this.entries().find(([name]) => name === key)?.[1] ?? this.#none();
  }

  #none(): Yaml {
    return new Yaml(null, this.#shared, this.#depth, this.line);
  }

  entries(): [string, Yaml][] {
    if (!isMap(this.#node)) return [];
    const own: [string, Yaml][] = [];
    const merged: [string, Yaml][] = [];
    for (const { key, value } of this.#node.items) {
      if (!isScalar(key)) continue;
      const at = key.range?.[0];
      const line = at === undefined ? this.line : this.#shared.lines.linePos(at).line;
      const child = new Yaml(value, this.#shared, this.#depth + 1, line);
      const name = typeof key.value === 'string' ? key.value : (key.source ?? JSON.stringify(key.value));
      if (name !== '<<') own.push([name, child]);
      else merged.push(...(child.isList ? child.items().flatMap((item) => item.entries()) : child.entries()));
    }
    const names = new Set(own.map(([name]) => name));
    return [...own, ...merged.filter(([name]) => !names.has(name))];
  }

  items(): Yaml[] {
    if (!isSeq(this.#node)) return [];
    return this.#node.items.map((item) => new Yaml(item, this.#shared, this.#depth + 1));
  }

  /** The strings of a list, or a single string: `needs: a` and `needs: [a, b]`. */
  texts(): { text: string; line: number }[] {
    const nodes = this.isList ? this.items() : [this];
    return nodes.flatMap(({ text, line }) => (text === undefined ? [] : [{ text, line }]));
  }
}
