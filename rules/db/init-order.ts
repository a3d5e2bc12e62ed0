import { basename, dirname, join, normalize } from 'node:path/posix';
import { rule, locationOf, attribute, type Fact } from 'turnaround/rule';

export const initOrder = rule(import.meta, {
  title: 'SQL uses a table before the file that creates it has run',
  severity: 'fails',
  why: 'The files of docker-entrypoint-initdb.d run in name order: the first start of the database fails at this file.',
  *check(view) {
    const sql = [...view.about('table'), ...view.about('table.used')];
    const seen = new Set<string>();
    for (const mount of view.about('path.named')) {
      const target = attribute(mount, 'target')?.replace(/\/$/, '');
      if (attribute(mount, 'by') !== 'mount' || target !== '/docker-entrypoint-initdb.d') continue;
      const folder = normalize(join(dirname(mount.file), mount.value)).replace(/\/$/, '');
      if (seen.has(folder)) continue;
      seen.add(folder);
      const own = sql.filter(({ file }) => dirname(file) === folder);
      const made = own.filter(({ subject }) => subject === 'table');
      for (const used of own.filter((fact) => fact.subject === 'table.used')) {
        const makers = made.filter((table) => name(table) === name(used));
        const [first] = makers.toSorted((a, b) => (isBefore(a, b) ? -1 : 1));
        // A table may refer to itself in the statement that creates it.
        if (first === undefined || first.file === used.file || !isBefore(used, first)) continue;
        yield {
          message: `${basename(used.file)} uses ${used.value} but runs before ${basename(first.file)}, which creates it`,
          at: locationOf(used, `${attribute(used, 'by') ?? 'uses'} ${used.value}`),
          against: [locationOf(first, `creates ${first.value}`), locationOf(mount, 'runs the files in name order')],
          remedy: 'number the files in the order in which they must run',
        };
      }
    }
  },
});

const name = ({ value }: Fact): string => String(value).toLowerCase();

function isBefore(one: Fact, other: Fact): boolean {
  return one.file === other.file ? one.line < other.line : one.file < other.file;
}
