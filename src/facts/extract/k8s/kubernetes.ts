import { commandFact, COMMAND_SUBJECTS } from '../../command-line.ts';
import type { Extractor } from '../../extractor.ts';
import type { Fact } from '../../fact.ts';
import type { Source } from '../../read/source.ts';
import type { AttributesOf } from '../../subjects.ts';
import { commandsAnywhere } from '../../shell/commands.ts';
import { yamlOf, type Yaml } from '../../read/yaml.ts';
import { IMAGE_SUBJECTS, VARIABLE_SUBJECTS, variableFacts } from '../_container.ts';
import { kustomizationFacts } from './_kustomization.ts';
import { SECRETS, type OfObject, type Reader } from './_secrets.ts';
import { podFacts, reference } from './_pod.ts';

const OTHERS =
  /(?:^|\/)(?:(?:docker-)?compose[\w.-]*\.ya?ml$|(?:Chart|values[\w.-]*)\.ya?ml$|\.github\/workflows\/|templates\/)/;
const FOLDER =
  /(?:^|\/)(?:k8s|kubernetes|manifests?|deploy|deployments?|helm|charts?|kustomize|infra|infrastructure)\//i;
const KUSTOMIZATION = /(?:^|\/)(?:kustomization\.ya?ml|Kustomization)$/;
/** Formats of other tools that look similar. */
const ALIKE = /^(?:backstage\.io|skaffold|kind\.x-k8s\.io|k3d\.io|ctlptl\.dev|kustomize\.config\.k8s\.io|tilt\.dev)\b/;

export const kubernetes: Extractor = {
  name: 'kubernetes',
  subjects: [
    ...COMMAND_SUBJECTS,
    ...IMAGE_SUBJECTS,
    ...VARIABLE_SUBJECTS,
    'k8s.object',
    'k8s.container',
    'k8s.replicas',
    'k8s.selector',
    'k8s.reference',
    'k8s.namespace',
    'image.used',
    'path.named',
    'k8s.affix',
    'k8s.remote',
    'port.backend',
    'port.container',
    'port.probed',
    'port.service',
    'port.target',
    'probe.path',
    'proxy.location',
    'secret.defined',
    'secret.used',
  ],
  reads: (path) => (/\.ya?ml$/.test(path) || KUSTOMIZATION.test(path)) && !OTHERS.test(path),
  *facts(source) {
    const isKustomization = KUSTOMIZATION.test(source.path);
    const isLikely = isKustomization || /^kind:/m.test(source.text);
    // Most YAML files of a workspace are something else and are not even parsed.
    if (!isLikely && !FOLDER.test(source.path)) return;
    const lines = source.lines();
    yield* told(source, lines);
    for (const root of yamlOf(source)) {
      if (isKustomization) yield* kustomizationFacts(source, root);
      else yield* objectFacts(source, lines, root);
    }
  },
};

/** A comment that says how the Secret, which is not committed, is created. */
function* told(source: Source, lines: readonly string[]): Iterable<Fact> {
  for (const [at, line] of lines.entries()) {
    const [, command] = /^\s*#.*\b(kubectl\s.*\bcreate secret\b.*)$/.exec(line) ?? [];
    const [first] = command === undefined ? [] : commandsAnywhere(command, 'document');
    if (first !== undefined) yield* commandFact(source, at + 1, first, { by: 'comment' });
  }
}

function* objectFacts(source: Source, lines: readonly string[], root: Yaml): Iterable<Fact> {
  const [group, kind] = [root.at('apiVersion').text, root.at('kind').text];
  if (group === undefined || kind === undefined || ALIKE.test(group)) return;
  if (kind === 'List') {
    for (const item of root.at('items').items()) yield* objectFacts(source, lines, item);
    return;
  }
  const metadata = root.at('metadata');
  const name = metadata.at('name').text;
  if (name === undefined) return;
  const namespace = metadata.at('namespace').text;
  const template =
    kind === 'CronJob' ? root.at('spec', 'jobTemplate', 'spec', 'template') : root.at('spec', 'template');
  const pods = kind === 'Pod' ? metadata : template.at('metadata');
  yield* source.fact('k8s.object', `${kind}/${name}`, metadata.at('name').line, {
    ...(namespace === undefined ? {} : { namespace }),
    ...traits(root, kind, pods),
  });
  const of = { by: `${kind}/${name}`, ...(namespace === undefined ? {} : { namespace }) };
  const replicas = root.at('spec', 'replicas');
  if (replicas.number !== undefined) yield* source.fact('k8s.replicas', replicas.number, replicas.line, of);
  yield* selectors(source, root.at('spec'), of);
  const pod = kind === 'Pod' ? root.at('spec') : template.at('spec');
  if (pod.isMap) yield* podFacts(source, lines, pod, of);
  if (Object.hasOwn(KINDS, kind)) yield* KINDS[kind]?.(source, root, of, name) ?? [];
}

