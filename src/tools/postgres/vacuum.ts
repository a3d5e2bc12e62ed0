import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf, connect, type Connection } from './connect.ts';
import { counted, figures, ours, progress, qualified } from './watch.ts';
import type { Figures, Named, VacuumProgress } from './watch.ts';

export type Vacuumed = {
  deadBefore: number;
  deadAfter: number;
  bytesBefore: number;
  bytesAfter: number;
  ms: number;
  /** The backend of another session of ours that did it, and for which this one waited. */
  adopted: number | null;
};
export type NotVacuumed = {
  failed: 'cancelled' | 'lock-timeout' | 'permission-denied' | 'gone' | 'standby' | 'lost' | 'error';
  because: string;
};
export type VacuumOptions = {
  onProgress?(progress: VacuumProgress): void;
  signal?: AbortSignal | undefined;
  /** How long to wait for another session's lock, in milliseconds, because all later queries wait behind us. 0 waits forever. */
  lockTimeout?: number;
};

/** The exact statement. A partitioned table only gets its own statistics, which only ANALYZE creates. */
export function vacuumStatement(table: Named): string {
  return table.kind === 'partitioned' ? `ANALYZE ${qualified(table)}` : `VACUUM (ANALYZE) ${qualified(table)}`;
}

/** Vacuums one table and watches from a second session; returns only when the server has stopped working on it. */
export async function vacuum(
  connection: Connection,
  table: Named,
  options: VacuumOptions = {},
): Promise<Vacuumed | NotVacuumed> {
  if (aborted(options)) return { failed: 'cancelled', because: 'interrupted before it began' };
  const watching = { applicationName: `watch:${connection.pid}`, signal: options.signal };
  const watcher = await connect(connection.address, watching);
  if ('unreachable' in watcher)
    return { failed: aborted(options) ? 'cancelled' : 'lost', because: watcher.unreachable };
  const work: Work = { connection, watcher, table, options };
  try {
    return await watched(work);
  } catch (error) {
    return failure(error, work);
  } finally {
    await watcher.close();
  }
}

type Work = { connection: Connection; watcher: Connection; table: Named; options: VacuumOptions };

const aborted = ({ signal }: VacuumOptions): boolean => signal?.aborted === true;

async function watched(work: Work): Promise<Vacuumed | NotVacuumed> {
  const { connection, watcher, table, options } = work;
  await watcher.client.query(`set lock_timeout = '2s'`); // the watcher's own queries on the table may wait as well
  const began = Date.now();
  const before = await figures(watcher, table);
  if (before === null) return { failed: 'gone', because: `the table ${qualified(table)} does not exist` };
  const finished = (after: Figures, adopted: number | null): Vacuumed => ({
    deadBefore: before.dead,
    deadAfter: after.dead,
    bytesBefore: before.bytes,
    bytesAfter: after.bytes,
    ms: Date.now() - began,
    adopted,
  });
  for (;;) {
    const other = await waitForOurs(work, before.oid);
    if (aborted(options)) return { failed: 'cancelled', because: 'interrupted before it began' };
    if (other !== null) {
      const after = await counted(watcher, table, before.runs);
      if (after !== null && after.runs > before.runs) return finished(after, other);
    }
    const { warnings, failed } = await run(work);
    const held = failed?.failed === 'lock-timeout';
    if (held && (await ours(watcher, connection.pid, before.oid, vacuumStatement(table))).length > 0) continue;
    if (failed !== null) return failed;
    const after = await counted(watcher, table, before.runs);
    if (after === null) return { failed: 'gone', because: `${qualified(table)} was dropped in the meantime` };
    return refusal(work, warnings, after.runs === before.runs) ?? finished(after, null);
  }
}

async function waitForOurs({ connection, watcher, table, options }: Work, oid: number): Promise<number | null> {
  let last: number | null = null;
  while (!aborted(options)) {
    const [pid] = await ours(watcher, connection.pid, oid, vacuumStatement(table));
    if (pid === undefined) break;
    last = pid;
    const seen = await progress(watcher, pid);
    if (seen !== null) options.onProgress?.({ phase: seen.phase, done: seen.done, total: seen.total });
    await pause(250, options.signal);
  }
  return last;
}

const pause = (ms: number, signal?: AbortSignal): Promise<void> =>
  sleep(ms, undefined, signal === undefined ? {} : { signal }).catch(() => undefined); // aborted: wake up early

