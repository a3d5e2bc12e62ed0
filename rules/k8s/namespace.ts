import { rule, locationOf, attribute } from 'turnaround/rule';
import { isTemplated } from '../_near.ts';
import { kubectlOf } from './_kubectl.ts';
import { namespacesOf } from './_namespaces.ts';

export const namespace = rule(import.meta, {
  title: 'An object is used in a namespace where the manifests do not create it',
  severity: 'fails',
  why: 'In that namespace, the object does not exist.',
  *check(view) {
    // If the deployment changes namespaces, there is nothing to compare.
    const changes = /^kustomize edit set namespace|^(?:sed|yq|perl)\b.*namespace/;
    if (view.about('command').some(({ value }) => changes.test(value))) return;
    const asked = [
      ...kubectlOf(view).flatMap(({ fact, kind, name, namespace: space, verb }) =>
        kind === undefined || space === undefined || !/^(?:set|rollout|scale|patch|exec|logs|port-forward)/.test(verb)
          ? []
          : [{ fact, id: `${kind}/${name}`, spaces: new Set([space]), by: `\`kubectl ${verb}\`` }],
      ),
      ...view.about('k8s.reference').flatMap((fact) => {
        const spaces = namespacesOf(view, fact);
        const by = attribute(fact, 'by') ?? '';
        return spaces === undefined || !/^[A-Z]\w+\//.test(by) ? [] : [{ fact, id: fact.value, spaces, by }];
      }),
    ];
    for (const { fact, id, spaces, by } of asked) {
      const places = view.about('k8s.object').filter(({ value }) => value === id);
      const reached = places.map((place) => namespacesOf(view, place));
      const all = new Set(reached.flatMap((one) => [...(one ?? [])]));
      if (places.length === 0 || reached.includes(undefined) || [...spaces].some((one) => all.has(one))) continue;
      if ([...all, ...spaces].some(isTemplated)) continue;
      yield {
        message: `${by} looks for ${id} in ${[...spaces].join(', ')}, but the manifests create it in ${[...all].join(', ')}`,
        at: locationOf(fact, `${id} in ${[...spaces].join(', ')}`),
        against: places.map((place) => locationOf(place, `${id} in ${[...all].join(', ')}`)),
        groupKey: `${id} ${[...spaces].join(' ')}`,
        remedy: 'use the same namespace on both sides',
      };
    }
  },
});
