import { rule, locationOf, attribute, type Fact, type View } from 'turnaround/rule';
import { bareImage, builtIn } from '../_built.ts';
import { isNear } from '../_near.ts';
import { bare, pushesOf } from './_images.ts';

export const builtAs = rule(import.meta, {
  title: 'One Dockerfile is built under two names that differ by a typo',
  severity: 'wrong',
  why: 'An image that was built under one name is not found under the other: an old image keeps running, or another one is pulled.',
  *check(view) {
    for (const { dockerfile, images } of builtIn(view)) {
      const builds = view.about('image.built').filter((fact) => images.has(bare(fact)));
      for (const name of images) {
        const meant = [...images].find((other) => isNear(name, other));
        const own = builds.filter((fact) => bare(fact) === name);
        const others = builds.filter((fact) => bare(fact) === meant);
        const used = view.about('image.used').filter((fact) => bare(fact) === meant);
        const [first] = own;
        // The less frequent name is the typo.
        if (meant === undefined || first === undefined || own.length >= others.length + used.length) continue;
        if (own.every((fact) => isThrownAway(view, fact))) continue;
        yield {
          message: `${dockerfile} is built as ${name} and as ${meant}`,
          at: locationOf(first, `builds ${first.value}`),
          against: [...others, ...used].slice(0, 3).map((fact) => locationOf(fact, fact.value)),
          remedy: `build ${meant}`,
          ...(own.length === 1 && first.sure === 'stated'
            ? { mend: [{ file: first.file, line: first.line, was: name, is: meant }] }
            : {}),
        };
      }
    }
  },
});

/** Whether it is built by a job that does not push it: only that job scans or tests the image. */
function isThrownAway(view: View, built: Fact): boolean {
  const pushed = pushesOf(view, built.file).map(({ image }) => bareImage(image));
  return attribute(built, 'by') === 'workflow' && !pushed.includes(bare(built));
}
