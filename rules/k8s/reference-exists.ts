import { rule, side, told, type Contradiction, type Fact, type View } from 'turnaround/rule';
import { isTemplated, nearOf, slipsOf } from '../_near.ts';
import { kubectlOf } from './_kubectl.ts';
import { isOpen } from './_open.ts';
import { workloadsOf } from './_manifests.ts';
import { hasObject, namesOf } from './_objects.ts';

export const referenceExists = rule(import.meta, {
  title: 'A reference to an object that no manifest defines',
  severity: 'fails',
  why: 'Pods wait for ever for what they mount, an autoscaler scales nothing, and kubectl ends with NotFound.',
  *check(view) {
    if (workloadsOf(view).length === 0) return;
    const found = new Map<string, Missing[]>();
    for (const one of [...ofManifests(view), ...ofKubectl(view)]) {
      const key = `${one.fact.file} ${one.kind}/${one.name}`;
      if (!hasObject(view, one.kind, one.name)) found.set(key, [...(found.get(key) ?? []), one]);
    }
    for (const all of found.values()) yield* missing(view, all);
  },
});

interface Missing {
  readonly fact: Fact;
  readonly kind: string;
  readonly name: string;
  readonly by: string;
  /** As it stands there, where that is known. */
  readonly typed: string | undefined;
  /** Whether something else may define it: only what looks like a slip is told then. */
  readonly open: boolean;
}

const KINDS = new Set(['Deployment', 'StatefulSet', 'Service', 'ConfigMap', 'PersistentVolumeClaim', 'ServiceAccount']);
const BUILT_IN = new Set(['default', 'kube-root-ca.crt', 'kubernetes', 'kube-dns', 'use-annotation', 'ssl-redirect']);

function ofManifests(view: View): Missing[] {
  const [open, openToServices] = [isOpen(view), isOpen(view, { documents: true })];
  return view.about('k8s.reference').flatMap((fact) => {
    const [kind = '', name = ''] = String(fact.value).split('/');
    const by = told(fact, 'by') ?? '';
    if (!KINDS.has(kind) || !/^[A-Z]\w+\//.test(by) || fact.of?.['optional'] === true) return [];
    // Accounts are often made together with what they may do outside of the cluster.
    const isKept = kind === 'ServiceAccount' && namesOf(view, kind).size === 0;
    if (BUILT_IN.has(name) || isTemplated(name) || isKept) return [];
    return [{ fact, kind, name, by, typed: `: ${name}`, open: kind === 'Service' ? openToServices : open }];
  });
}

function ofKubectl(view: View): Missing[] {
  const open = isOpen(view);
  const commands = kubectlOf(view);
  const spaces = new Set(view.about('k8s.object').map((fact) => told(fact, 'namespace')));
  for (const { value } of view.about('k8s.namespace')) spaces.add(String(value));
  // Whoever sets the image of a workload means one of the workspace, wherever it runs.
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

/** All places of a file that name the same one. */
function* missing(view: View, all: readonly Missing[]): Iterable<Contradiction> {
  const [first] = all.toSorted((a, b) => a.fact.line - b.fact.line);
  if (first === undefined) return;
  const { kind, name, by, fact } = first;
  const names = namesOf(view, kind);
  const near = nearOf(name, names);
  if (near.length === 0 && all.every(({ open }) => open)) return;
  const [only, ...more] = slipsOf(name, names);
  const meant = view.about('k8s.object').filter(({ value }) => near.some((one) => String(value) === `${kind}/${one}`));
  const mend = all.flatMap(({ typed, fact: { file, line } }) =>
    typed === undefined || only === undefined
      ? []
      : [{ file, line, was: typed, is: `${typed.slice(0, -name.length)}${only}` }],
  );
  yield {
    message: `${by} names ${kind}/${name}, which no manifest defines`,
    at: side(fact, `${kind}/${name}`),
    against: meant.map((one) => side(one, `defines ${String(one.value)}`)),
    remedy: near.length === 0 ? `define ${kind}/${name}, or name another` : `did you mean ${near.join(' or ')}?`,
    ...(more.length === 0 && mend.length === all.length ? { mend } : {}),
  };
}
