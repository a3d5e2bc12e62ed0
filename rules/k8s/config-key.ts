import { rule, locationOf, attribute } from 'turnaround/rule';
import { slipsOf } from '../_near.ts';
import { mayMeet, patchFiles } from './_objects.ts';

export const configKey = rule(import.meta, {
  title: 'A container uses a key that the ConfigMap does not have',
  severity: 'fails',
  why: 'The container does not start: "couldn\'t find key in ConfigMap".',
  *check(view) {
    const patches = patchFiles(view);
    for (const used of view.about('k8s.reference')) {
      const [key, id] = [attribute(used, 'key'), used.value];
      if (!id.startsWith('ConfigMap/') || key === undefined || used.attributes?.['optional'] === true) continue;
      const own = view.about('k8s.object').filter((one) => one.value === id && mayMeet(one, used));
      const lists = own.map(({ attributes }) => attributes?.['keys']);
      const keys = lists.flatMap((list) => (Array.isArray(list) ? list.map(String) : []));
      // A generator reads its keys from files; a patch adds keys to another definition.
      const isWhole = own.length > 0 && lists.every(Array.isArray) && !own.some(({ file }) => patches.has(file));
      if (!isWhole || keys.includes(key)) continue;
      const slips = slipsOf(key, keys);
      yield {
        message: `${attribute(used, 'variable') ?? attribute(used, 'by') ?? 'the container'} uses the key ${key} of ${id}, which has only ${[...new Set(keys)].join(', ')}`,
        at: locationOf(used, `key ${key}`),
        against: own.map((one) => locationOf(one, `${id}: ${keys.join(', ')}`)),
        remedy: slips.length === 0 ? `add ${key} to ${id}` : `did you mean ${slips.join(' or ')}?`,
      };
    }
  },
});
