import { codeOf, type Connection } from './connect.ts';
import type { Named } from './watch.ts';

export type Table = Required<Named> & {
  /** The number of rows in the server's statistics. */
  live: number;
  dead: number;
  /** Including indexes and TOAST. */
  bytes: number;
  /** If false, VACUUM only warns, skips the table and reports success. */
  mayVacuum: boolean;
  /** The last vacuum by any session, in ISO 8601. */
  vacuumedAt: string | null;
};

const kinds: Record<string, Table['kind']> = { r: 'table', p: 'partitioned', m: 'materialized view' };
type Row = Omit<Table, 'kind'> & { relkind: string };

/** User tables and materialized views, largest first. */
export async function tables({ client, version }: Connection): Promise<Table[]> {
  const maintain = version >= 170_000 ? `or has_table_privilege(c.oid, 'MAINTAIN')` : '';
  const listing = (bytes: string): string => `
    select n.nspname as schema, c.relname as name, c.relkind, ${bytes}::float8 as bytes,
      coalesce(s.n_live_tup, 0)::float8 as live, coalesce(s.n_dead_tup, 0)::float8 as dead,
      to_char(greatest(s.last_vacuum, s.last_autovacuum) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
        as "vacuumedAt",
      has_schema_privilege(n.oid, 'USAGE') and
        (pg_has_role(c.relowner, 'USAGE') or pg_has_role(d.datdba, 'USAGE') ${maintain}) as "mayVacuum"
    from pg_class c
      join pg_namespace n on n.oid = c.relnamespace
      join pg_database d on d.datname = current_database()
      left join pg_stat_all_tables s on s.relid = c.oid
    where c.relkind in ('r', 'p', 'm') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
    order by bytes desc, schema, name`;
  // Measuring waits for a table that is being altered; the figures of its last vacuum do not.
  await client.query(`set lock_timeout = '2s'`);
  const measured = await client.query<Row>(listing('pg_total_relation_size(c.oid)')).catch((error: unknown) => {
    if (codeOf(error) !== '55P03') throw error;
    return client.query<Row>(listing(`(c.relpages * current_setting('block_size')::float8)`));
  });
  return measured.rows.map(({ relkind, ...row }) => ({ ...row, kind: kinds[relkind] ?? 'table' }));
}
