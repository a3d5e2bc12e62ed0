import type { OpenAPIV3, OpenAPIV3_1 } from 'openapi-types';
import { Document as YamlDocument, type Scalar, type ScalarTag, type Tags } from 'yaml';
import { stringifyString } from 'yaml/util';

export type Document = OpenAPIV3.Document | OpenAPIV3_1.Document;
export type Operation = OpenAPIV3.OperationObject | OpenAPIV3_1.OperationObject;

type Json = null | boolean | number | bigint | string | Json[] | { [key: string]: Json };
type JsonObject = { [key: string]: Json };

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'] as const;
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

// Canonical order

/** What a value is, and so in which order its keys stand. `data` is somebody's own and is left as it is. */
type Kind = 'data' | Shape | { each: () => Kind; sorted: boolean } | { list: () => Kind };
/** The keys of an object in the specification's order; what it does not name comes after them, by code point. */
interface Shape {
  keys: Record<string, () => Kind>;
  schema?: true;
}

const data = (): Kind => 'data';
const mapOf = (each: () => Kind) => (): Kind => ({ each, sorted: true });
const declared = (each: () => Kind) => (): Kind => ({ each, sorted: false });
const listOf = (list: () => Kind) => (): Kind => ({ list });
const object = (...names: (string | Record<string, () => Kind>)[]) => {
  const keys = names.map((name) => (typeof name === 'string' ? { [name]: data } : name));
  const shape: Shape = { keys: Object.assign({}, ...keys) };
  return (): Kind => shape;
};

const externalDocs = object('description', 'url');
const server = object('url', 'description', { variables: mapOf(object('enum', 'default', 'description')) });
const schemaShape: Shape = { keys: {}, schema: true };
const schema = (): Kind => schemaShape;
Object.assign(schemaShape.keys, {
  ...{ $schema: data, $id: data, $anchor: data, $ref: data, $comment: data, title: data, description: data },
  ...{ type: data, format: data, nullable: data, const: data, enum: data, default: data, pattern: data },
  ...{ minLength: data, maxLength: data, minimum: data, exclusiveMinimum: data, maximum: data },
  ...{ exclusiveMaximum: data, multipleOf: data, minItems: data, maxItems: data, uniqueItems: data },
  ...{ prefixItems: listOf(schema), items: schema, contains: schema, minProperties: data, maxProperties: data },
  ...{ properties: declared(schema), patternProperties: declared(schema), additionalProperties: schema },
  ...{ propertyNames: schema, required: data, dependentRequired: mapOf(data), dependentSchemas: mapOf(schema) },
  ...{ allOf: listOf(schema), anyOf: listOf(schema), oneOf: listOf(schema), not: schema },
  ...{ if: schema, then: schema, else: schema, unevaluatedItems: schema, unevaluatedProperties: schema },
  discriminator: object('propertyName', { mapping: mapOf(data) }),
  ...{ readOnly: data, writeOnly: data, deprecated: data, contentMediaType: data, contentEncoding: data },
  ...{ xml: object('name', 'namespace', 'prefix', 'attribute', 'wrapped'), externalDocs },
  ...{ example: data, examples: data, $defs: mapOf(schema) },
});
const example = object('$ref', 'summary', 'description', 'value', 'externalValue');
const header = object('$ref', 'description', 'required', 'deprecated', 'style', 'explode', { schema }, 'example', {
  examples: mapOf(example),
  content: (): Kind => content(),
});
const encoding = object('contentType', { headers: mapOf(header) }, 'style', 'explode', 'allowReserved');
const content = mapOf(object({ schema }, 'example', { examples: mapOf(example), encoding: mapOf(encoding) }));
const parameter = object(
  ...['$ref', 'name', 'in', 'description', 'required', 'deprecated', 'allowEmptyValue', 'style', 'explode'],
  ...['allowReserved', { schema, content }, 'example', { examples: mapOf(example) }],
);
const requestBody = object('$ref', 'description', 'required', { content });
const link = object('$ref', 'operationRef', 'operationId', { parameters: mapOf(data) }, 'requestBody', 'description', {
  server,
});
const response = object('$ref', 'description', { headers: mapOf(header), content, links: mapOf(link) });
const callback = (): Kind => ({ each: pathItem, sorted: true });
const operation = object(
  ...['tags', 'summary', 'description', { externalDocs }, 'operationId', { parameters: listOf(parameter) }],
  ...[{ requestBody, responses: mapOf(response), callbacks: mapOf(callback) }, 'deprecated', 'security'],
  { servers: listOf(server) },
);
const pathItem = object(
  ...['$ref', 'summary', 'description', Object.fromEntries(METHODS.map((method) => [method, operation]))],
  { servers: listOf(server), parameters: listOf(parameter) },
);
const flow = object('authorizationUrl', 'tokenUrl', 'refreshUrl', { scopes: mapOf(data) });
const securityScheme = object('$ref', 'type', 'description', 'name', 'in', 'scheme', 'bearerFormat', {
  flows: object({ implicit: flow, password: flow, clientCredentials: flow, authorizationCode: flow }),
  openIdConnectUrl: data,
});
const components = object({
  ...{ schemas: mapOf(schema), responses: mapOf(response), parameters: mapOf(parameter), examples: mapOf(example) },
  ...{ requestBodies: mapOf(requestBody), headers: mapOf(header), securitySchemes: mapOf(securityScheme) },
  ...{ links: mapOf(link), callbacks: mapOf(callback), pathItems: mapOf(pathItem) },
});
const root = object(
  'openapi',
  {
    info: object(
      ...['title', 'summary', 'description', 'termsOfService', { contact: object('name', 'url', 'email') }],
      ...[{ license: object('name', 'identifier', 'url') }, 'version'],
    ),
  },
  'jsonSchemaDialect',
  { servers: listOf(server), paths: mapOf(pathItem), webhooks: mapOf(pathItem), components },
  'security',
  { tags: listOf(object('name', 'description', { externalDocs })), externalDocs },
);

