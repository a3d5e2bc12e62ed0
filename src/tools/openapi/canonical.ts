import type { OpenAPIV3, OpenAPIV3_1 } from 'openapi-types';
import { Document as YamlDocument, type Scalar, type ScalarTag, type Tags } from 'yaml';
import { stringifyString } from 'yaml/util';
import { settleOperationIds, withSortedSets } from './chance.ts';
import { byCodePoint, jsonOf, type JsonObject } from './json.ts';
import { inOrder, METHODS } from './order.ts';

export type Document = OpenAPIV3.Document | OpenAPIV3_1.Document;
export type Operation = OpenAPIV3.OperationObject | OpenAPIV3_1.OperationObject;

export type Method = (typeof METHODS)[number];

/** The operations of `paths`, in the order of the canonical document. */
export function operationsOf(document: Document): { method: Method; path: string; operation: Operation }[] {
  return Object.entries(document.paths ?? {})
    .toSorted(([a], [b]) => byCodePoint(a, b))
    .flatMap(([path, item]) => METHODS.map((method) => ({ method, path, operation: item?.[method] })))
    .flatMap(({ operation, ...where }) => (operation === undefined ? [] : [{ ...where, operation }]));
}

export function operations(document: Document): number {
  return operationsOf(document).length;
}

/**
 * The same document in a canonical order: two runs of an unchanged application give the same bytes. An order that means
 * something to readers is kept: a model's properties, tags, `enum`, `required`.
 */
export function canonical<D extends Document>(document: D): D {
  // The types have no index access; the returned document has the same keys as the given one.
  const settled = settleOperationIds(document as unknown as JsonObject);
  return inOrder(settled, (schema) => withSortedSets(schema, settled)) as unknown as D;
}

/** Two spaces, one final newline, and only the escapes that JSON requires. */
export function toJson(document: unknown): string {
  return `${jsonOf(document, 2)}\n`;
}

// A scalar is plain if every reader of YAML 1.1 and 1.2 sees the same string: it begins like a word, a path or a `$name`, is
// not a reserved word, and contains nothing that could end it.
const WORD = /^[\p{L}_$/](?:[\p{L}\p{M}\p{N} _$/.{}()[\]@%&*!|<>=+~^;,?'"`\\-]|:(?! |$)|(?<! )#)*$/u;
const MEANS_MORE = /^(?:y|n|yes|no|on|off|true|false|null)$/i;
// PyYAML accepts no other raw characters, and YAML 1.1 breaks lines at U+0085, U+2028 and U+2029.
const ESCAPED = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff\p{Surrogate}]/gu; // lone surrogates, as the flag is `u`

function quoted(value: string): string {
  // JSON.stringify escapes the ASCII controls, and YAML's double quotes understand every escape of JSON's.
  return JSON.stringify(value).replace(ESCAPED, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function isPlain(value: string): boolean {
  return WORD.test(value) && !MEANS_MORE.test(value) && !value.endsWith(' ') && quoted(value).length < 1000;
}

/** A text with several lines becomes a block; one with unusual characters or spaces at its edges is quoted. */
function isBlock(value: string): boolean {
  const unusual = /(?!\n)\p{Cc}| $/mu.test(value) || value.search(ESCAPED) >= 0;
  return /^\S.*\n/.test(value) && /\S\n?$/.test(value) && !unusual;
}

const stringTag: ScalarTag = {
  tag: 'tag:yaml.org,2002:str',
  default: true,
  identify: (value) => typeof value === 'string',
  resolve: (value) => value,
  stringify(item: Scalar, context, onComment, onChompKeep) {
    const value = String(item.value);
    if (isPlain(value)) return value;
    if (!isBlock(value)) return quoted(value);
    const block = { type: 'BLOCK_LITERAL' as const, value }; // a key is quoted nevertheless
    return stringifyString(block, context, onComment, onChompKeep);
  },
};

const numberTag: ScalarTag = {
  tag: 'tag:yaml.org,2002:float',
  default: true,
  identify: (value) => typeof value === 'number' || typeof value === 'bigint',
  resolve: Number,
  // YAML 1.1 has no float without a point: it reads `1e21` as a string.
  stringify: ({ value }) => jsonOf(value).replace(/^(-?\d+)e/, '$1.0e'),
};

/**
 * YAML that readers of version 1.1 (PyYAML) and 1.2 understand alike. With `version: '1.1'`, the `yaml` package leaves `=`,
 * `<<` and `1e21` unquoted and writes a `%YAML` directive, which not every tool accepts; so this file writes the scalars.
 */
export function toYaml(document: unknown): string {
  const tags: Tags = ['map', 'seq', 'null', 'bool', stringTag, numberTag];
  return String(new YamlDocument(document, { customTags: () => tags, aliasDuplicateObjects: false }));
}
