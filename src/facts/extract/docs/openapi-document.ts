import type { Extractor } from '../../extractor.ts';
import { Unreadable, type Fact } from '../../fact.ts';
import { jsonOf } from '../../read/json.ts';
import { Source } from '../../read/source.ts';
import { yamlOf, type Yaml } from '../../read/yaml.ts';

const METHODS = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']);

/** OpenAPI documents that are kept in the workspace, as JSON or YAML. */
export const openapiDocument: Extractor = {
  name: 'openapi-document',
  subjects: ['api.document', 'operation.documented'],
  reads: (path) => /(?:^|\/)(?:[\w.-]*openapi[\w.-]*|swagger)\.(?:json|ya?ml)$/i.test(path),
  limit: 4 * 1024 * 1024,
  *facts(source) {
    // Settings of a generator have such names, too.
    if (!/["']?openapi["']?\s*:\s*["']?3\./.test(source.text.slice(0, 2000))) return;
    const root = source.name.endsWith('.json') ? jsonOf(source) : outlined(source);
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

/** Most of a document is schemas and responses, which are not used here. Without them it is read ten times as fast. */
function outlined(source: Source): Yaml | undefined {
  const text = outlineOf(source.text.split('\n')).join('\n');
  // What is left out may be what is left in begins with, or refers to.
  if (/(?:^|[\s:[{,-])[&*][\w-]/m.test(text)) return yamlOf(source)[0];
  try {
    return yamlOf(new Source(source.path, Buffer.from(text)))[0];
  } catch (error) {
    if (error instanceof Unreadable) return yamlOf(source)[0];
    throw error;
  }
}

/** The lines of `info` and `paths`, of these as deep as the methods; all others are empty. */
function outlineOf(lines: readonly string[]): string[] {
  let section: string | undefined;
  let [path, method] = [0, 0];
  return lines.map((line) => {
    const top = /^["']?([A-Za-z][\w-]*)["']?\s*:/.exec(line)?.[1];
    if (top !== undefined) section = top;
    if (section !== 'paths' || top !== undefined) return section === undefined || KEPT.has(section) ? line : '';
    const indent = line.search(/\S/);
    if (indent === -1) return '';
    if (path === 0) path = indent;
    if (indent > path && (method === 0 || indent < method)) method = indent;
    return indent === path || indent === method ? line : '';
  });
}

const KEPT = new Set(['openapi', 'info', 'paths']);

function operationFact(source: Source, method: string, path: string, line: number): Fact[] {
  return METHODS.has(method) ? source.fact('operation.documented', `${method.toUpperCase()} ${path}`, line) : [];
}
