import { distance } from 'fastest-levenshtein';
import { rule, side, told } from 'turnaround/rule';

/** Common names of stages. An image with such a name is never intended. */
const STAGE =
  /^(?:build(?:er)?|compile[rd]?|base|deps?|dependencies|install(?:er)?|prod(?:uction)?|dev(?:elopment)?|frontend|backend|web|client|server|assets|test|runtime|final|prune[rd]?|bundle[rd]?|[\w]+[-_](?:build(?:er)?|deps|base|stage))$/i;

export const baseStage = rule(import.meta, {
  title: 'Files are copied from a stage that does not exist',
  severity: 'fails',
  why: 'Docker treats the name as an image and tries to pull it: the build fails.',
  *check(view) {
    for (const used of view.about('image.stage')) {
      if (used.of?.['defined'] !== false) continue;
      const name = used.value;
      const stages = view
        .about('image.base')
        .filter((fact) => fact.file === used.file && fact.line < used.line && !/^\d+$/.test(told(fact, 'stage') ?? ''));
      const known = stages.filter((fact) => told(fact, 'stage') !== told(used, 'stage'));
      const near = known.filter((fact) => distance(told(fact, 'stage') ?? '', name) <= 2);
      if (near.length === 0 && !/^\d+$/.test(name) && !STAGE.test(name)) continue;
      const [only] = near;
      const is = near.length === 1 && only !== undefined ? told(only, 'stage') : undefined;
      yield {
        message: `files are copied from the stage ${name}, but no earlier stage has this name`,
        at: side(used, `--from=${name}`),
        against: (near.length > 0 ? near : known)
          .slice(0, 2)
          .map((fact) => side(fact, `stage ${told(fact, 'stage') ?? ''}`)),
        remedy: is === undefined ? 'name an earlier stage' : `copy from ${is}`,
        ...(is === undefined
          ? {}
          : { mend: [{ file: used.file, line: used.line, was: `--from=${name}`, is: `--from=${is}` }] }),
      };
    }
  },
});
