import { withMore, type Fact } from '../../fact.ts';
import type { Source } from '../../read/source.ts';
import type { Attributes, AttributesOf } from '../../subjects.ts';
import type { Yaml } from '../../read/yaml.ts';
import { STOCK } from '../_usual.ts';
import { imageFacts, probeFacts, variableFacts } from '../_container.ts';
import type { OfObject } from './_secrets.ts';
import { execOf, NOTHING, scriptFacts } from '../_script.ts';

/** A container of a workload. */
type OfContainer = Attributes<{
  by: 'string';
  workload: 'string';
  'namespace?': 'string';
  'container?': 'string';
  'init?': 'boolean';
}>;

/** What refers to an object: a container, by its workload, or another object. */
type OfReference = AttributesOf<'k8s.reference'> & { readonly workload?: string };

/** That an object refers to another one, by its name. */
export function reference(source: Source, kind: string, at: Yaml, of: OfReference): Fact[] {
  const { workload, ...more } = of;
  if (at.text === undefined) return [];
  return source.fact('k8s.reference', `${kind}/${at.text}`, at.line, { ...more, by: workload ?? more.by });
}

export function* podFacts(source: Source, lines: readonly string[], pod: Yaml, of: OfObject): Iterable<Fact> {
  for (const [list, more] of [
    ['initContainers', { init: true }],
    ['containers', {}],
  ] as const) {
    for (const container of pod.at(list).items()) {
      const name = container.at('name').text;
      const own = {
        ...of,
        by: 'kubernetes',
        workload: of.by,
        ...(name === undefined ? {} : { container: name }),
      };
      if (name !== undefined)
        yield* source.fact('k8s.container', name, container.at('name').line, {
          ...own,
          ...more,
          ...user(pod, container),
          ...probed(container),
        });
      yield* containerFacts(source, lines, container, { ...own, ...more });
    }
  }
  for (const volume of pod.at('volumes').items()) {
    for (const at of [volume, ...volume.at('projected', 'sources').items()]) {
      const [config, secret] = [at.at('configMap'), at.at('secret')];
      yield* reference(source, 'ConfigMap', config.at('name'), { ...of, as: 'volume', ...optional(config) });
      const name = secret.at(at === volume ? 'secretName' : 'name');
      yield* reference(source, 'Secret', name, { ...of, as: 'volume', ...optional(secret) });
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

const PROBES = ['liveness', 'readiness', 'startup'] as const;

/** Which probes a container has, whatever they ask. */
function probed(container: Yaml): { probes?: string[] } {
  const probes = PROBES.filter((kind) => container.at(`${kind}Probe`).isMap);
  return probes.length === 0 ? {} : { probes };
}

function optional(at: Yaml): { optional?: true } {
  return at.at('optional').boolean === true ? { optional: true } : {};
}

/** As whom a container runs, as far as the manifest says. */
function user(pod: Yaml, container: Yaml): { nonRoot?: boolean; user?: number } {
  const of = (key: string): Yaml =>
    [container, pod].map((level) => level.at('securityContext', key)).find(({ isGiven }) => isGiven) ?? pod.at(key);
  const [nonRoot, number] = [of('runAsNonRoot').boolean, of('runAsUser').number];
  return {
    ...(nonRoot === undefined ? {} : { nonRoot }),
    ...(number === undefined ? {} : { user: number }),
  };
}

function* containerFacts(source: Source, lines: readonly string[], container: Yaml, of: OfContainer): Iterable<Fact> {
  const image = container.at('image');
  if (image.text !== undefined) yield* imageFacts(source, image.text, image.line, of);
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
    const config = from.at('configMapRef');
    yield* reference(source, 'ConfigMap', config.at('name'), { ...of, as: 'envFrom', ...optional(config) });
    yield* secretUsed(source, from.at('secretRef'), { ...of, as: 'envFrom' });
  }
  const script = execOf([...container.at('command').texts(), ...container.at('args').texts()], lines);
  yield* scriptFacts(source, script, { ...of, step: 'command' }, NOTHING);
  for (const kind of PROBES) {
    yield* probe(source, container.at(`${kind}Probe`), { ...of, kind });
  }
}

function* environment(source: Source, variable: Yaml, of: OfContainer): Iterable<Fact> {
  const [name, value, from] = [variable.at('name'), variable.at('value'), variable.at('valueFrom')];
  if (name.text === undefined) return;
  if (value.text !== undefined) {
    const [set, ...meant] = variableFacts(source, name.text, value.text, name.line, of);
    if (set !== undefined) yield set;
    const isUsual = STOCK.test(value.text);
    for (const fact of meant) {
      const placed = { ...fact, line: value.line };
      yield placed.subject === 'secret.literal' && isUsual ? withMore(placed, { usual: true }) : placed;
    }
  } else if (from.isMap) yield* source.fact('variable.set', name.text, name.line, of);
  const config = from.at('configMapKeyRef');
  const more = { ...of, as: 'env', variable: name.text };
  const key = config.at('key').text;
  yield* reference(source, 'ConfigMap', config.at('name'), {
    ...more,
    ...(key === undefined ? {} : { key }),
    ...optional(config),
  });
  yield* secretUsed(source, from.at('secretKeyRef'), more);
}

function* secretUsed(source: Source, at: Yaml, of: AttributesOf<'secret.used'>): Iterable<Fact> {
  const key = at.at('key').text;
  const more = { ...of, ...(key === undefined ? {} : { key }), ...optional(at) };
  yield* source.fact('secret.used', at.at('name').text ?? '', at.at('name').line, more);
  yield* reference(source, 'Secret', at.at('name'), more);
}

function* probe(source: Source, at: Yaml, of: AttributesOf<'port.probed'>): Iterable<Fact> {
  const path = at.at('httpGet', 'path');
  const [port] = ['httpGet', 'tcpSocket', 'grpc'].map((how) => at.at(how, 'port')).filter(({ isGiven }) => isGiven);
  const number = port?.number ?? port?.text;
  const delay = at.at('initialDelaySeconds').number;
  if (path.text !== undefined) {
    yield* source.fact('probe.path', path.text, path.line, {
      ...of,
      ...(number === undefined ? {} : { port: number }),
      ...(delay === undefined ? {} : { delay }),
    });
  }
  if (port !== undefined && number !== undefined) yield* source.fact('port.probed', number, port.line, of);
  if (path.text !== undefined) return;
  yield* at
    .at('exec', 'command')
    .texts()
    .flatMap(({ text, line }) => probeFacts(source, text, line, of));
}
