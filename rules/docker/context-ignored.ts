import { join } from 'node:path/posix';
import { rule, side, told } from 'turnaround/rule';
import { builtIn } from '../_built.ts';
import { tidy } from '../_folders.ts';
import { contextsOf } from '../_image.ts';
import { ignoredBy, keptOutBy } from './_ignore.ts';

export const contextIgnored = rule(import.meta, {
  title: 'An image copies what .dockerignore leaves out',
  severity: 'fails',
  why: 'The build never sees the file: it stops at that COPY with "not found", although the file is there.',
  *check(view) {
    for (const built of builtIn(view)) {
      const copies = view
        .about('path.named')
        .filter((fact) => fact.file === built.dockerfile && told(fact, 'from') === 'context');
      const said = new Set<string>();
      for (const copied of copies) {
        const path = tidy(String(copied.value).replace(/^\/+/, '') || '.');
        if (path === '.' || path.startsWith('..') || /[*?[$]/.test(path)) continue;
        const contexts = contextsOf(view, built);
        const likely = contexts.filter((context) => view.has(tidy(join(context, path))));
        const kept = (likely.length > 0 ? likely : contexts).map((context) =>
          keptOutBy(ignoredBy(view, built.dockerfile, context), path),
        );
        const [pattern] = kept;
        // Stages that copy the same are mended together.
        if (pattern === undefined || kept.includes(undefined) || said.has(path)) continue;
        said.add(path);
        yield {
          message: `${path} is copied, and \`${String(pattern.value)}\` in ${pattern.file} leaves it out`,
          at: side(copied, `COPY ${String(copied.value)}`),
          against: [side(pattern, `leaves out ${String(pattern.value)}`)],
          remedy: `take ${String(pattern.value)} out of ${pattern.file}, or put \`!${path}\` behind it`,
        };
      }
    }
  },
});