/** Sends the statement and follows it to its end. */
async function run(work: Work): Promise<{ failed: NotVacuumed | null; warnings: string[] }> {
  const { client } = work.connection;
  const lockTimeout = Math.ceil(work.options.lockTimeout ?? 5000);
  await client.query(`set statement_timeout = 0; set lock_timeout = ${lockTimeout}; set client_min_messages = warning`);
  const warnings: string[] = [];
  const onNotice = (notice: { message?: string | undefined }): void => void warnings.push(notice.message ?? '');
  client.on('notice', onNotice);
  try {
    const statement = client.query(vacuumStatement(work.table)).then(
      () => null,
      (error: unknown) => ({ error }),
    );
    return { failed: await followed(work, statement), warnings };
  } finally {
    client.off('notice', onNotice);
  }
}

/** Reports progress; an abort cancels the statement on the server, repeatedly until it has ended. */
async function followed(work: Work, statement: Promise<null | { error: unknown }>): Promise<NotVacuumed | null> {
  const { connection, watcher, table, options } = work;
  const running = { ended: false };
  const end = statement.then(() => (running.ended = true));
  let holder: string | null = null;
  try {
    while (!running.ended) {
      await Promise.race([end, aborted(options) ? pause(50) : pause(250, options.signal)]);
      if (running.ended) break;
      if (aborted(options)) {
        await watcher.client.query('select pg_cancel_backend($1)', [connection.pid]);
        continue;
      }
      const seen = await progress(watcher, connection.pid);
      if (seen === null) continue;
      holder = seen.holder ?? holder;
      options.onProgress?.({ phase: seen.phase, done: seen.done, total: seen.total });
    }
  } finally {
    // The watcher was lost, so the statement cannot be cancelled. A server that detects a lost client stops by itself.
    if (!running.ended) void connection.close();
  }
  const result = await statement;
  if (result === null) return null;
  if (aborted(options) && codeOf(result.error) === '57014') return stopped(work);
  if (holder !== null && codeOf(result.error) === '55P03') {
    return { failed: 'lock-timeout', because: `${qualified(table)} is locked: ${holder}` };
  }
  return failure(result.error, work);
}

/** Checks on the server that the backend has stopped working. */
async function stopped({ connection, watcher, table }: Work): Promise<NotVacuumed> {
  for (const deadline = Date.now() + 5000; Date.now() < deadline; await sleep(20)) {
    const { rows } = await watcher.client.query(
      `select from pg_stat_activity where pid = $1 and state is distinct from 'idle'`,
      [connection.pid],
    );
    if (rows.length > 0) continue;
    return { failed: 'cancelled', because: `${vacuumStatement(table)} was cancelled and has stopped on the server` };
  }
  return { failed: 'error', because: `backend ${connection.pid} was cancelled but is still working` };
}

function remedy({ connection, table }: Work): string {
  const grant = `GRANT MAINTAIN ON ${qualified(table)} TO ${connection.address.user}`;
  return connection.version >= 170_000 ? grant : 'connect as the owner of the table or of the database';
}

/** Without the privilege, VACUUM only warns and succeeds. A server may warn in any language, so the figures are compared. */
function refusal(work: Work, warnings: string[], uncounted: boolean): NotVacuumed | null {
  const said = warnings.filter((text) => /permission denied|only .* can /i.test(text));
  if (said.length === 0 && !(uncounted && warnings.length > 0)) return null;
  const because = `${(said.length > 0 ? said : warnings).join('; ')} (remedy: ${remedy(work)})`;
  return { failed: 'permission-denied', because };
}

function failure(error: unknown, work: Work): NotVacuumed {
  if (!(error instanceof Error)) throw error;
  const because = error.message;
  const code = codeOf(error);
  if (code === '42P01' || code === '3F000') return { failed: 'gone', because };
  if (code === '42501') return { failed: 'permission-denied', because: `${because} (remedy: ${remedy(work)})` };
  if (code === '55P03') return { failed: 'lock-timeout', because: `${qualified(work.table)} is locked: ${because}` };
  if (code === '25006') return { failed: 'standby', because: `${because}: connect to the primary` };
  if (/^(08|57P)/.test(code) || /^E[A-Z]+$/.test(code) || /[Cc]onnection|not queryable/.test(because)) {
    return { failed: 'lost', because: `the connection was lost: ${because}` };
  }
  if (/^[0-9A-Z]{5}$/.test(code)) return { failed: 'error', because };
  throw error;
}
