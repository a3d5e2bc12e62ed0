import { dirname } from 'node:path/posix';
import { rule, side, told, type Fact, type View } from 'turnaround/rule';
import { nearest } from '../_near.ts';
import { isDocument as isAboutNow } from '../docs/_documents.ts';

const lower = (name: unknown): string => String(name).split('.').at(-1)?.toLowerCase() ?? '';
/** Tables of the database itself, and of common extensions. */
const GIVEN =
  /^(?:pg_|sqlite_|information_schema|spatial_ref_sys|geometry_columns|old$|new$|excluded$|dual$|inserted$|deleted$)/;
const SAYS: Readonly<Record<string, string>> = {
  references: 'a foreign key references',
  insert: 'rows are inserted into',
  index: 'an index is created on',
  copy: 'rows are copied into',
};

export const tableExists = rule(import.meta, {
  title: 'SQL uses a table that is not defined',
  severity: 'fails',
  why: 'PostgreSQL stops the script there, and the database container fails at its first start.',
  *check(view) {
    const defined = [...view.about('table'), ...view.about('view')];
    // A table that a later migration drops existed when an earlier one ran.
    const tables = new Set([...defined, ...view.about('table.dropped')].map(({ value }) => lower(value)));
    if (view.about('table').length === 0) return;
    const said = new Set<string>();
    for (const used of view.about('table.used')) {
      const isDocument = used.of?.['document'] === true;
      if (isOther(view, used.file, isDocument)) continue;
      const table = lower(used.value);
      const says = SAYS[told(used, 'by') ?? ''];
      if (
        says === undefined ||
        tables.has(table) ||
        tables.has(table.replace(/_\d+$/, '')) ||
        GIVEN.test(table) ||
        isForeign(used)
      )
        continue;
      const meant = nearest(table, tables) ?? [...tables].find((name) => name.endsWith(`_${table}`));
      const near = defined.find(({ value }) => lower(value) === meant);
      if (near === undefined && (isDocument || !isCertain(view, used, tables))) continue;
      if (said.has(`${used.file} ${table}`)) continue;
      said.add(`${used.file} ${table}`);
      yield {
        message: `${says} ${table}, but no SQL file or model of the workspace defines it`,
        at: side(used, `${says} ${table}`),
        against: near === undefined ? [] : [side(near, `defines ${String(near.value)}`)],
        together: table,
        remedy:
          near === undefined ? 'define the table first, or use another one' : `did you mean ${String(near.value)}?`,
        ...(isDocument ? { severity: 'confusing' } : {}),
      };
    }

    /** Whether the table is in a schema in which the workspace defines nothing. */
    function isForeign(used: Fact): boolean {
      const schema = told(used, 'schema');
      return schema !== undefined && schema !== 'public' && !defined.some((fact) => told(fact, 'schema') === schema);
    }
  },
});

/** Without a similar name, it is certain only if every other table that these files use is known. */
function isCertain(view: View, used: Fact, tables: ReadonlySet<string>): boolean {
  const table = lower(used.value);
  const isBeside = ({ file }: Fact): boolean => dirname(file) === dirname(used.file);
  const all = view.about('table.used').filter((fact) => fact.of?.['document'] !== true);
  // A table that is altered existed before: another tool created it.
  const isBefore = all.some((fact) => told(fact, 'by') === 'alter' && lower(fact.value) === table);
  return (
    !isBefore &&
    [...view.about('table'), ...view.about('view')].some(isBeside) &&
    all.every((fact) => !isBeside(fact) || lower(fact.value) === table || tables.has(lower(fact.value)))
  );
}

/** SQLite accepts a foreign key to a missing table; models in other languages are not read. */
function isOther(view: View, file: string, isDocument: boolean): boolean {
  return /sqlite|(?:^|\/)src\/main\/resources\/[^/]+$/i.test(file) || (isDocument && !isAboutNow(view, file));
}
