import { dirname } from 'node:path/posix';
import { rule, side, told } from 'turnaround/rule';
import { mayMeet } from './_objects.ts';

export const replicasScaled = rule(import.meta, {
  title: 'A workload says how many replicas it has, and an autoscaler does too',
  severity: 'wrong',
  why: 'Each apply sets the number back: under load pods are thrown away until the autoscaler notices.',
  *check(view) {
    for (const replicas of view.about('k8s.replicas')) {
      const id = told(replicas, 'by') ?? '';
      // In another folder it belongs to another environment, which may take the number away.
      const scaler = view
        .about('k8s.reference')
        .find(
          (one) =>
            one.value === id &&
            /^(?:HorizontalPodAutoscaler|ScaledObject)\//.test(told(one, 'by') ?? '') &&
            dirname(one.file) === dirname(replicas.file) &&
            mayMeet(one, replicas),
        );
      // Several of one name in a folder are alternatives: which of them is scaled nobody can tell.
      const same = view
        .about('k8s.object')
        .filter(({ value, file }) => value === id && dirname(file) === dirname(replicas.file));
      // None is how something else begins that fills them in.
      if (scaler === undefined || same.length > 1 || replicas.value === 0) continue;
      const by = told(scaler, 'by') ?? '';
      yield {
        message: `${id} says replicas: ${String(replicas.value)}, and ${by} scales it`,
        at: side(replicas, `replicas: ${String(replicas.value)}`),
        against: [side(scaler, `${by} scales ${id}`)],
        remedy:
          'take replicas out of the manifest (once, with `kubectl apply edit-last-applied`, so that nothing shrinks)',
      };
    }
  },
});
