import { rule, locationOf, attribute } from 'turnaround/rule';
import { slipsOf } from '../_near.ts';
import { namesOf } from './_objects.ts';

export const namespaceDefined = rule(import.meta, {
  title: 'Objects use a namespace that the manifests define under another name',
  severity: 'fails',
  why: 'The API rejects every object in a namespace that does not exist.',
  *check(view) {
    const defined = namesOf(view, 'Namespace');
    const uses = [
      ...view.about('k8s.namespace').map((fact) => ({ fact, name: fact.value })),
      ...view.about('k8s.object').map((fact) => ({ fact, name: attribute(fact, 'namespace') ?? '' })),
    ];
    const seen = new Set(defined);
    for (const { fact, name } of uses) {
      const slips = slipsOf(name, defined);
      const makes = view
        .about('command')
        .some(({ value }) => /create (?:namespace|ns)\b|create-namespace/.test(value) && value.includes(name));
      // Two similar namespaces may both be intended: only one that is defined nowhere is a typo.
      if (seen.has(name) || slips.length === 0 || makes) continue;
      seen.add(name);
      const at = view.about('k8s.object').filter(({ value }) => slips.some((one) => value === `Namespace/${one}`));
      yield {
        message: `${fact.subject === 'k8s.object' ? fact.value : 'the kustomization'} uses the namespace ${name}, but the manifests define ${slips.join(', ')}`,
        at: locationOf(fact, `namespace ${name}`),
        against: at.map((one) => locationOf(one, `defines ${one.value}`)),
        remedy: `did you mean ${slips.join(' or ')}?`,
      };
    }
  },
});
