import { join } from 'node:path/posix';
import type { Fact, View } from 'turnaround/rule';
import { areTogether } from '../_commands.ts';
import { tidy } from '../_folders.ts';
import { ignoredBy } from '../_ignored.ts';
import { imageOf } from '../_image.ts';

const EXAMPLES = ['.env.example', '.env.sample', '.env.template', '.env.dist', 'env.example'];

/** Local files in the context that git ignores, each with the pattern that ignores it. */
export function liesIn(view: View, context: string, copied: Fact): (readonly [name: string, ignored: Fact])[] {
  const has = (name: string): boolean => view.has(tidy(join(context, name)));
  const image = imageOf(view, copied.file);
  const before = view.about('command').filter((one) => areTogether(one, copied) && one.line < copied.line);
  const installs = (pattern: RegExp): boolean => before.some(({ value }) => pattern.test(value));
  const found = [
    ...(image?.has(copied) === true && EXAMPLES.some(has) ? ['.env'] : []),
    ...(has('package.json') &&
    installs(/^(?:npm (?:ci|i|install)|yarn(?: install)?(?: -.*)?$|pnpm (?:i|install)|bun (?:i|install))\b/)
      ? ['node_modules']
      : []),
    ...(has('uv.lock') && installs(/^uv sync\b/) ? ['.venv'] : []),
  ];
  return found.flatMap((name) => {
    const path = tidy(join(context, name));
    // `.env/` is a folder, which may be a Python environment.
    const ignored = ignoredBy(view, path) ?? ignoredBy(view, `${path}/`);
    return ignored === undefined ? [] : [[name, ignored] as const];
  });
}
