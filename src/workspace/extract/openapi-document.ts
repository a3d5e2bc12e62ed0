import type { Extractor } from '../extractor.ts';
import type { Fact } from '../fact.ts';
import { jsonOf } from '../json.ts';
import type { Source } from '../source.ts';
import { yamlOf } from '../yaml.ts';

const METHODS = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']);

/** OpenAPI documents that are kept in the workspace, as JSON or YAML. */
export const openapiDocument: Extractor = {
  name: 'openapi-document',
  subjects: {
    'api.document': 'the title of an OpenAPI document; `of.version` is that of the API',
    'operation.documented': 'an operation that an OpenAPI document lists, method and path',
  },
  reads: (path) => /(?:^|\/)(?:[\w.-]*openapi[\w.-]*|swagger)\.(?:json|ya?ml)$/i.test(path),
  limit: 4 * 1024 * 1024,
  *facts(source) {
    // Settings of a generator have such names as well.
    if (!/["']?openapi["']?\s*:\s*["']?3\./.test(source.text.slice(0, 2000))) return;
    const root = source.name.endsWith('.json') ? jsonOf(source) : yamlOf(source)[0];
    if (root === undefined) return;
    const [title, version] = [root.at('info', 'title'), root.at('info', 'version').text];
    yield* source.fact(
      'api.document',
      title.text ?? source.name,
      title.line,
      version === undefined ? undefined : { version },
    );
    for (const [path, item] of root.at('paths').entries())
      for (const [method, operation] of item.entries()) yield* operationFact(source, method, path, operation.line);
  },
};

function operationFact(source: Source, method: string, path: string, line: number): Fact[] {
  return METHODS.has(method) ? source.fact('operation.documented', `${method.toUpperCase()} ${path}`, line) : [];
}
