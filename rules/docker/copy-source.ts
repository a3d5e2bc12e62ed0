import { dirname, join, normalize } from 'node:path/posix';
import { rule, side, told } from 'turnaround/rule';

export const copySource = rule(import.meta, {
  title: 'An image copies what is not there',
  severity: 'fails',
  why: 'The build of the image stops at the first COPY without a source.',
  *check(view) {
    const contexts = new Map<string, Set<string>>();
    for (const service of view.about('service')) {
      const context = told(service, 'context');
      if (context === undefined) continue;
      const folder = normalize(join(dirname(service.file), context));
      const file = normalize(join(folder, told(service, 'dockerfile') ?? 'Dockerfile'));
      contexts.set(file, (contexts.get(file) ?? new Set()).add(folder));
    }
    for (const copied of view.about('path.named')) {
      const path = String(copied.value);
      if (told(copied, 'by') !== 'copy' || told(copied, 'from') !== 'context' || /[*?[$]/.test(path)) continue;
      // Where the image is built a file of values may lie that git ignores.
      if (/(^|\/)\.env/.test(path)) continue;
      // Without a service that names it, the context is what people mostly take: the root, or the Dockerfile's folder.
      const known = contexts.get(copied.file) ?? new Set(['.', dirname(copied.file)]);
      const places = [...known].map((folder) => normalize(join(folder, path)).replace(/\/$/, ''));
      if (places.some((place) => view.has(place)) || places.some((place) => MADE.test(place))) continue;
      yield {
        message: `${path} is copied, and is neither ${places.join(' nor ')}`,
        at: side(copied, `COPY ${path}`),
        against: [],
        remedy: 'correct the path, or commit the file',
      };
    }
  },
});

/** What a build makes before the image is built. */
const MADE = /(^|\/)(dist|build|out|target|node_modules|\.next)(\/|$)|\.(whl|jar|tar|gz|zip)$/;