/** What others know an object and its pods by, and the keys that it holds. */
function traits(root: Yaml, kind: string, pods: Yaml): Omit<AttributesOf<'k8s.object'>, 'by' | 'namespace'> {
  const keys = ['data', 'stringData', 'binaryData'].flatMap((part) => root.at(part).entries()).map(([key]) => key);
  const [labels, podLabels] = [labelsOf(root.at('metadata', 'labels')), labelsOf(pods.at('labels'))];
  return {
    ...(labels === undefined ? {} : { labels }),
    ...(podLabels === undefined ? {} : { podLabels }),
    ...(keys.length === 0 || kind === 'Secret' ? {} : { keys }),
  };
}

function labelsOf(at: Yaml): Readonly<Record<string, string>> | undefined {
  const labels = Object.fromEntries(at.entries().map(([name, { text }]) => [name, text ?? '']));
  return Object.keys(labels).length === 0 ? undefined : labels;
}

function* selectors(source: Source, spec: Yaml, of: OfObject): Iterable<Fact> {
  for (const at of [spec.at('selector', 'matchLabels'), spec.at('podSelector', 'matchLabels'), spec.at('selector')]) {
    const texts = at.entries().flatMap(([name, { text }]) => (text === undefined ? [] : [`${name}=${text}`]));
    const labels = labelsOf(at);
    yield* source.fact('k8s.selector', texts.join(','), at.entries()[0]?.[1].line ?? at.line, {
      ...of,
      ...(labels === undefined ? {} : { labels }),
    });
  }
}

const KINDS: Readonly<Record<string, Reader>> = {
  *Service(source, root, of, name) {
    const headless = root.at('spec', 'clusterIP').text === 'None' ? { headless: true } : {};
    for (const port of root.at('spec', 'ports').items()) {
      const [number, target, named, node] = [
        port.at('port'),
        port.at('targetPort'),
        port.at('name').text,
        port.at('nodePort').number,
      ];
      if (number.number === undefined) continue;
      const behind = target.number ?? target.text;
      yield* source.fact('port.service', number.number, number.line, {
        ...of,
        service: name,
        ...(named === undefined ? {} : { name: named }),
        ...(behind === undefined ? {} : { target: behind }),
        ...(node === undefined ? {} : { nodePort: node }),
        ...headless,
      });
      if (behind !== undefined)
        yield* source.fact('port.target', behind, target.line, {
          ...of,
          service: name,
          port: number.number,
          ...headless,
        });
    }
  },
  *Ingress(source, root, of) {
    yield* backend(source, root.at('spec', 'defaultBackend'), of);
    for (const rule of root.at('spec', 'rules').items()) {
      const host = rule.at('host').text;
      for (const at of rule.at('http', 'paths').items()) {
        const path = at.at('path');
        const more = { ...of, ...(host === undefined ? {} : { host }) };
        yield* source.fact('proxy.location', path.text ?? '', path.line, more);
        yield* backend(source, at.at('backend'), { ...more, ...(path.text === undefined ? {} : { path: path.text }) });
      }
    }
    for (const tls of root.at('spec', 'tls').items())
      yield* reference(source, 'Secret', tls.at('secretName'), { ...of, as: 'tls' });
  },
  *HTTPRoute(source, root, of) {
    for (const rule of root.at('spec', 'rules').items()) {
      for (const to of rule.at('backendRefs').items()) {
        const [port, there, name] = [to.at('port'), to.at('namespace').text, to.at('name')];
        const own = { ...of, ...(there === undefined ? {} : { namespace: there }) };
        yield* reference(source, to.at('kind').text ?? 'Service', name, {
          ...own,
          ...(port.number === undefined ? {} : { port: port.number }),
        });
        if (port.number !== undefined && name.text !== undefined)
          yield* source.fact('port.backend', port.number, port.line, { ...own, service: name.text });
      }
    }
  },
  HorizontalPodAutoscaler: scaled,
  ScaledObject: scaled,
  StatefulSet: (source, root, of) => reference(source, 'Service', root.at('spec', 'serviceName'), of),
  *ConfigMap(source, root, of, name) {
    for (const [key, { text, line }] of root.at('data').entries()) {
      // Other keys are names of files.
      if (/^[A-Za-z_]\w*$/.test(key) && text !== undefined)
        yield* variableFacts(source, key, text, line, { ...of, configMap: name });
    }
  },
  ...SECRETS,
};

type OfBackend = Omit<AttributesOf<'port.backend'>, 'service'>;

function* backend(source: Source, at: Yaml, of: OfBackend): Iterable<Fact> {
  const [current, old] = [at.at('service', 'name'), at.at('serviceName')];
  const { name, ports } =
    current.text === undefined
      ? { name: old, ports: [at.at('servicePort')] }
      : { name: current, ports: ['number', 'name'].map((key) => at.at('service', 'port', key)) };
  const port = ports.find(({ text }) => text !== undefined);
  const named = port?.number ?? port?.text;
  yield* reference(source, 'Service', name, { ...of, ...(named === undefined ? {} : { port: named }) });
  if (port !== undefined && named !== undefined && name.text !== undefined)
    yield* source.fact('port.backend', named, port.line, { ...of, service: name.text });
}

function scaled(source: Source, root: Yaml, of: OfObject): Fact[] {
  const target = root.at('spec', 'scaleTargetRef');
  return reference(source, target.at('kind').text ?? 'Deployment', target.at('name'), of);
}
