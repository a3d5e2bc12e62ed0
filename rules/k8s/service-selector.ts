import { rule, locationOf, attribute } from 'turnaround/rule';
import { slipsOf } from '../_near.ts';
import { hasScript } from './_open.ts';

export const serviceSelector = rule(import.meta, {
  title: 'A Service selects no pods',
  severity: 'wrong',
  why: 'The Service has no endpoint: every request to it times out or gets a 503.',
  *check(view) {
    const workloads = view.about('k8s.object').filter(({ attributes }) => attributes?.podLabels !== undefined);
    if (workloads.length === 0) return;
    for (const selector of view.about('k8s.selector')) {
      const by = attribute(selector, 'by') ?? '';
      const wanted = selector.attributes?.labels ?? {};
      if (!/^(?:Service|PodDisruptionBudget)\//.test(by) || Object.keys(wanted).length === 0) continue;
      const found = workloads.some(({ attributes }) => {
        return Object.entries(wanted).every(([name, value]) => attributes?.podLabels?.[name] === value);
      });
      if (found) continue;
      const isSlip = workloads.some(({ attributes }) => {
        const labels = Object.entries(attributes?.podLabels ?? {});
        return labels.some(([name, value]) => slipsOf(wanted[name] ?? '', [value]).length > 0);
      });
      // If no manifest has workloads in this namespace, a chart or the provider creates the pods.
      const namespace = attribute(selector, 'namespace');
      // Labels with a domain of their own are set by an operator on the pods that it creates.
      const isOperated = Object.keys(wanted).some((name) => /^(?!app\.kubernetes\.io)[\w.-]+\.\w+\//.test(name));
      const isElsewhere =
        isOperated || (namespace !== undefined && !workloads.some((one) => attribute(one, 'namespace') === namespace));
      if (!isSlip && (isElsewhere || hasScript(view))) {
        yield {
          undecided: `${isElsewhere ? 'another tool' : 'a script'} may create the pods that ${by} selects`,
          at: locationOf(selector, `selects ${selector.value}`),
        };
        continue;
      }
      yield {
        message: `${by} selects ${selector.value}, but no workload of the manifests has pods with these labels`,
        at: locationOf(selector, `selects ${selector.value}`),
        against: workloads
          .slice(0, 3)
          .map((fact) => locationOf(fact, `${fact.value}: ${JSON.stringify(fact.attributes?.['podLabels'])}`)),
        remedy: 'correct the labels, or add the workload',
      };
    }
  },
});
