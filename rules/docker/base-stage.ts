import { distance } from 'fastest-levenshtein';
import { rule, locationOf, attribute } from 'turnaround/rule';

/** Common names of stages. An image with such a name is never intended. */
const STAGE =
  /^(?:build(?:er)?|compile[rd]?|base|deps?|dependencies|install(?:er)?|prod(?:uction)?|dev(?:elopment)?|frontend|backend|web|client|server|assets|test|runtime|final|prune[rd]?|bundle[rd]?|[\w]+[-_](?:build(?:er)?|deps|base|stage))$/i;

export const baseStage = rule(import.meta, {
  title: 'Files are copied from a stage that does not exist',
  severity: 'fails',
  why: 'Docker treats the name as an image and tries to pull it: the build fails.',
  *check(view) {
    for (const used of view.about('image.stage')) {
      if (used.attributes?.['defined'] !== false) continue;
      const name = used.value;
      const stages = view
        .about('image.base')
        .filter(
          (fact) => fact.file === used.file && fact.line < used.line && !/^\d+$/.test(attribute(fact, 'stage') ?? ''),
        );
      const known = stages.filter((fact) => attribute(fact, 'stage') !== attribute(used, 'stage'));
      const near = known.filter((fact) => distance(attribute(fact, 'stage') ?? '', name) <= 2);
      if (near.length === 0 && !/^\d+$/.test(name) && !STAGE.test(name)) continue;
      const [only] = near;
      const is = near.length === 1 && only !== undefined ? attribute(only, 'stage') : undefined;
      yield {
        message: `files are copied from the stage ${name}, but no earlier stage has this name`,
        at: locationOf(used, `--from=${name}`),
        against: (near.length > 0 ? near : known)
          .slice(0, 2)
          .map((fact) => locationOf(fact, `stage ${attribute(fact, 'stage') ?? ''}`)),
        remedy: is === undefined ? 'name an earlier stage' : `copy from ${is}`,
        ...(is === undefined
          ? {}
          : { mend: [{ file: used.file, line: used.line, was: `--from=${name}`, is: `--from=${is}` }] }),
      };
    }
  },
});
