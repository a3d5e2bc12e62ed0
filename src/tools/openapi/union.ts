import { asObject, jsonOf, type Json, type JsonObject } from './json.ts';
import type { Document } from './canonical.ts';

/** A FastAPI application that another one mounts, with its own document. */
export interface Mounted {
  readonly path: string;
  readonly openapi: Document;
}

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

/** One document for an application and everything that it mounts; different components with equal names are renamed. */
export function unionOf(document: Document, mounted: readonly Mounted[]): Document {
  if (mounted.length === 0) return document;
  const whole = structuredClone(document) as unknown as JsonObject;
  const ids = new Set(operationsIn(whole).map(({ operationId }) => operationId));
  for (const { path, openapi } of mounted) add(whole, path, openapi as unknown as JsonObject, ids);
  return whole as unknown as Document;
}

function add(whole: JsonObject, path: string, openapi: JsonObject, ids: Set<Json | undefined>): void {
  const slug = path.replaceAll(/[^A-Za-z0-9]+/g, '_').replaceAll(/^_|_$/g, '');
  const part = renamed(structuredClone(openapi), whole, slug);
  const paths = asObject(whole['paths']);
  for (const [inner, item] of Object.entries(asObject(part['paths']))) {
    const name = (path.replaceAll(/\{(\w+):\w+\}/g, '{$1}') + inner).replace(/(?<=.)\/$/, inner === '/' ? '/' : '');
    if (!Object.hasOwn(paths, name)) paths[name] = belowMount(asObject(item), path, part);
  }
  whole['paths'] = paths;
  for (const operation of operationsIn(part)) {
    const { operationId } = operation;
    if (typeof operationId === 'string' && ids.has(operationId)) operation['operationId'] = `${slug}_${operationId}`;
    ids.add(operation['operationId']);
  }
  const components = asObject(whole['components']);
  for (const [kind, named] of Object.entries(asObject(part['components'])))
    components[kind] = { ...asObject(components[kind]), ...asObject(named) };
  if (Object.keys(components).length > 0) whole['components'] = components;
  const tags = new Map([...listOf(part['tags']), ...listOf(whole['tags'])].map((tag) => [asObject(tag)['name'], tag]));
  if (tags.size > 0) whole['tags'] = [...tags.values()];
}

/** A path of the mounted application, with the parameters of the mount's path and the security of its document. */
function belowMount(item: JsonObject, path: string, part: JsonObject): JsonObject {
  const names = [...path.matchAll(/\{(\w+)(?::\w+)?\}/g)].map((match) => match[1] ?? '');
  const given = names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } }));
  if (given.length > 0) item['parameters'] = [...given, ...listOf(item['parameters'])];
  if (part['security'] !== undefined)
    for (const method of METHODS)
      if (item[method] !== undefined) asObject(item[method])['security'] ??= part['security'];
  return item;
}

function listOf(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : [];
}

function operationsIn(document: JsonObject): JsonObject[] {
  const items = Object.values(asObject(document['paths'])).map(asObject);
  return items.flatMap((item) =>
    METHODS.flatMap((method) => (item[method] === undefined ? [] : [asObject(item[method])])),
  );
}

/** The document with new names for components whose names mean something else in the whole. */
function renamed(part: JsonObject, whole: JsonObject, slug: string): JsonObject {
  const changed = new Map<string, string>();
  const security = new Map<string, string>();
  for (const [kind, named] of Object.entries(asObject(part['components']))) {
    const known = asObject(asObject(whole['components'])[kind]);
    for (const [name, one] of Object.entries(asObject(named))) {
      if (!Object.hasOwn(known, name) || jsonOf(known[name]) === jsonOf(one)) continue;
      let other = `${slug}_${name}`;
      while (Object.hasOwn(known, other) || Object.hasOwn(asObject(named), other)) other = `${other}_`;
      changed.set(`#/components/${kind}/${name}`, `#/components/${kind}/${other}`);
      if (kind === 'securitySchemes') security.set(name, other);
    }
  }
  if (changed.size === 0) return part;
  const components = Object.entries(asObject(part['components'])).map(([kind, named]): [string, Json] => {
    const keys = Object.entries(asObject(named)).map(([name, one]): [string, Json] => {
      const to = changed.get(`#/components/${kind}/${name}`);
      return [to?.slice(to.lastIndexOf('/') + 1) ?? name, one];
    });
    return [kind, Object.fromEntries(keys)];
  });
  const pointed = pointing({ ...part, components: Object.fromEntries(components) }, changed) as JsonObject;
  for (const holder of [pointed, ...operationsIn(pointed)]) {
    if (!Array.isArray(holder['security'])) continue;
    holder['security'] = holder['security'].map((one) =>
      Object.fromEntries(Object.entries(asObject(one)).map(([name, scopes]) => [security.get(name) ?? name, scopes])),
    );
  }
  return pointed;
}

/** `$ref` and the mapping of a discriminator are strings that name a component. */
function pointing(value: Json, changed: ReadonlyMap<string, string>): Json {
  if (typeof value === 'string') return changed.get(value) ?? value;
  if (Array.isArray(value)) return value.map((one) => pointing(one, changed));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, pointing(one, changed)]));
}
