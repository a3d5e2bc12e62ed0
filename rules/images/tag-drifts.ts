import { dirname } from 'node:path/posix';
import { rule, locationOf, attribute, type Fact } from 'turnaround/rule';
import { bare } from './_images.ts';

export const tagDrifts = rule(import.meta, {
  title: 'Applying the manifest reverts the deployed image',
  severity: 'wrong',
  why: 'The next apply replaces the tag that the workflow set with the tag in the manifest: an old version runs again.',
  *check(view) {
    const used = view.about('image.used');
    const applies = view.about('path.named').filter((path) => attribute(path, 'by') === 'kubectl');
    for (const set of used.filter((fact) => attribute(fact, 'by') === 'kubectl set image')) {
      const here = (fact: Fact): boolean =>
        fact.file === set.file &&
        attribute(fact, 'job') === attribute(set, 'job') &&
        attribute(fact, 'target') === attribute(set, 'target');
      for (const fixed of used) {
        if (attribute(fixed, 'by') !== 'kubernetes' || bare(fixed) !== bare(set) || fixed.value === set.value) continue;
        const covers = applies.filter(({ value }) => {
          const path = value.replace(/^\.\//, '').replace(/\/$/, '');
          return path === fixed.file || path === dirname(fixed.file) || fixed.file.startsWith(`${path}/`);
        });
        // If the manifest is applied just before the tag is set, the tag is set again each time.
        const [other] = covers.filter((path) => !here(path));
        if (covers.some((path) => here(path) && path.line < set.line)) continue;
        const applied =
          other === undefined ? 'the next apply reverts it' : `${other.file} applies the manifest without it`;
        yield {
          message: `the manifest names ${fixed.value}, the deployment sets another tag, and ${applied}`,
          at: locationOf(fixed, fixed.value),
          against: [
            locationOf(set, 'kubectl set image'),
            ...(other === undefined ? [] : [locationOf(other, `applies ${other.value}`)]),
          ],
          remedy: 'write the tag into the manifest before it is applied, with kustomize edit set image',
        };
      }
    }
  },
});
