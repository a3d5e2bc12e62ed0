// OpenAPI documents for tasks: reading, canonical order, text, and the union of several documents.
export { canonical, operations, operationsOf, toJson, toYaml, type Document } from './canonical.ts';
export { parseJson } from './json.ts';
export { staticDocument, type Reading } from './static.ts';
export { unionOf, type Mounted } from './union.ts';
