import { met, notApplicable, task, unknown, unmet, type Finding } from 'turnaround/task';
import { connect, tables, vacuum as vacuumTable, vacuumStatement } from 'turnaround/tools/postgres';
import { addressOf, openDatabase } from './_database.ts';

/**
 * Runs `VACUUM (ANALYZE)` on every table of the database that DATABASE_URL or turnaround.yaml names, one step per table.
 * On this machine it runs when asked; elsewhere it is only planned until --apply. A result expires after a day. There is
 * nothing to undo: VACUUM changes no row.
 */
export const vacuum = task(import.meta, {
  summary: 'Vacuum and analyze every table',
  partial: { 'db/query-time': 'tables are vacuumed, but no task measures query times yet' },
  effect: (workspace) => (addressOf(workspace)?.local === false ? 'outside' : 'local'),
  reads: ({ database }) => (database.from === 'throw-away' ? [database.folder] : []),
  settings: [({ settings }) => ({ database: settings.database ?? null })],
  env: ['DATABASE_URL'],
  calls: (workspace) => [addressOf(workspace)?.shown ?? []].flat(),
  expires: 86_400_000,
  locks: ['db'],
  timeout: 3_600_000,
  retry: 1,

  async run({ workspace, planned, offline, signal, step, progress }) {
    const database = await openDatabase(workspace, { offline, signal, say: progress });
    if ('because' in database) return unknown(database.because);
    if ('notPostgres' in database) return notApplicable(database.notPostgres);
    if ('finding' in database) return unmet([database.finding]);
    const { address, name, stop } = database;
    try {
      if (offline && !address.local)
        return unknown(`${address.shown} is not on this machine, and --offline forbids network requests`);
      if (planned && !address.local) {
        await step(`VACUUM (ANALYZE) every table of ${address.shown}`, async () => null);
        return met({ database: address.shown, tables: 0, deadRowsRemoved: 0 });
      }
      const connection = await connect(address, { applicationName: 'vacuum', signal });
      if ('unreachable' in connection) return unknown(`cannot reach ${address.shown}: ${connection.unreachable}`);
      try {
        const all = await tables(connection);
        if (all.length === 0) return unknown(`${name} has no tables`);
        const findings: Finding[] = [];
        let dead = 0;
        for (const [at, table] of all.entries()) {
          progress(`${table.schema}.${table.name}`, at, all.length);
          const done = await step(`${name}: ${vacuumStatement(table)}`, () =>
            vacuumTable(connection, table, {
              signal,
              onProgress: ({ phase, done: now, total }) =>
                progress(`${table.name}: ${phase}`, now ?? undefined, total ?? undefined),
            }),
          );
          if (done === undefined) continue;
          if ('failed' in done)
            findings.push({
              message: `${table.schema}.${table.name}: ${done.because}`,
              remedy: 'grant the missing privilege, or connect as the owner of the table',
            });
          else dead += done.deadBefore - done.deadAfter;
        }
        signal.throwIfAborted();
        return findings.length > 0
          ? unmet(findings)
          : met({ database: name, tables: all.length, deadRowsRemoved: dead });
      } finally {
        await connection.close();
      }
    } finally {
      await stop();
    }
  },
});
