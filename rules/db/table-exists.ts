import { rule, side, told } from 'turnaround/rule';

export const tableExists = rule(import.meta, {
  title: 'An index on a table that nothing defines',
  severity: 'fails',
  why: 'PostgreSQL stops the script there: the database container dies at its first start.',
  *check(view) {
    const tables = new Set(view.about('table').map(({ value }) => String(value).split('.').at(-1)?.toLowerCase()));
    if (tables.size === 0) return;
    for (const index of view.about('index')) {
      const table = told(index, 'table')?.split('.').at(-1)?.toLowerCase() ?? '';
      if (table === '' || tables.has(table)) continue;
      const near = view.about('table').find(({ value }) => String(value).toLowerCase().endsWith(`_${table}`));
      yield {
        message: `the index ${String(index.value)} is on ${table}, which no SQL and no model of the workspace defines`,
        at: side(index, `index on ${table}`),
        against: near === undefined ? [] : [side(near, `defines ${String(near.value)}`)],
        remedy: near === undefined ? 'define the table first, or name another' : `did you mean ${String(near.value)}?`,
      };
    }
  },
});
