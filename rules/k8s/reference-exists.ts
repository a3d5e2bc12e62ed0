import { rule, locationOf, type Contradiction, type Undecided, type View } from 'turnaround/rule';
import { nearOf, slipsOf } from '../_near.ts';
import { workloadsOf } from './_manifests.ts';
import { hasObject, isBeside } from './_objects.ts';
import { ofKubectl, ofManifests, type Named } from './_references.ts';

export const referenceExists = rule(import.meta, {
  title: 'A reference names an object that no manifest defines',
  severity: 'fails',
  why: 'Pods wait forever for what they mount, an autoscaler scales nothing, and kubectl fails with NotFound.',
  *check(view) {
    if (workloadsOf(view).length === 0) return;
    const found = new Map<string, Named[]>();
    for (const one of [...ofManifests(view), ...ofKubectl(view)]) {
      const key = `${one.fact.file} ${one.kind}/${one.name}`;
      if (!hasObject(view, one.kind, one.name)) found.set(key, [...(found.get(key) ?? []), one]);
    }
    for (const all of found.values()) yield* missing(view, all);
  },
});

/** Kinds that scripts often create, with `kubectl create` or with a manifest in the script, which is not read. */
const SCRIPTED = new Set(['ConfigMap', 'PersistentVolumeClaim', 'ServiceAccount']);

/** The finding for one missing object, from all places in a file that name it. */
function* missing(view: View, all: readonly Named[]): Iterable<Contradiction | Undecided> {
  const [first] = all.toSorted((a, b) => a.fact.line - b.fact.line);
  if (first === undefined) return;
  const { kind, name, by, fact } = first;
  const objects = view.about('k8s.object').filter((object) => isBeside(object, fact));
  const names = new Set(
    objects.flatMap(({ value }) => (value.startsWith(`${kind}/`) ? [value.slice(kind.length + 1)] : [])),
  );
  const isScripted = SCRIPTED.has(kind);
  const near = isScripted ? slipsOf(name, names) : nearOf(name, names);
  if (near.length === 0 && all.every(({ open }) => open)) return;
  const at = locationOf(fact, `${kind}/${name}`);
  if (near.length === 0 && isScripted) {
    yield { undecided: `${kind}/${name} is created outside of the manifests, or not at all`, at };
    return;
  }
  const [only, ...more] = slipsOf(name, names);
  const meant = view.about('k8s.object').filter(({ value }) => near.some((one) => value === `${kind}/${one}`));
  const mend = all.flatMap(({ typed, fact: { file, line } }) =>
    typed === undefined || only === undefined
      ? []
      : [{ file, line, was: typed, is: `${typed.slice(0, -name.length)}${only}` }],
  );
  yield {
    message: `${by} names ${kind}/${name}, which no manifest defines`,
    at,
    against: meant.map((one) => locationOf(one, `defines ${one.value}`)),
    remedy: near.length === 0 ? `define ${kind}/${name}, or use another one` : `did you mean ${near.join(' or ')}?`,
    ...(more.length === 0 && mend.length === all.length ? { mend } : {}),
  };
}
