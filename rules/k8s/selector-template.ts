import { rule, locationOf, attribute } from 'turnaround/rule';
import { isTemplated } from '../_near.ts';
import { isSelected, labelsOf } from './_labels.ts';
import { workloadsOf } from './_manifests.ts';

export const selectorTemplate = rule(import.meta, {
  title: 'A workload does not select its own pods',
  severity: 'fails',
  why: 'The API rejects it: `selector` does not match template `labels`.',
  *check(view) {
    for (const workload of workloadsOf(view)) {
      if (!/^(?:Deployment|StatefulSet|DaemonSet|ReplicaSet)$/.test(workload.kind)) continue;
      const { fact, id, labels } = workload;
      const selector = view
        .about('k8s.selector')
        .find(
          (one) =>
            one.file === fact.file &&
            attribute(one, 'by') === id &&
            attribute(one, 'namespace') === attribute(fact, 'namespace') &&
            one.line > fact.line,
        );
      if (selector === undefined) continue;
      const wanted = labelsOf(selector);
      // A kustomization adds common labels to both sides.
      if (
        isSelected(labels, wanted) ||
        isTemplated(JSON.stringify(Object.values({ ...wanted, ...labels })).slice(1, -1))
      )
        continue;
      const has = Object.entries(labels).map(([name, value]) => `${name}=${value}`);
      yield {
        message: `${id} selects ${selector.value}, but its own pods have ${has.join(',') || 'no labels'}`,
        at: locationOf(selector, `selects ${selector.value}`),
        against: [locationOf(fact, `${id}: pods with ${has.join(',') || 'no labels'}`)],
        remedy: 'use the same labels in both places',
      };
    }
  },
});
