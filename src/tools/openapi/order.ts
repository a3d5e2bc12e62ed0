import { byCodePoint, picked, type Json, type JsonObject } from './json.ts';

/** The order of a path's operations, independent of the order in which its route names them. */
export const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'] as const;

/** The kind of a value, which determines the order of its keys. `data` is user data and is left unchanged. */
type Kind = 'data' | Shape | { each: () => Kind; sorted: boolean } | { list: () => Kind };
/** The keys of an object in the order of the specification; other keys come after them, by code point. */
interface Shape {
  rank: Map<string, number>;
  kinds: Record<string, () => Kind>;
}

const data = (): Kind => 'data';
const mapOf = (each: () => Kind) => (): Kind => ({ each, sorted: true });
const declared = (each: () => Kind) => (): Kind => ({ each, sorted: false });
const listOf = (list: () => Kind) => (): Kind => ({ list });
const object = (order: string, kinds: Record<string, () => Kind> = {}) => {
  const shape = { rank: new Map(order.split(/\s+/).map((key, index) => [key, index])), kinds };
  return (): Shape => shape;
};

const externalDocs = object('description url');
const server = object('url description variables', { variables: mapOf(object('enum default description')) });

const schemaKinds: Record<string, () => Kind> = {};
const schema = object(
  `$schema $id $anchor $ref $comment title description type format nullable const enum default pattern minLength
  maxLength minimum exclusiveMinimum maximum exclusiveMaximum multipleOf minItems maxItems uniqueItems prefixItems items
  contains minProperties maxProperties properties patternProperties additionalProperties propertyNames required
  dependentRequired dependentSchemas allOf anyOf oneOf not if then else unevaluatedItems unevaluatedProperties
  discriminator readOnly writeOnly deprecated contentMediaType contentEncoding xml externalDocs example examples $defs`,
  schemaKinds,
);
const inSchemas: [string, () => Kind][] = [
  ['items contains additionalProperties propertyNames not if then else', schema],
  ['unevaluatedItems unevaluatedProperties', schema],
  ['prefixItems allOf anyOf oneOf', listOf(schema)],
  ['properties patternProperties', declared(schema)],
  ['dependentSchemas $defs', mapOf(schema)],
  ['dependentRequired', mapOf(data)],
  ['discriminator', object('propertyName mapping', { mapping: mapOf(data) })],
  ['xml', object('name namespace prefix attribute wrapped')],
  ['externalDocs', externalDocs],
];
for (const [keys, kind] of inSchemas) for (const key of keys.split(' ')) schemaKinds[key] = kind;

const example = object('$ref summary description value externalValue');
const content = (): Kind => contents();
const examples = mapOf(example);
const header = object('$ref description required deprecated style explode schema content example examples', {
  schema,
  content,
  examples,
});
const encoding = object('contentType headers style explode allowReserved', { headers: mapOf(header) });
const contents = mapOf(object('schema example examples encoding', { schema, examples, encoding: mapOf(encoding) }));
const parameter = object(
  `$ref name in description required deprecated allowEmptyValue style explode allowReserved schema content example
  examples`,
  { schema, content, examples },
);
const requestBody = object('$ref description required content', { content });
const link = object('$ref operationRef operationId parameters requestBody description server', {
  parameters: mapOf(data),
  server,
});
const response = object('$ref description headers content links', {
  headers: mapOf(header),
  content,
  links: mapOf(link),
});
const callback = (): Kind => ({ each: pathItem, sorted: true });
const operation = object(
  `tags summary description externalDocs operationId parameters requestBody responses callbacks deprecated security
  servers`,
  {
    externalDocs,
    parameters: listOf(parameter),
    requestBody,
    responses: mapOf(response),
    callbacks: mapOf(callback),
    servers: listOf(server),
  },
);
const pathItem = object(`$ref summary description ${METHODS.join(' ')} servers parameters`, {
  ...Object.fromEntries(METHODS.map((method) => [method, operation])),
  servers: listOf(server),
  parameters: listOf(parameter),
});
const flow = object('authorizationUrl tokenUrl refreshUrl scopes', { scopes: mapOf(data) });
const securityScheme = object('$ref type description name in scheme bearerFormat flows openIdConnectUrl', {
  flows: mapOf(flow),
});
const components = object(
  'schemas responses parameters examples requestBodies headers securitySchemes links callbacks pathItems',
  {
    schemas: mapOf(schema),
    responses: mapOf(response),
    parameters: mapOf(parameter),
    examples,
    requestBodies: mapOf(requestBody),
    headers: mapOf(header),
    securitySchemes: mapOf(securityScheme),
    links: mapOf(link),
    callbacks: mapOf(callback),
    pathItems: mapOf(pathItem),
  },
);
const root = object('openapi info jsonSchemaDialect servers paths webhooks components security tags externalDocs', {
  info: object('title summary description termsOfService contact license version', {
    contact: object('name url email'),
    license: object('name identifier url'),
  }),
  servers: listOf(server),
  paths: mapOf(pathItem),
  webhooks: mapOf(pathItem),
  components,
  tags: listOf(object('name description externalDocs', { externalDocs })),
  externalDocs,
});

/** The document with all keys in order; each schema is passed through `atSchema` first. */
export function inOrder(document: JsonObject, atSchema: (schema: JsonObject) => JsonObject): Json {
  return ordered(document, root(), atSchema);
}

function ordered(value: Json, kind: Kind, atSchema: (schema: JsonObject) => JsonObject): Json {
  if (kind === 'data' || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return 'list' in kind ? value.map((item) => ordered(item, kind.list(), atSchema)) : value;
  if ('list' in kind) return value;
  if ('each' in kind) {
    const keys = kind.sorted ? Object.keys(value).toSorted(byCodePoint) : Object.keys(value);
    return picked(value, keys, (child) => ordered(child, kind.each(), atSchema));
  }
  const { rank, kinds } = kind;
  const source = kind === schema() ? atSchema(value) : value;
  const keys = Object.keys(source).toSorted(
    (a, b) => (rank.get(a) ?? rank.size) - (rank.get(b) ?? rank.size) || byCodePoint(a, b),
  );
  // Not only `kinds[key]`, because a key may be called `constructor`.
  const kindOf = (key: string): Kind => (Object.hasOwn(kinds, key) ? kinds[key]?.() : undefined) ?? 'data';
  return picked(source, keys, (child, key) => ordered(child, kindOf(key), atSchema));
}
