import { attribute, type Fact, type View } from 'turnaround/rule';
import { isTemplated } from '../_near.ts';
import { kubectlOf } from './_kubectl.ts';
import { namesOf } from './_objects.ts';
import { isOpen } from './_open.ts';

/** A place that names an object. */
export interface Named {
  readonly fact: Fact;
  readonly kind: string;
  readonly name: string;
  readonly by: string;
  /** The name as written, if it is known. */
  readonly typed: string | undefined;
  /** Whether something else may define the object: then only a likely typo is reported. */
  readonly open: boolean;
}

const KINDS = new Set(['Deployment', 'StatefulSet', 'Service', 'ConfigMap', 'PersistentVolumeClaim', 'ServiceAccount']);
const BUILT_IN = new Set(['default', 'kube-root-ca.crt', 'kubernetes', 'kube-dns', 'use-annotation', 'ssl-redirect']);

export function ofManifests(view: View): Named[] {
  const [open, openToServices] = [isOpen(view), isOpen(view, { documents: true })];
  return view.about('k8s.reference').flatMap((fact) => {
    const [kind = '', name = ''] = fact.value.split('/');
    const by = attribute(fact, 'by') ?? '';
    if (!KINDS.has(kind) || !/^[A-Z]\w+\//.test(by) || fact.attributes?.['optional'] === true) return [];
    // ServiceAccounts are often created together with their permissions outside of the cluster.
    const isKept = kind === 'ServiceAccount' && namesOf(view, kind).size === 0;
    if (BUILT_IN.has(name) || isTemplated(name) || isKept) return [];
    return [{ fact, kind, name, by, typed: `: ${name}`, open: kind === 'Service' ? openToServices : open }];
  });
}

export function ofKubectl(view: View): Named[] {
  const open = isOpen(view);
  const commands = kubectlOf(view);
  const spaces = new Set(view.about('k8s.object').map((fact) => attribute(fact, 'namespace')));
  for (const { value } of view.about('k8s.namespace')) spaces.add(value);
  // `set image` means a workload of this workspace, wherever it runs.
  const own = new Set(commands.flatMap(({ verb, name }) => (verb === 'set image' ? [name] : [])));
  return commands.flatMap(({ fact, verb, kind, name, words, namespace }) => {
    if (kind === undefined || name === undefined || !/^(?:set|rollout|scale|patch|autoscale)\b/.test(verb)) return [];
    const isElsewhere = !own.has(name) && (namespace === undefined || !spaces.has(namespace));
    const typed = words[0]?.includes('/') === true ? words[0] : undefined;
    return namesOf(view, kind).size > 0
      ? [{ fact, kind, name, by: `\`kubectl ${verb}\``, typed, open: open || isElsewhere }]
      : [];
  });
}
