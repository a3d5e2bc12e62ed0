import { told, type Fact, type View } from 'turnaround/rule';
import { labelsOf, type Labels } from './_labels.ts';
import { patchFiles } from './_objects.ts';

export interface Container {
  readonly name: string;
  readonly fact: Fact;
  readonly isInit: boolean;
  readonly image: Fact | undefined;
  readonly ports: readonly Fact[];
  /** The commands from `command` and `args`, which replace the image's own. */
  readonly commands: readonly Fact[];
}

/** A Deployment, StatefulSet, … as one place in one file defines it; patches are left out. */
export interface Workload {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly fact: Fact;
  readonly labels: Labels;
  readonly containers: readonly Container[];
}

const known = new WeakMap<View, readonly Workload[]>();

/** The facts of one object share a file, a name and a namespace. */
const keyOf = (fact: Fact, id = told(fact, 'workload') ?? told(fact, 'by') ?? ''): string =>
  [fact.file, told(fact, 'namespace') ?? '', id].join('\0');

export function workloadsOf(view: View): readonly Workload[] {
  const found = known.get(view) ?? read(view);
  known.set(view, found);
  return found;
}

function read(view: View): Workload[] {
  const patches = patchFiles(view);
  const selecting = new Set(view.about('k8s.selector').map((fact) => keyOf(fact)));
  const of = new Map<string, Map<string, Fact[]>>();
  for (const subject of ['k8s.container', 'image.used', 'port.container', 'command']) {
    const byKey = new Map<string, Fact[]>();
    for (const fact of view.about(subject)) {
      if (told(fact, 'by') !== 'kubernetes') continue;
      byKey.set(keyOf(fact), [...(byKey.get(keyOf(fact)) ?? []), fact]);
    }
    of.set(subject, byKey);
  }
  return view.about('k8s.object').flatMap((fact) => {
    const id = String(fact.value);
    const [kind = '', name = ''] = id.split('/');
    const key = keyOf(fact, id);
    const containers = of.get('k8s.container')?.get(key) ?? [];
    // Without a selector or an image, it only patches an object from another place.
    const isWhole = !/^(?:Deployment|StatefulSet|DaemonSet|ReplicaSet)$/.test(kind) || selecting.has(key);
    if (containers.length === 0 || !isWhole || patches.has(fact.file)) return [];
    const own = (subject: string, container: string): Fact[] =>
      (of.get(subject)?.get(key) ?? []).filter((one) => told(one, 'container') === container);
    const whole = containers.map((one) => ({
      name: String(one.value),
      fact: one,
      isInit: one.of?.['init'] === true,
      image: own('image.used', String(one.value))[0],
      ports: own('port.container', String(one.value)),
      commands: own('command', String(one.value)),
    }));
    return [{ id, kind, name, fact, labels: labelsOf(fact, 'podLabels'), containers: whole }];
  });
}
