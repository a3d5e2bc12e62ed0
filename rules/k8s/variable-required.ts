import { rule, locationOf, attribute, type Fact } from 'turnaround/rule';
import { builtIn } from '../_built.ts';
import { neededVariables } from '../_needs.ts';
import { workloadsOf } from './_manifests.ts';

export const variableRequired = rule(import.meta, {
  title: 'A workload does not set a variable that the application requires',
  severity: 'fails',
  why: 'The application fails at import with "Field required", and the pod stays in CrashLoopBackOff.',
  *check(view) {
    for (const built of builtIn(view)) {
      const needed = neededVariables(view, built);
      if (needed.length === 0) continue;
      for (const { id, fact: workload, containers } of workloadsOf(view)) {
        for (const { name, fact, image, commands } of containers) {
          if (!built.containers.some((one) => one === image) || commands.length > 0) continue;
          const isOwn = (one: Fact): boolean =>
            one.file === workload.file && (attribute(one, 'container') ?? name) === name;
          const named = view.about('k8s.reference').filter((one) => attribute(one, 'by') === id && isOwn(one));
          const from = named.filter((one) => attribute(one, 'as') === 'envFrom');
          const mounts = named.filter((one) => attribute(one, 'as') === 'volume');
          const own = view.about('variable.set').filter((one) => attribute(one, 'workload') === id && isOwn(one));
          const set = new Set(own.map(({ value }) => value.toUpperCase()));
          for (const variable of needed) {
            if (set.has(String(variable.value).toUpperCase())) continue;
            const at = locationOf(fact, `${name} of ${id} sets ${set.size} variables`);
            if (from.length > 0 || mounts.length > 0) {
              yield {
                undecided: `${String(variable.value)} may be set in ${String([...from, ...mounts][0]?.value)}`,
                at,
              };
              continue;
            }
            yield {
              message: `${name} of ${id} does not set ${String(variable.value)}, which the application requires`,
              at,
              against: [locationOf(variable, `${String(variable.value)} has no default`)],
              remedy: `set ${String(variable.value)} in env`,
            };
          }
        }
      }
    }
  },
});
