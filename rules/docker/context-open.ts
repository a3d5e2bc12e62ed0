import { dirname, join } from 'node:path/posix';
import { rule, locationOf, attribute } from 'turnaround/rule';
import { builtIn, type Built } from '../_built.ts';
import { tidy } from '../_folders.ts';
import { contextsOf, imageOf } from '../_image.ts';
import { isFileFor } from '../_purpose.ts';
import { ignoredBy, keptOutBy } from './_ignore.ts';
import { liesIn } from './_lies-in.ts';
import { isBuiltByHand } from './_built-by-hand.ts';

export const contextOpen = rule(import.meta, {
  title: 'An image copies files that git ignores',
  severity: 'wrong',
  why: 'Everyone with the image can read the secrets of .env, and local packages for another system replace the installed ones.',
  *check(view) {
    const all = builtIn(view);
    for (const built of all) {
      if (isFileFor(view, built.dockerfile, 'development')) continue;
      // Beside a Dockerfile that is built, one that nothing builds is outdated.
      const isBeside = (one: Built): boolean => dirname(one.dockerfile) === dirname(built.dockerfile);
      if (built.contexts.size === 0 && all.some((one) => one.contexts.size > 0 && isBeside(one))) continue;
      // Jobs build from committed files. An earlier stage does not pass local files on.
      const isLocal = built.services.length > 0 || built.contexts.size === 0 || isBuiltByHand(view, built);
      const image = imageOf(view, built.dockerfile);
      const contexts = contextsOf(view, built);
      const copies = view
        .about('path.named')
        .filter((fact) => fact.file === built.dockerfile && attribute(fact, 'by') === 'copy');
      for (const copied of copies) {
        if (attribute(copied, 'from') !== 'context' || tidy(copied.value) !== '.') continue;
        if (!isLocal && image?.has(copied) !== true) continue;
        const open = contexts.map((context) =>
          liesIn(view, context, copied).filter(([name]) => {
            const patterns = ignoredBy(view, built.dockerfile, context);
            // A pattern with `!` that includes the name again shows that it is intended.
            const isMeant = patterns.some(({ value }) =>
              new RegExp(`^!\\/?${name.replace('.', '\\.')}$`).test(String(value)),
            );
            return !isMeant && keptOutBy(patterns, name) === undefined;
          }),
        );
        // If the context is unknown, every possible context must have the problem.
        const [found = []] = open;
        if (found.length === 0 || open.some((one) => one.length === 0)) continue;
        const names = found.map(([name]) => name).join(' and ');
        yield {
          message: `\`COPY ${copied.value}\` copies ${names}, which git ignores but no .dockerignore excludes`,
          at: locationOf(copied, `COPY ${copied.value}`),
          against: found.map(([, fact]) => locationOf(fact, `git ignores ${String(fact.value)}`)),
          groupKey: `${names} ${contexts.join(' ')}`,
          remedy: `add ${names} to ${tidy(join(contexts[0] ?? '.', '.dockerignore'))}`,
        };
      }
    }
  },
});
