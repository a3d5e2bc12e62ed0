import { dirname, join } from 'node:path/posix';
import { rule, side, told, type Fact, type View } from 'turnaround/rule';
import { bareImage, builtIn, type Built } from '../_built.ts';
import { areTogether, tidy } from '../_commands.ts';
import { contextsOf, imageOf } from '../_image.ts';
import { ignoredBy, keptOutBy } from './_ignore.ts';

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

const EXAMPLES = ['.env.example', '.env.sample', '.env.template', '.env.dist', 'env.example'];

/** What lies in the context for whoever works there, with the line by which git leaves it out. */
function liesIn(view: View, context: string, copied: Fact): (readonly [name: string, ignored: Fact])[] {
  const has = (name: string): boolean => view.has(tidy(join(context, name)));
  const image = imageOf(view, copied.file);
  const before = view.about('command').filter((one) => areTogether(one, copied) && one.line < copied.line);
  const installs = (pattern: RegExp): boolean => before.some(({ value }) => pattern.test(String(value)));
  const found = [
    ...(image?.has(copied) === true && EXAMPLES.some(has) ? ['.env'] : []),
    ...(has('package.json') &&
    installs(/^(?:npm (?:ci|i|install)|yarn(?: install)?(?: -.*)?$|pnpm (?:i|install)|bun (?:i|install))\b/)
      ? ['node_modules']
      : []),
    ...(has('uv.lock') && installs(/^uv sync\b/) ? ['.venv'] : []),
  ];
  return found.flatMap((name) => {
    const [ignored] = view
      .about('git.ignored')
      .filter(
        (fact) =>
          isAbove(dirname(fact.file), context) && covers(String(fact.value), name, dirname(fact.file) === context),
      )
      // `.env/` is a folder, in which some keep an environment of Python.
      .toSorted((x, y) => Number(String(x.value).endsWith('/')) - Number(String(y.value).endsWith('/')));
    return ignored === undefined ? [] : [[name, ignored] as const];
  });
}

function isAbove(folder: string, context: string): boolean {
  return folder === '.' || folder === context || context.startsWith(`${folder}/`);
}

function covers(pattern: string, name: string, isHere: boolean): boolean {
  const bare = pattern.replace(/^\*\*\//, '').replace(/\/$/, '');
  return bare === name || (isHere && bare === `/${name}`) || (name === '.env' && /^\.env\*$|^\*\.env$/.test(bare));
}
