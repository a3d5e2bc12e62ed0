import { dirname, join } from 'node:path/posix';
import { rule, side, told, type View } from 'turnaround/rule';
import { bareImage, builtIn, type Built } from '../_built.ts';
import { tidy } from '../_folders.ts';
import { contextsOf, imageOf } from '../_image.ts';
import { ignoredBy, keptOutBy } from './_ignore.ts';
import { liesIn } from './_lies-in.ts';

export const contextOpen = rule(import.meta, {
  title: 'An image takes along what git leaves out',
  severity: 'wrong',
  why: 'Secrets of .env end in a layer that everyone with the image reads, and packages of another system replace the installed ones.',
  *check(view) {
    const all = builtIn(view);
    for (const built of all) {
      if (/(?:^|[-._/])dev(?:elop(?:ment)?)?(?=[-._/]|$)/i.test(built.dockerfile)) continue;
      // Beside one that is built, a Dockerfile that nothing builds is of another time.
      const isBeside = (one: Built): boolean => dirname(one.dockerfile) === dirname(built.dockerfile);
      if (built.contexts.size === 0 && all.some((one) => one.contexts.size > 0 && isBeside(one))) continue;
      // Jobs build from what was committed; a stage before keeps to itself what only lies on a machine.
      const isLocal = built.services.length > 0 || built.contexts.size === 0 || isBuiltByHand(view, built);
      const image = imageOf(view, built.dockerfile);
      const contexts = contextsOf(view, built);
      const copies = view
        .about('path.named')
        .filter((fact) => fact.file === built.dockerfile && told(fact, 'by') === 'copy');
      for (const copied of copies) {
        if (told(copied, 'from') !== 'context' || tidy(String(copied.value)) !== '.') continue;
        if (!isLocal && image?.has(copied) !== true) continue;
        const open = contexts.map((context) =>
          liesIn(view, context, copied).filter(([name]) => {
            const patterns = ignoredBy(view, built.dockerfile, context);
            // Let in again by name, it is meant to be there.
            const isMeant = patterns.some(({ value }) =>
              new RegExp(`^!\\/?${name.replace('.', '\\.')}$`).test(String(value)),
            );
            return !isMeant && keptOutBy(patterns, name) === undefined;
          }),
        );
        // Where the context is not known, it must be so in each that it may be.
        const [found = []] = open;
        if (found.length === 0 || open.some((one) => one.length === 0)) continue;
        const names = found.map(([name]) => name).join(' and ');
        yield {
          message: `\`COPY ${String(copied.value)}\` takes ${names} along, which git leaves out and no .dockerignore does`,
          at: side(copied, `COPY ${String(copied.value)}`),
          against: found.map(([, fact]) => side(fact, `git leaves out ${String(fact.value)}`)),
          together: `${names} ${contexts.join(' ')}`,
          remedy: `name ${names} in ${tidy(join(contexts[0] ?? '.', '.dockerignore'))}`,
        };
      }
    }
  },
});

function isBuiltByHand(view: View, { images }: Built): boolean {
  return view
    .about('image.built')
    .some((fact) => told(fact, 'by') !== 'workflow' && images.has(bareImage(String(fact.value))));
}
