import { asObject, byCodePoint, jsonOf, picked, type Json, type JsonObject } from './json.ts';

/**
 * A route with several methods gets one operationId, which ends with the method that Python's set happens to return first.
 * FastAPI names its form model (`Body_<id>`) and responses (`Response <Id>`) after it. Here, the alphabetically first method
 * replaces it; the id is still not unique.
 */
export function settleOperationIds(document: JsonObject): JsonObject {
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

/** A Python set as a default or an example becomes a list in arbitrary order. */
export function withSortedSets(value: JsonObject, document: JsonObject): JsonObject {
  const sorted = { ...value };
  if (value.default !== undefined) sorted.default = sortedSets(value.default, value, document);
  if (value.example !== undefined) sorted.example = sortedSets(value.example, value, document);
  if (Array.isArray(value.examples)) sorted.examples = value.examples.map((one) => sortedSets(one, value, document));
  return sorted;
}

function sortedSets(value: Json, of: Json | undefined, document: JsonObject, depth = 0): Json {
  const schemas = variants(of, document);
  // A list of schemas may refer to itself. Data is finite, but nothing prevents cycles of `$ref`.
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
  return inner.toSorted((a, b) => byCodePoint(jsonOf(a), jsonOf(b)));
}

/** The schema and those that it refers to or chooses from. */
function variants(of: Json | undefined, document: JsonObject, seen = new Set<Json>()): JsonObject[] {
  const here = asObject(of);
  if (of === undefined || seen.has(here) || Object.keys(here).length === 0) return [];
  seen.add(here);
  const name = typeof here.$ref === 'string' ? /^#\/components\/schemas\/([^/]+)$/.exec(here.$ref)?.[1] : undefined;
  const target = name === undefined ? undefined : asObject(asObject(document.components).schemas)[name];
  const choices = [here.anyOf, here.oneOf, here.allOf].flatMap((list) => (Array.isArray(list) ? list : []));
  return [here, ...[target, ...choices].flatMap((next) => variants(next, document, seen))];
}
