import { rule, locationOf, attribute } from 'turnaround/rule';
import { slipsOf } from '../_near.ts';
import { isSame } from './_services.ts';

export const secretDefined = rule(import.meta, {
  title: 'A service uses a secret that no compose file defines',
  severity: 'fails',
  why: '`docker compose up` rejects the whole file: "undefined secret".',
  *check(view) {
    const defined = view.about('secret.defined').filter((one) => attribute(one, 'by') === 'compose');
    for (const used of view.about('secret.used')) {
      if (attribute(used, 'by') !== 'compose') continue;
      const own = defined.filter((one) => isSame(one, used));
      if (defined.some(({ value }) => value === used.value)) continue;
      const [only, ...more] = slipsOf(
        used.value,
        own.map(({ value }) => value),
      );
      const { file, line } = used;
      yield {
        message: `${attribute(used, 'service') ?? 'the file'} uses the secret ${used.value}, which is not defined`,
        at: locationOf(used, `secret ${used.value}`),
        against: own.filter(({ value }) => value === only).map((one) => locationOf(one, `defines ${one.value}`)),
        remedy: only === undefined ? `define it under secrets` : `did you mean ${only}?`,
        ...(only !== undefined && more.length === 0 ? { mend: [{ file, line, was: used.value, is: only }] } : {}),
      };
    }
  },
});
