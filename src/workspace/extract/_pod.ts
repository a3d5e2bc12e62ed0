import type { Fact } from '../fact.ts';
import type { Source } from '../source.ts';
import type { Yaml } from '../yaml.ts';
import { imageFacts, probeFacts, variableFacts } from './_container.ts';
import { execOf, NOTHING, scriptFacts, type Of } from './_script.ts';

/** That an object refers to another one, by its name. */
export function reference(source: Source, kind: string, at: Yaml, of: Of): Fact[] {
  const { workload, ...more } = of;
  if (at.text === undefined) return [];
  return source.fact(
    'k8s.reference',
    `${kind}/${at.text}`,
    at.line,
    workload === undefined ? of : { ...more, by: workload },
  );
}

export function* podFacts(source: Source, lines: readonly string[], pod: Yaml, of: Of): Iterable<Fact> {
  for (const [list, more] of [
    ['initContainers', { init: true }],
    ['containers', {}],
  ] as const) {
    for (const container of pod.at(list).items()) {
      const name = container.at('name').text;
      const own = {
        ...of,
        by: 'kubernetes',
        workload: of['by'] ?? '',
        ...(name === undefined ? {} : { container: name }),
      };
      if (name !== undefined)
        yield* source.fact('k8s.container', name, container.at('name').line, {
          ...own,
          ...more,
          ...user(pod, container),
        });
      yield* containerFacts(source, lines, container, { ...own, ...more });
    }
  }
  for (const volume of pod.at('volumes').items()) {
    for (const at of [volume, ...volume.at('projected', 'sources').items()]) {
      yield* reference(source, 'ConfigMap', at.at('configMap', 'name'), { ...of, as: 'volume' });
      const secret = at.at('secret', at === volume ? 'secretName' : 'name');
      yield* reference(source, 'Secret', secret, { ...of, as: 'volume' });
    }
    yield* reference(source, 'PersistentVolumeClaim', volume.at('persistentVolumeClaim', 'claimName'), {
      ...of,
      as: 'volume',
    });
  }
  for (const secret of pod.at('imagePullSecrets').items()) {
    yield* reference(source, 'Secret', secret.at('name'), { ...of, as: 'imagePullSecrets' });
  }
  yield* reference(source, 'ServiceAccount', pod.at('serviceAccountName'), of);
}

/** As whom a container runs, as far as the manifest says. */
function user(pod: Yaml, container: Yaml): Record<string, boolean | number> {
  const of = (key: string): Yaml =>
    [container, pod].map((level) => level.at('securityContext', key)).find(({ isGiven }) => isGiven) ?? pod.at(key);
  const [nonRoot, number] = [of('runAsNonRoot').boolean, of('runAsUser').number];
  return {
    ...(nonRoot === undefined ? {} : { nonRoot }),
    ...(number === undefined ? {} : { user: number }),
  };
}

function* containerFacts(source: Source, lines: readonly string[], container: Yaml, of: Of): Iterable<Fact> {
  const image = container.at('image');
  if (image.text !== undefined) yield* imageFacts(source, 'image.used', image.text, image.line, of);
  for (const port of container.at('ports').items()) {
    const [number, name, protocol] = [port.at('containerPort'), port.at('name').text, port.at('protocol').text];
    const more = {
      ...(name === undefined ? {} : { name }),
      ...(protocol === undefined || protocol === 'TCP' ? {} : { protocol }),
    };
    if (number.number !== undefined)
      yield* source.fact('port.container', number.number, number.line, { ...of, ...more });
  }
  for (const variable of container.at('env').items()) yield* environment(source, variable, of);
  for (const from of container.at('envFrom').items()) {
    yield* reference(source, 'ConfigMap', from.at('configMapRef', 'name'), { ...of, as: 'envFrom' });
    yield* secretUsed(source, from.at('secretRef'), { ...of, as: 'envFrom' });
  }
  const { text, lineAt } = execOf([...container.at('command').texts(), ...container.at('args').texts()], lines);
  yield* scriptFacts(source, text, lineAt, { ...of, step: 'command' }, NOTHING);
  for (const kind of ['liveness', 'readiness', 'startup']) {
    yield* probe(source, container.at(`${kind}Probe`), { ...of, kind });
  }
}

function* environment(source: Source, variable: Yaml, of: Of): Iterable<Fact> {
  const [name, value, from] = [variable.at('name'), variable.at('value'), variable.at('valueFrom')];
  if (name.text === undefined) return;
  if (value.text !== undefined) {
    const [set, ...meant] = variableFacts(source, name.text, value.text, name.line, of);
    if (set !== undefined) yield set;
    for (const fact of meant) yield { ...fact, line: value.line };
  } else if (from.isMap) yield* source.fact('variable.set', name.text, name.line, of);
  const config = from.at('configMapKeyRef');
  const more = { ...of, as: 'env', variable: name.text };
  const key = config.at('key').text;
  yield* reference(source, 'ConfigMap', config.at('name'), { ...more, ...(key === undefined ? {} : { key }) });
  yield* secretUsed(source, from.at('secretKeyRef'), more);
}

function* secretUsed(source: Source, at: Yaml, of: Of): Iterable<Fact> {
  const key = at.at('key').text;
  const optional = at.at('optional').boolean === true ? { optional: true } : {};
  const more = { ...of, ...(key === undefined ? {} : { key }), ...optional };
  yield* source.fact('secret.used', at.at('name').text ?? '', at.at('name').line, more);
  yield* reference(source, 'Secret', at.at('name'), more);
}

function probe(source: Source, at: Yaml, of: Of): Fact[] {
  const [path, port] = [at.at('httpGet', 'path'), at.at('httpGet', 'port')];
  const number = port.number ?? port.text;
  if (path.text !== undefined) {
    return source.fact('probe.path', path.text, path.line, {
      ...of,
      ...(number === undefined ? {} : { port: number }),
    });
  }
  return at
    .at('exec', 'command')
    .texts()
    .flatMap(({ text, line }) => probeFacts(source, text, line, of));
}
