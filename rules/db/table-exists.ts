import { rule, locationOf, attribute, type Fact } from 'turnaround/rule';
import { nearest } from '../_near.ts';
import { lower, GIVEN, isCertain, isOther } from './_known-tables.ts';

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
      const isDocument = used.attributes?.['document'] === true;
      if (isOther(view, used.file, isDocument)) continue;
      const table = lower(used.value);
      const says = SAYS[attribute(used, 'by') ?? ''];
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
        at: locationOf(used, `${says} ${table}`),
        against: near === undefined ? [] : [locationOf(near, `defines ${near.value}`)],
        groupKey: table,
        remedy: near === undefined ? 'define the table first, or use another one' : `did you mean ${near.value}?`,
        ...(isDocument ? { severity: 'confusing' } : {}),
      };
    }

    /** Whether the table is in a schema in which the workspace defines nothing. */
    function isForeign(used: Fact): boolean {
      const schema = attribute(used, 'schema');
      return (
        schema !== undefined && schema !== 'public' && !defined.some((fact) => attribute(fact, 'schema') === schema)
      );
    }
  },
});
