import { rule, locationOf, attribute } from 'turnaround/rule';
import { slipsOf } from '../_near.ts';
import { mayMeet } from './_objects.ts';
import { secretSources } from './_secrets.ts';

export const secretKey = rule(import.meta, {
  title: 'A container uses a key that the Secret does not have',
  severity: 'fails',
  why: 'The container does not start: "couldn\'t find key in Secret".',
  *check(view) {
    const sources = secretSources(view);
    for (const used of view.about('secret.used')) {
      const [key, name] = [attribute(used, 'key'), used.value];
      if (attribute(used, 'by') !== 'kubernetes' || key === undefined || used.attributes?.['optional'] === true)
        continue;
      const own = sources.filter((one) => one.name === name && mayMeet(one.fact, used));
      const keys = own.flatMap((one) => one.keys ?? []);
      if (own.length === 0 || own.some((one) => one.keys === undefined) || keys.includes(key)) continue;
      // The list in a template or document may be incomplete: then only a typo is reported.
      const slips = slipsOf(key, keys);
      const isWhole = own.every(({ fact }) => fact.subject === 'secret.defined');
      if (!isWhole && slips.length === 0) continue;
      const variable = attribute(used, 'variable');
      yield {
        message: `${variable ?? attribute(used, 'workload') ?? 'a container'} uses the key ${key} of Secret/${name}, which has only ${[...new Set(keys)].join(', ')}`,
        at: locationOf(used, `key ${key}`),
        against: own.map((one) => locationOf(one.fact, `Secret/${name}: ${(one.keys ?? []).join(', ')}`)),
        remedy: slips.length === 0 ? `add ${key} to Secret/${name}` : `did you mean ${slips.join(' or ')}?`,
      };
    }
  },
});
