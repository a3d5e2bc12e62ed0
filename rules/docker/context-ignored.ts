import { join } from 'node:path/posix';
import { rule, locationOf, attribute } from 'turnaround/rule';
import { builtIn } from '../_built.ts';
import { tidy } from '../_folders.ts';
import { contextsOf } from '../_image.ts';
import { ignoredBy, keptOutBy } from './_ignore.ts';

export const contextIgnored = rule(import.meta, {
  title: 'An image copies a file that .dockerignore excludes',
  severity: 'fails',
  why: 'The file is not in the build context: the build fails at COPY with "not found", although the file exists.',
  *check(view) {
    for (const built of builtIn(view)) {
      const copies = view
        .about('path.named')
        .filter((fact) => fact.file === built.dockerfile && attribute(fact, 'from') === 'context');
      const said = new Set<string>();
      for (const copied of copies) {
        const path = tidy(copied.value.replace(/^\/+/, '') || '.');
        if (path === '.' || path.startsWith('..') || /[*?[$]/.test(path)) continue;
        const contexts = contextsOf(view, built);
        const likely = contexts.filter((context) => view.has(tidy(join(context, path))));
        const kept = (likely.length > 0 ? likely : contexts).map((context) =>
          keptOutBy(ignoredBy(view, built.dockerfile, context), path),
        );
        const [pattern] = kept;
        // Stages that copy the same path have the same fix.
        if (pattern === undefined || kept.includes(undefined) || said.has(path)) continue;
        said.add(path);
        yield {
          message: `${path} is copied, but \`${String(pattern.value)}\` in ${pattern.file} excludes it`,
          at: locationOf(copied, `COPY ${copied.value}`),
          against: [locationOf(pattern, `excludes ${String(pattern.value)}`)],
          remedy: `remove ${String(pattern.value)} from ${pattern.file}, or add \`!${path}\` after it`,
        };
      }
    }
  },
});
