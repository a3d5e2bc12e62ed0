import { rule, locationOf, attribute, type Fact } from 'turnaround/rule';
import { builtIn } from '../_built.ts';
import { workloadsOf } from './_manifests.ts';

export const addressMissing = rule(import.meta, {
  title: 'A container lacks an address that compose sets',
  severity: 'wrong',
  why: 'The application works with compose, but has no database, cache or queue in the cluster.',
  *check(view) {
    const addresses = [...view.about('database.address'), ...view.about('cache.address')];
    for (const built of builtIn(view)) {
      for (const { id, containers } of workloadsOf(view)) {
        for (const { name, fact, image, isInit } of containers) {
          if (isInit || image === undefined || !built.containers.includes(image)) continue;
          const isOwn = (one: Fact): boolean =>
            one.file === fact.file &&
            attribute(one, 'container') === name &&
            (attribute(one, 'workload') ?? attribute(one, 'by')) === id;
          const set = new Set(
            view
              .about('variable.set')
              .filter(isOwn)
              .map(({ value }) => value),
          );
          const more = [...view.about('k8s.reference'), ...view.about('secret.used')].filter(isOwn);
          // A whole ConfigMap, a mounted file or settings from another source may contain it.
          if (set.size === 0 || more.some((one) => /^(?:envFrom|volume)$/.test(attribute(one, 'as') ?? ''))) continue;
          for (const address of addresses) {
            const variable = attribute(address, 'variable');
            const service = built.services.find(
              (one) => one.file === address.file && attribute(address, 'service') === one.value,
            );
            if (variable === undefined || service === undefined || set.has(variable)) continue;
            yield {
              message: `${name} of ${id} does not set ${variable}, but compose sets it for the same image`,
              at: locationOf(fact, `the variables of ${name}: ${[...set].join(', ')}`),
              against: [locationOf(address, `${variable} for ${service.value}`)],
              remedy: `set ${variable} to the address in the cluster`,
            };
          }
        }
      }
    }
  },
});
