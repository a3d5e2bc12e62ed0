import { dirname, join } from 'node:path/posix';
import { rule, locationOf, attribute, type View } from 'turnaround/rule';
import { tidy } from '../_folders.ts';
import { isLaidOver } from './_overlays.ts';

export const serviceNeeds = rule(import.meta, {
  title: 'A service depends on a service that no compose file defines',
  severity: 'fails',
  why: '`docker compose up` rejects the whole file.',
  *check(view) {
    const services = view.about('service');
    for (const need of view.about('service.needs')) {
      const defined = services.filter(({ value }) => value === need.value);
      if (defined.some(({ file }) => dirname(file) === dirname(need.file) || areIncluded(view, file, need.file)))
        continue;
      // An included file that was not found may define it.
      if (includedBy(view, need.file).some((path) => services.every(({ file }) => file !== path))) continue;
      const [elsewhere] = defined;
      const name = attribute(need, 'service') ?? 'a service';
      const at = locationOf(need, `depends_on ${need.value}`);
      // Scripts often combine files: `docker compose -f docker/default.yml -f integrations/x/compose.yml`.
      if (elsewhere !== undefined) {
        yield {
          undecided: `${name} needs ${need.value}, which ${elsewhere.file} defines: it is unknown whether both files are used together`,
          at,
          groupKey: elsewhere.file,
        };
        continue;
      }
      if (isLaidOver(view, need.file)) continue;
      yield {
        message: `${name} needs ${need.value}, which is not defined`,
        at,
        against: [],
        remedy: `define the service ${need.value}, or remove it from depends_on`,
      };
    }
  },
});

function includedBy(view: View, file: string): string[] {
  const named = view
    .about('path.named', file)
    .filter((path) => /^(?:include|extends)$/.test(attribute(path, 'by') ?? ''));
  return named.map(({ value }) => tidy(join(dirname(file), value)));
}

/** Whether one file includes the other, or a third file includes both. */
function areIncluded(view: View, a: string, b: string): boolean {
  const all = [...new Set(view.about('service').map(({ file }) => file))].map((file) => [
    file,
    ...includedBy(view, file),
  ]);
  return all.some((files) => files.includes(a) && files.includes(b));
}
