import type { Fact } from '../../fact.ts';
import type { Source } from '../../read/source.ts';
import type { Yaml } from '../../read/yaml.ts';

/** What a kustomization.yaml takes in, by the key that names it. */
const LISTS = [
  'resources',
  'bases',
  'components',
  'crds',
  'configurations',
  'patchesStrategicMerge',
  'generators',
  'transformers',
];

export function* kustomizationFacts(source: Source, root: Yaml): Iterable<Fact> {
  for (const key of LISTS) {
    for (const item of root.at(key).items()) yield* named(source, item, key);
  }
  for (const key of ['patches', 'patchesJson6902', 'replacements']) {
    for (const item of root.at(key).items()) yield* named(source, item.at('path'), key);
  }
  for (const [key, kind] of [
    ['configMapGenerator', 'ConfigMap'],
    ['secretGenerator', 'Secret'],
  ] as const) {
    for (const item of root.at(key).items()) yield* generated(source, item, key, kind);
  }
  for (const image of root.at('images').items()) {
    const name = image.at('newName').text ?? image.at('name').text;
    const tag = image.at('newTag');
    if (name === undefined || tag.text === undefined) continue;
    const of = { by: 'kustomize', name: image.at('name').text ?? name };
    yield* source.fact('image.used', `${name}:${tag.text}`, tag.line, of, 'derived');
  }
  for (const key of ['namePrefix', 'nameSuffix']) {
    const affix = root.at(key);
    yield* source.fact('k8s.affix', affix.text ?? '', affix.line, { by: 'kustomize', as: key });
  }
  for (const item of root.at('helmCharts').items())
    yield* source.fact('k8s.remote', item.at('name').text ?? 'chart', item.line, { by: 'helmCharts' });
  const namespace = root.at('namespace');
  yield* source.fact('k8s.namespace', namespace.text ?? '', namespace.line, { by: 'kustomize' });
}

function* generated(source: Source, item: Yaml, key: string, kind: string): Iterable<Fact> {
  const name = item.at('name');
  if (name.text !== undefined)
    yield* source.fact('k8s.object', `${kind}/${name.text}`, name.line, { by: 'kustomize' }, 'derived');
  const keys = item
    .at('literals')
    .texts()
    .flatMap(({ text }) => /^([^=]+)=/.exec(text)?.[1] ?? []);
  const open = ['files', 'envs', 'env'].some((from) => item.at(from).isGiven) ? { open: true } : {};
  if (kind === 'Secret')
    yield* source.fact('secret.defined', name.text ?? '', name.line, { by: 'kustomize', keys, ...open });
  for (const file of [...item.at('files').items(), ...item.at('envs').items(), item.at('env')]) {
    yield* named(source, file, key, file.text?.split('=').at(-1));
  }
}

/** A patch may be inline, and a resource may be remote. */
function named(source: Source, at: Yaml, by: string, path = at.text): Fact[] {
  if (path === undefined || /\s/.test(path)) return [];
  if (/:\/\/|\?ref=|^git@|^github\.com\//.test(path)) return source.fact('k8s.remote', path, at.line, { by });
  const kind = /\.\w+$/.test(path) ? { kind: 'file' as const } : {};
  return source.fact('path.named', path, at.line, { by, ...kind, from: 'file' });
}
