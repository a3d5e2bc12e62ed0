import { setTimeout as sleep } from 'node:timers/promises';
import { applicationPrefix, type Connection } from './connect.ts';

export type Named = {
  schema: string;
  name: string;
  /** A partitioned table has no rows itself, only statistics; its partitions are separate tables. */
  kind?: 'table' | 'partitioned' | 'materialized view';
};
export type VacuumProgress = { phase: string; done: number | null; total: number | null };
/** `runs` counts vacuums; for a partitioned table, analyzes. */
export type Figures = { oid: number; dead: number; bytes: number; runs: number };

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
export const qualified = ({ schema, name }: Named): string => `${quoted(schema)}.${quoted(name)}`;

/** null: the table does not exist. */
export async function figures({ client }: Connection, table: Named): Promise<Figures | null> {
  const { rows } = await client.query<Figures>(
    `select c.oid, coalesce(s.n_dead_tup, 0)::float8 as dead, pg_total_relation_size(c.oid)::float8 as bytes,
       coalesce(case c.relkind when 'p' then s.analyze_count else s.vacuum_count end, 0)::float8 as runs
     from pg_class c left join pg_stat_all_tables s on s.relid = c.oid where c.oid = to_regclass($1)`,
    [qualified(table)],
  );
  return rows[0] ?? null;
}

/** The figures after one more run was counted. Servers before 15 take half a second for it, and some never count. */
export async function counted(watcher: Connection, table: Named, runs: number): Promise<Figures | null> {
  for (const deadline = Date.now() + 1500; ; await sleep(50)) {
    const now = await figures(watcher, table);
    if (now === null || now.runs > runs || Date.now() > deadline) return now;
  }
}

/** Other sessions of ours that run this statement, vacuum this table, or wait to; also those of a killed runner. */
export async function ours(watcher: Connection, not: number, oid: number, statement: string): Promise<number[]> {
  const { rows } = await watcher.client.query<{ pid: number }>(
    `select a.pid from pg_stat_activity a left join pg_stat_progress_vacuum p on p.pid = a.pid
     where a.datname = current_database() and a.pid <> $1 and a.state = 'active'
       and starts_with(a.application_name, $2) and (p.relid = $3 or a.query = $4) order by a.pid`,
    [not, `${applicationPrefix}:`, oid, statement],
  );
  return rows.map(({ pid }) => pid);
}

/** The progress of a backend, and which backend blocks it. */
export async function progress(
  { client, version }: Connection,
  pid: number,
): Promise<(VacuumProgress & { holder: string | null }) | null> {
  const analyze = version >= 130_000;
  const { rows } = await client.query<{
    phase: string | null;
    done: number | null;
    total: number | null;
    holder: string | null;
  }>(
    `select coalesce(v.phase, ${analyze ? 'n.phase' : 'null'}) as phase,
       case v.phase when 'scanning heap' then v.heap_blks_scanned when 'vacuuming heap' then v.heap_blks_vacuumed
         ${analyze ? 'else n.sample_blks_scanned' : ''} end::float8 as done,
       case when v.phase in ('scanning heap', 'vacuuming heap') then v.heap_blks_total
         ${analyze ? 'else n.sample_blks_total' : ''} end::float8 as total,
       (select format('backend %s holds it (%s, %s)',
          b.pid, coalesce(nullif(b.application_name, ''), 'unnamed'), b.state)
        from pg_stat_activity b where b.pid = any (pg_blocking_pids(a.pid)) limit 1) as holder
     from pg_stat_activity a left join pg_stat_progress_vacuum v on v.pid = a.pid
       ${analyze ? 'left join pg_stat_progress_analyze n on n.pid = a.pid' : ''} where a.pid = $1`,
    [pid],
  );
  const [seen] = rows;
  if (seen === undefined) return null;
  return { ...seen, phase: seen.holder === null ? (seen.phase ?? 'starting') : `waiting: ${seen.holder}` };
}
