// OpenAPI documents for tasks: reading, canonical order, text, and what is put together of several.
export { canonical, operations, operationsOf, toJson, toYaml, type Document } from './canonical.ts';
export { parseJson } from './json.ts';
export { staticDocument, type Reading } from './static.ts';
export { unionOf, type Mounted } from './union.ts';
