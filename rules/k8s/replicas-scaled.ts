import { dirname } from 'node:path/posix';
import { rule, locationOf, attribute } from 'turnaround/rule';
import { mayMeet } from './_objects.ts';

export const replicasScaled = rule(import.meta, {
  title: 'A manifest sets the replicas of a workload that an autoscaler scales',
  severity: 'wrong',
  why: 'Each apply resets the number: under load, pods are removed until the autoscaler reacts.',
  *check(view) {
    for (const replicas of view.about('k8s.replicas')) {
      const id = attribute(replicas, 'by') ?? '';
      // In another folder it belongs to another environment, which may remove the number.
      const scaler = view
        .about('k8s.reference')
        .find(
          (one) =>
            one.value === id &&
            /^(?:HorizontalPodAutoscaler|ScaledObject)\//.test(attribute(one, 'by') ?? '') &&
            dirname(one.file) === dirname(replicas.file) &&
            mayMeet(one, replicas),
        );
      // Several workloads with one name in a folder are alternatives: it is unclear which one is scaled.
      const same = view
        .about('k8s.object')
        .filter(({ value, file }) => value === id && dirname(file) === dirname(replicas.file));
      // Zero replicas are a placeholder that something else fills in.
      if (scaler === undefined || same.length > 1 || replicas.value === 0) continue;
      const by = attribute(scaler, 'by') ?? '';
      yield {
        message: `${id} sets replicas: ${String(replicas.value)}, but ${by} scales it`,
        at: locationOf(replicas, `replicas: ${String(replicas.value)}`),
        against: [locationOf(scaler, `${by} scales ${id}`)],
        remedy:
          'remove replicas from the manifest (once, with `kubectl apply edit-last-applied`, so that nothing is scaled down)',
      };
    }
  },
});
