import { groupBy, attribute, type Fact, type FactAbout, type View } from 'turnaround/rule';
import type { Labels } from './_labels.ts';
import { patchFiles } from './_objects.ts';

export interface Container {
  readonly name: string;
  readonly fact: Fact<'k8s.container'>;
  readonly isInit: boolean;
  readonly image: Fact<'image.used'> | undefined;
  readonly ports: readonly Fact<'port.container'>[];
  /** The commands from `command` and `args`, which replace the image's own. */
  readonly commands: readonly Fact<'command'>[];
}

/** A Deployment, StatefulSet, … as one place in one file defines it; patches are left out. */
export interface Workload {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly fact: Fact<'k8s.object'>;
  readonly labels: Labels;
  readonly containers: readonly Container[];
}

const known = new WeakMap<View, readonly Workload[]>();

/** The facts of one object share a file, a name and a namespace. */
const keyOf = (
  fact: FactAbout<Part | 'k8s.object' | 'k8s.selector'>,
  id = attribute(fact, 'workload') ?? attribute(fact, 'by') ?? '',
): string => [fact.file, attribute(fact, 'namespace') ?? '', id].join('\0');

export function workloadsOf(view: View): readonly Workload[] {
  const found = known.get(view) ?? read(view);
  known.set(view, found);
  return found;
}

type Part = 'k8s.container' | 'image.used' | 'port.container' | 'command';

function isOfManifest(fact: FactAbout<Part>): boolean {
  return attribute(fact, 'by') === 'kubernetes';
}

function read(view: View): Workload[] {
  const patches = patchFiles(view);
  const selecting = new Set(view.about('k8s.selector').map((fact) => keyOf(fact)));
  const byObject = <S extends Part>(subject: S): ReadonlyMap<string, readonly Fact<S>[]> =>
    groupBy(view.about(subject).filter(isOfManifest), (fact: FactAbout<Part>) => keyOf(fact));
  const [all, images] = [byObject('k8s.container'), byObject('image.used')];
  const [ports, commands] = [byObject('port.container'), byObject('command')];
  return view.about('k8s.object').flatMap((fact) => {
    const id = fact.value;
    const [kind = '', name = ''] = id.split('/');
    const key = keyOf(fact, id);
    const containers = all.get(key) ?? [];
    // Without a selector or an image, it only patches an object from another place.
    const isWhole = !/^(?:Deployment|StatefulSet|DaemonSet|ReplicaSet)$/.test(kind) || selecting.has(key);
    if (containers.length === 0 || !isWhole || patches.has(fact.file)) return [];
    const whole = containers.map((container) => {
      const isOwn = (one: Fact): boolean => attribute(one, 'container') === container.value;
      return {
        name: container.value,
        fact: container,
        isInit: container.attributes?.init === true,
        image: images.get(key)?.find(isOwn),
        ports: (ports.get(key) ?? []).filter(isOwn),
        commands: (commands.get(key) ?? []).filter(isOwn),
      };
    });
    return [{ id, kind, name, fact, labels: fact.attributes?.podLabels ?? {}, containers: whole }];
  });
}
