import type { Extractor } from '../../extractor.ts';
import { Unreadable, type Fact } from '../../fact.ts';
import type { Source } from '../../read/source.ts';
import { isSecretName } from '../../variable.ts';
import { yamlOf, type Yaml } from '../../read/yaml.ts';
import { IMAGE_SUBJECTS, imageFacts, secretFacts, VARIABLE_SUBJECTS, variableFacts } from '../_container.ts';

const CHART = /(?:^|\/)Chart\.ya?ml$/;
const VALUES =
  /(?:^|\/)values\.ya?ml$|(?:^|\/)(?:[\w.-]*(?:charts?|helm|k8s|kubernetes|deploy(?:ments?)?)[\w.-]*\/).*values[.-][\w.-]+\.ya?ml$/i;
const PROBES = ['liveness', 'readiness', 'startup'] as const;
/** Keys about a secret that contain no secret: where it is stored, and its name there. */
const ABOUT = /^existing|^create|(?:name|ref|path|file|mount|enabled|rotation|length|keys?|annotations|labels)$/i;
const IS_KEY = /api_?-?key$|access_?-?key$|private_?-?key$|secret_?-?key$/i;

export const helmValues: Extractor = {
  name: 'helm-values',
  subjects: [
    ...IMAGE_SUBJECTS,
    ...VARIABLE_SUBJECTS,
    'chart',
    'dependency',
    'image.used',
    'k8s.replicas',
    'k8s.reference',
    'path.named',
    'port.service',
    'port.container',
    'probe.path',
    'proxy.location',
  ],
  reads: (path) => (CHART.test(path) || VALUES.test(path)) && !/(?:^|\/)templates\//.test(path),
  limit: 256 * 1024,
  *facts(source) {
    for (const root of yamlOf(source)) {
      if (root.text !== undefined || root.isList)
        throw new Unreadable('is not part of a Helm chart: it has no keys', root.line);
      yield* CHART.test(source.path) ? chartFacts(source, root) : valuesFacts(source, root, '');
    }
  },
};

function* chartFacts(source: Source, root: Yaml): Iterable<Fact> {
  const [version, appVersion] = [root.at('version').text, root.at('appVersion').text];
  yield* source.fact('chart', root.at('name').text ?? '', root.at('name').line, {
    ...(version === undefined ? {} : { version }),
    ...(appVersion === undefined ? {} : { appVersion }),
  });
  for (const one of root.at('dependencies').items()) {
    const [name, asked, repository] = [one.at('name'), one.at('version').text, one.at('repository')];
    const of = { kind: 'helm' as const, ...(asked === undefined ? {} : { version: asked }) };
    yield* source.fact('dependency', name.text ?? '', name.line, of);
    const [, folder] = /^file:\/\/(.+)$/.exec(repository.text ?? '') ?? [];
    const more = { by: 'chart', kind: 'folder' as const, from: 'file' };
    if (folder !== undefined) yield* source.fact('path.named', folder, repository.line, more);
  }
}

/** The key of the values. */
interface OfValue {
  readonly by: string;
  readonly at: string;
}

/** Values have no schema: what is read are the keys that `helm create` and the common charts use. */
function* valuesFacts(source: Source, map: Yaml, path: string): Iterable<Fact> {
  for (const [key, value] of map.entries()) {
    const at = path === '' ? key : `${path}.${key}`;
    const of = { by: 'helm', at };
    if (key === 'image') yield* image(source, value, of);
    else if (/^(?:env|envVars|extraEnv|extraEnvVars|environment)$/.test(key)) yield* variables(source, value, of);
    else if (value.isMap) yield* valuesFacts(source, value, at);
    else if (key === 'hosts') yield* hosts(source, value, of);
    else yield* scalar(source, key, value, of);
  }
}

function scalar(source: Source, key: string, { text, number, line }: Yaml, of: OfValue): Fact[] {
  const path = of.at;
  const isIn = (...parts: string[]): boolean => parts.some((part) => path === part || path.endsWith(`.${part}`));
  if (text === undefined) return [];
  if (number !== undefined && isIn('service.port')) return source.fact('port.service', number, line, of);
  if (number !== undefined && isIn('service.targetPort', 'containerPort'))
    return source.fact('port.container', number, line, of);
  if (number !== undefined && /^replica(?:s|Count)$/.test(key)) return source.fact('k8s.replicas', number, line, of);
  const [, probe] = /(?:^|\.)(\w+)Probe\.(?:httpGet\.)?path$/.exec(path) ?? [];
  const kind = PROBES.find((name) => name === probe);
  if (kind !== undefined) return source.fact('probe.path', text, line, { ...of, kind });
  if (key === 'existingSecret') return source.fact('k8s.reference', text === '' ? '' : `Secret/${text}`, line, of);
  if (/(?:^|\.)(?:postgresql|mysql|mariadb)\.(?:auth\.)?database$/.test(path))
    return source.fact('database.name', text, line, of);
  const isSecret =
    isSecretName(key) && (IS_KEY.test(key) || !ABOUT.test(key)) && !/^(?:true|false|\d{1,3})$/.test(text);
  return isSecret ? secretFacts(source, path, text, line, of) : [];
}

function image(source: Source, value: Yaml, of: OfValue): Fact[] {
  if (value.text !== undefined) return imageFacts(source, value.text, value.line, of);
  const [registry, repository, tag] = ['registry', 'repository', 'tag'].map((key) => value.at(key).text ?? '');
  if (repository === undefined || repository === '') return [];
  const name = `${registry === undefined || registry === '' ? '' : `${registry}/`}${repository}`;
  const isWhole = tag === undefined || tag === '';
  const { line } = value.at('repository');
  const sure = isWhole && name === repository ? 'stated' : 'derived';
  return imageFacts(source, isWhole ? name : `${name}:${tag}`, line, of, sure).map((fact) =>
    fact.subject === 'image.used' ? fact : { ...fact, line: value.at('tag').line, sure: 'stated' },
  );
}

function* variables(source: Source, value: Yaml, of: OfValue): Iterable<Fact> {
  for (const [name, { text, line }] of value.entries()) {
    if (text !== undefined) yield* variableFacts(source, name, text, line, of);
  }
  for (const item of value.items()) {
    const [name, given] = [item.at('name'), item.at('value')];
    if (name.text !== undefined && given.text !== undefined)
      yield* variableFacts(source, name.text, given.text, name.line, of);
  }
}

function* hosts(source: Source, value: Yaml, of: OfValue): Iterable<Fact> {
  for (const item of value.items()) {
    const host = item.at('host').text;
    for (const one of item.at('paths').items()) {
      const path = one.isMap ? one.at('path') : one;
      yield* source.fact('proxy.location', path.text ?? '', path.line, {
        ...of,
        ...(host === undefined ? {} : { host }),
      });
    }
  }
}
