import { rule, locationOf } from 'turnaround/rule';
import { isNear } from '../_near.ts';
import { bare, deployed, isOpen, ownerOf, tagged } from './_images.ts';

export const neverBuilt = rule(import.meta, {
  title: 'An image is used but never built',
  severity: 'fails',
  why: 'The registry has no image with this name: the pods stay in ImagePullBackOff.',
  *check(view) {
    const builds = view.about('image.built');
    if (builds.length === 0 || isOpen(view)) return;
    const names = new Set([...builds.map(bare), ...tagged(view)]);
    for (const used of deployed(view)) {
      const name = bare(used);
      if (names.has(name) || used.sure === 'guessed') continue;
      // Another repository of the same owner may build it. Only a typo in the name is certain.
      const meant = [...names].filter((built) => ownerOf(built) === ownerOf(name) && isNear(name, built));
      const [only] = meant;
      if (only === undefined) continue;
      const isOnce = !String(used.value).slice(name.length).includes(name);
      yield {
        message: `${name} is used, but the image that is built is named ${meant.join(', ')}`,
        at: locationOf(used, `image ${String(used.value)}`),
        against: builds
          .filter((fact) => meant.includes(bare(fact)))
          .map((fact) => locationOf(fact, `builds ${fact.value}`)),
        remedy: `use ${only}`,
        ...(meant.length === 1 && isOnce && used.sure === 'stated'
          ? { mend: [{ file: used.file, line: used.line, was: name, is: only }] }
          : {}),
      };
    }
  },
});