/**
 * The same document in one order, whatever order it was made in: two runs of an unchanged application are the same
 * bytes. What readers see in an order that means something keeps it: a model's properties, tags, `enum`, `required`.
 */
export function canonical<D extends Document>(document: D): D {
  // The types describe no index access; the document that comes back holds the same keys as the one that went in.
  const settled = settleOperationIds(document as unknown as JsonObject);
  return ordered(settled, root(), settled) as unknown as D;
}

function ordered(value: Json, kind: Kind, document: JsonObject): Json {
  if (kind === 'data' || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return 'list' in kind ? value.map((item) => ordered(item, kind.list(), document)) : value;
  if ('list' in kind) return value;
  if ('each' in kind) {
    const keys = kind.sorted ? Object.keys(value).toSorted(byCodePoint) : Object.keys(value);
    return picked(value, keys, (child) => ordered(child, kind.each(), document));
  }
  const source = kind.schema ? withSortedSets(value, document) : value;
  const rank = new Map(Object.keys(kind.keys).map((key, index) => [key, index]));
  const keys = Object.keys(source).toSorted(
    (a, b) => (rank.get(a) ?? rank.size) - (rank.get(b) ?? rank.size) || byCodePoint(a, b),
  );
  // By the map and not by `kind.keys[key]` alone: a key may be called `constructor`.
  const kindOf = (key: string): Kind => (rank.has(key) ? kind.keys[key]?.() : undefined) ?? 'data';
  return picked(source, keys, (child, key) => ordered(child, kindOf(key), document));
}

/** `Object.fromEntries` and not assignment: a key may be `__proto__`. */
function picked(source: JsonObject, keys: string[], of: (child: Json, key: string) => Json): JsonObject {
  return Object.fromEntries(keys.map((key) => [key, of(source[key] ?? null, key)]));
}

/** UTF-8 sorts by code point; JavaScript's own order puts emoji before U+E000. */
function byCodePoint(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

// What FastAPI leaves to chance

/**
 * A route of several methods gets one operationId, which ends with whichever method Python's set gives first; FastAPI
 * names its form model (`Body_<id>`) and its answers (`Response <Id>`) after it. The first method by name stands in for
 * it; that the id is not unique stays visible.
 */
function settleOperationIds(document: JsonObject): JsonObject {
  const renamed = new Map<string, string>();
  for (const item of [document.paths, document.webhooks].flatMap(pathItems)) {
    const ids = Object.entries(item).map(([method, operation]) => ({ method, id: asObject(operation).operationId }));
    for (const { id } of ids) {
      const sharing = ids.filter((other) => other.id === id).map(({ method }) => method);
      const first = sharing.toSorted(byCodePoint)[0] ?? '';
      for (const method of sharing) {
        if (typeof id !== 'string' || method === first || !id.endsWith(`_${method}`)) continue;
        const settled = id.slice(0, -method.length) + first;
        renamed.set(id, settled);
        renamed.set(`Body_${id}`, `Body_${settled}`);
        renamed.set(`${REFERENCE}Body_${id}`, `${REFERENCE}Body_${settled}`);
        renamed.set(titled(id), titled(settled));
      }
    }
  }
  return renamed.size === 0 ? document : asObject(rename(document, renamed));
}

const REFERENCE = '#/components/schemas/';

function pathItems(items: Json | undefined): JsonObject[] {
  return Object.values(asObject(items)).flatMap((item) => {
    const callbacks = Object.values(asObject(item)).flatMap((operation) =>
      Object.values(asObject(asObject(operation).callbacks)),
    );
    return [asObject(item), ...callbacks.flatMap(pathItems)];
  });
}

/** Python's `name.title().replace('_', ' ')`. */
function titled(name: string): string {
  const title = name.toLowerCase().replace(/\p{L}+/gu, (word) => (word[0] ?? '').toUpperCase() + word.slice(1));
  return title.replaceAll('_', ' ');
}

function rename(value: Json, renamed: Map<string, string>, key = ''): Json {
  if (typeof value === 'string') {
    const answers = key === 'title' ? [/^(Response |Streamitem )(.+)/s, /^(Response \w+ )(.+)/s] : [];
    for (const answer of answers) {
      const [, prefix = '', id = ''] = answer.exec(value) ?? [];
      if (renamed.has(id)) return `${prefix}${renamed.get(id)}`;
    }
    return ['operationId', '$ref', 'title'].includes(key) ? (renamed.get(value) ?? value) : value;
  }
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => rename(item, renamed));
  const entries = Object.entries(value);
  return Object.fromEntries(entries.map(([name, child]) => [renamed.get(name) ?? name, rename(child, renamed, name)]));
}

/** A Python set as a default or an example comes as a list in any order. */
function withSortedSets(value: JsonObject, document: JsonObject): JsonObject {
  const sorted = { ...value };
  if (value.default !== undefined) sorted.default = sortedSets(value.default, value, document);
  if (value.example !== undefined) sorted.example = sortedSets(value.example, value, document);
  if (Array.isArray(value.examples)) sorted.examples = value.examples.map((one) => sortedSets(one, value, document));
  return sorted;
}

function sortedSets(value: Json, of: Json | undefined, document: JsonObject, depth = 0): Json {
  const schemas = variants(of, document);
  // A list of schemas may refer to itself; data does not nest without end, but guards nothing against `$ref` cycles.
  if (typeof value !== 'object' || value === null || schemas.length === 0 || depth > 64) return value;
  if (!Array.isArray(value)) {
    return picked(value, Object.keys(value), (child, key) => {
      const property = schemas.map(({ properties }) => asObject(properties)).find((them) => Object.hasOwn(them, key));
      const other = schemas.find(({ additionalProperties }) => additionalProperties !== undefined);
      return sortedSets(child, property?.[key] ?? other?.additionalProperties, document, depth + 1);
    });
  }
  const items = schemas.find((one) => one.items !== undefined)?.items;
  const inner = value.map((item) => sortedSets(item, items, document, depth + 1));
  if (!schemas.some(({ uniqueItems }) => uniqueItems === true)) return inner;
  return inner.toSorted((a, b) => byCodePoint(text(a), text(b)));
}

/** The schema itself and those that it refers to or chooses from. */
function variants(of: Json | undefined, document: JsonObject, seen = new Set<Json>()): JsonObject[] {
  const here = asObject(of);
  if (of === undefined || seen.has(here) || Object.keys(here).length === 0) return [];
  seen.add(here);
  const name = typeof here.$ref === 'string' ? /^#\/components\/schemas\/([^/]+)$/.exec(here.$ref)?.[1] : undefined;
  const target = name === undefined ? undefined : asObject(asObject(document.components).schemas)[name];
  const choices = [here.anyOf, here.oneOf, here.allOf].flatMap((list) => (Array.isArray(list) ? list : []));
  return [here, ...[target, ...choices].flatMap((next) => variants(next, document, seen))];
}

function asObject(value: Json | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}

// Text

const BIG = '\u0000integer:';

/** `JSON.parse`, but an integer that no JavaScript number holds (`le=2**63 - 1`) becomes a bigint. */
export function parseJson(json: string): unknown {
  const marked = json.replace(/"[^"\\]*(?:\\.[^"\\]*)*"|(?<![\w.+-])-?\d{16,}(?![\d.eE])/g, (token) =>
    token.startsWith('"') || Number.isSafeInteger(Number(token)) ? token : JSON.stringify(BIG + token),
  );
  return JSON.parse(marked, (_, value: unknown) =>
    typeof value === 'string' && /^\0integer:-?\d+$/.test(value) ? BigInt(value.slice(BIG.length)) : value,
  );
}

function text(value: unknown, indent?: number): string {
  const marked = JSON.stringify(value, (_, one: unknown) => (typeof one === 'bigint' ? `${BIG}${one}` : one), indent);
  return marked.replace(/"\\u0000integer:(-?\d+)"/g, '$1');
}

/** Two spaces, one final newline, no escapes but those that JSON asks for. */
export function toJson(document: unknown): string {
  return `${text(document, 2)}\n`;
}

// Plain where every reader of YAML 1.1 and 1.2 sees the same string: begins like a word, a path or a `$name`, is no word
// that stands for something else, and has nothing in it that could end it.
const WORD = /^[\p{L}_$/](?:[\p{L}\p{M}\p{N} _$/.{}()[\]@%&*!|<>=+~^;,?'"`\\-]|:(?! |$)|(?<! )#)*$/u;
const MEANS_MORE = /^(?:y|n|yes|no|on|off|true|false|null)$/i;
// PyYAML takes no other raw characters, and YAML 1.1 breaks lines at U+0085, U+2028 and U+2029.
const ESCAPED = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff\p{Surrogate}]/gu; // lone surrogates, as the flag is `u`

function quoted(value: string): string {
  // JSON.stringify escapes the ASCII controls, and YAML's double quotes understand every escape of JSON's.
  return JSON.stringify(value).replace(ESCAPED, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function isPlain(value: string): boolean {
  return WORD.test(value) && !MEANS_MORE.test(value) && !value.endsWith(' ') && quoted(value).length < 1000;
}

/** A text of several lines reads best as a block; one with unusual characters or spaces at its edges is quoted. */
function isBlock(value: string): boolean {
  const unusual = /[\u0000-\u0009\u000b-\u001f]| $/m.test(value) || value.search(ESCAPED) >= 0;
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
    if (context.implicitKey || !isBlock(value)) return quoted(value);
    const block = { type: 'BLOCK_LITERAL' as const, value };
    return stringifyString(block, context, onComment, onChompKeep);
  },
};

const numberTag: ScalarTag = {
  tag: 'tag:yaml.org,2002:float',
  default: true,
  identify: (value) => typeof value === 'number' || typeof value === 'bigint',
  resolve: Number,
  // YAML 1.1 has no float without a point: `1e21` is a string to it.
  stringify: ({ value }) => text(value).replace(/^(-?\d+)e/, '$1.0e'),
};

/**
 * YAML that readers of version 1.1 (PyYAML) and 1.2 understand alike. The `yaml` package's own `version: '1.1'` leaves
 * `=`, `<<` and `1e21` bare and writes a `%YAML` directive, which not every tool takes; so the scalars are ours.
 */
export function toYaml(document: unknown): string {
  const tags: Tags = ['map', 'seq', 'null', 'bool', stringTag, numberTag];
  const yaml = new YamlDocument(document, { customTags: () => tags, aliasDuplicateObjects: false });
  return yaml.toString({ lineWidth: 0 });
}
