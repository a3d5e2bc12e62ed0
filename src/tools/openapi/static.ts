import type { OpenAPIV3, OpenAPIV3_1 } from 'openapi-types';

/** An operation as it was found in the code. */
export interface Route {
  readonly method: string;
  /** In Starlette's notation: `/files/{path:path}`. */
  readonly path: string;
  readonly file: string;
  readonly line: number;
}

/** How a document was made, stated in the document itself. */
export type Reading = 'live' | 'stand-ins' | 'static';

type StaticDocument = OpenAPIV3_1.Document & { readonly 'x-turnaround': { readonly reading: Reading } };

const CONVERTED: Readonly<Record<string, OpenAPIV3.SchemaObject>> = {
  int: { type: 'integer' },
  float: { type: 'number' },
  uuid: { type: 'string', format: 'uuid' },
};
const METHODS = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']);

/** The minimal document of an application that cannot be imported: its operations and the parameters in their paths. */
export function staticDocument(routes: readonly Route[], title = 'API'): StaticDocument {
  const paths: Record<string, Record<string, OpenAPIV3_1.OperationObject>> = {};
  for (const { method, path, file, line } of routes) {
    const [name, verb] = [cleaned(path), method.toLowerCase()];
    if (!METHODS.has(verb)) continue;
    const item = (paths[name] ??= {});
    if (Object.hasOwn(item, verb)) continue; // the route that was registered first answers
    item[verb] = {
      operationId: idOf(verb, name),
      ...parametersOf(path),
      responses: { default: { description: `Read from ${file}:${line}; the response is unknown` } },
    };
  }
  const info = {
    title,
    version: '0',
    description: 'Read from the code, because the application could not be imported.',
  };
  return { openapi: '3.1.0', info, paths, 'x-turnaround': { reading: 'static' } };
}

function cleaned(path: string): string {
  const bare = path.replaceAll(/\{(\w+):\w+\}/g, '{$1}');
  return bare.startsWith('/') ? bare : `/${bare}`;
}

function parametersOf(path: string): { parameters?: OpenAPIV3.ParameterObject[] } {
  const found = new Map([...path.matchAll(/\{(\w+)(?::(\w+))?\}/g)].map(([, name = '', kind = '']) => [name, kind]));
  if (found.size === 0) return {};
  return {
    parameters: Array.from(found, ([name, kind]) => ({
      name,
      in: 'path',
      required: true,
      schema: CONVERTED[kind] ?? { type: 'string' },
    })),
  };
}

/** Braces are significant: `/a/{b}` and `/a/b` are two operations. */
function idOf(verb: string, path: string): string {
  return `${verb}${path.replaceAll('{', 'by_').replaceAll(/[^A-Za-z0-9]+/g, '_')}`.replace(/_$/, '');
}
