import { attribute, type Fact, type View } from 'turnaround/rule';
import { callOf } from '../_commands.ts';

/** One `kubectl` call of a workflow, a script or a target. */
export interface Kubectl {
  readonly fact: Fact;
  /** `set image`, `rollout status`, `logs`. */
  readonly verb: string;
  /** The words that are neither verb nor flag. */
  readonly words: readonly string[];
  readonly flags: ReadonlyMap<string, string>;
  /** The kind of the object, as manifests write it. */
  readonly kind: string | undefined;
  readonly name: string | undefined;
  readonly namespace: string | undefined;
}

const VALUED =
  /^(?:-[nfkclop]|--(?:namespace|filename|kustomize|container|selector|output|patch|context|kubeconfig|timeout|type|replicas|for|cluster|user|to-revision|address|tail|since))$/;
const KINDS: Readonly<Record<string, string>> = {
  deployment: 'Deployment',
  deployments: 'Deployment',
  deploy: 'Deployment',
  'deployment.apps': 'Deployment',
  statefulset: 'StatefulSet',
  statefulsets: 'StatefulSet',
  sts: 'StatefulSet',
  daemonset: 'DaemonSet',
  ds: 'DaemonSet',
  service: 'Service',
  svc: 'Service',
};

/** Commands in documents are skipped, and so are templated names. */
export function kubectlOf(view: View): Kubectl[] {
  const whole = view.about('command').flatMap((fact) => {
    const { program, rest } = callOf(fact);
    return program === 'kubectl' && attribute(fact, 'by') !== 'markdown' ? [parsed(fact, rest)] : [];
  });
  // Of a command that contains an expression, only the objects that it names are known.
  const seen = new Set(whole.map(({ fact }) => `${fact.file}:${fact.line}`));
  const named = view.about('k8s.reference').flatMap((fact) => {
    const [, verb] = /^kubectl (.+)$/.exec(attribute(fact, 'by') ?? '') ?? [];
    return verb === undefined || seen.has(`${fact.file}:${fact.line}`) ? [] : [referred(view, fact, verb)];
  });
  return [...whole, ...named];
}

function referred(view: View, fact: Fact, verb: string): Kubectl {
  const [kind, name] = String(fact.value).split('/');
  const images = view.about('image.used').filter(({ file, line }) => file === fact.file && line === fact.line);
  const words = images.map((image) => `${attribute(image, 'container') ?? ''}=`);
  return { fact, verb, words, flags: new Map(), kind, name, namespace: attribute(fact, 'namespace') };
}

function parsed(fact: Fact, typed: readonly string[]): Kubectl {
  const { words, flags } = split(typed);
  const length = /^(?:set|rollout)$/.test(words[0] ?? '') ? 2 : 1;
  const rest = words.slice(length);
  const [kind = '', slashed] = (rest[0] ?? '').split('/');
  const name = slashed ?? (KINDS[kind] === undefined ? undefined : rest[1]);
  const isWhole = name !== undefined && /^[a-z0-9][a-z0-9.-]*$/.test(name);
  const namespace = flags.get('-n') ?? flags.get('--namespace') ?? '';
  return {
    fact,
    verb: words.slice(0, length).join(' '),
    words: rest,
    flags,
    kind: isWhole ? KINDS[kind] : undefined,
    name: isWhole ? name : undefined,
    namespace: /^[a-z0-9-]+$/.test(namespace) ? namespace : undefined,
  };
}

/** The words after ` -- ` run in the container. */
function split(typed: readonly string[]): { words: string[]; flags: Map<string, string> } {
  const all = typed.includes('--') ? typed.slice(0, typed.indexOf('--')) : typed;
  const flags = new Map<string, string>();
  const words = all.filter((word, at) => {
    const [flag = '', value] = word.split(/=(.*)/s);
    const isValue = VALUED.test(all[at - 1] ?? '');
    if (isValue) flags.set(all[at - 1] ?? '', word);
    else if (word.startsWith('-') && value !== undefined) flags.set(flag, value);
    return !isValue && !word.startsWith('-');
  });
  return { words, flags };
}
