import { rule, locationOf, attribute } from 'turnaround/rule';

/** Commands that may apply manifests to a cluster. */
const APPLIES =
  /\bkubectl\b.*\b(?:apply|create|replace|patch)\b|\bkustomize\b|\bhelm(?:file|sman)?\b|\bargocd\b|\bflux\b|\bskaffold\b|\btilt\b|\bkapp\b|\bwerf\b|\.sh\b|\b(?:make|task|just|ansible\S*|terraform|tofu|pulumi|oc)\b/;

export const manifestUnapplied = rule(import.meta, {
  title: 'The deployment never applies the manifests',
  severity: 'wrong',
  why: 'The workflow changes only images: a new variable, port or probe in a manifest never reaches the cluster.',
  *check(view) {
    const sets = view.about('k8s.reference').filter((fact) => attribute(fact, 'by') === 'kubectl set image');
    const [first] = sets;
    const workloads = view
      .about('k8s.object')
      .filter(({ value }) => /^(?:Deployment|StatefulSet|DaemonSet)\//.test(value));
    if (first === undefined || workloads.length === 0) return;
    const lines = [...view.about('command'), ...view.about('workflow.action')].filter(
      (fact) => !/\bkubectl\b.*\bset image\b/.test(fact.value),
    );
    const isGitOps = view
      .about('k8s.object')
      .some(({ value }) => /^(?:Application|Kustomization|HelmRelease)\//.test(value));
    if (isGitOps || lines.some(({ value }) => APPLIES.test(value))) return;
    yield {
      message: `the workflow sets the image of ${first.value}, but nothing applies ${[...new Set(workloads.map(({ file }) => file))].join(', ')}`,
      at: locationOf(first, 'kubectl set image'),
      against: workloads.slice(0, 3).map((fact) => locationOf(fact, fact.value)),
      remedy: 'apply the manifests with the new image: kustomize edit set image, then kubectl apply -k',
    };
  },
});
