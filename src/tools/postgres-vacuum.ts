import { setTimeout as sleep } from 'node:timers/promises';
import { applicationPrefix, codeOf, connect, type Connection } from './postgres-connect.ts';

export type VacuumProgress = { phase: string; done: number | null; total: number | null };
export type Vacuumed = {
  deadBefore: number;
  deadAfter: number;
  bytesBefore: number;
  bytesAfter: number;
  ms: number;
  /** The backend of another session of ours that did it, which was waited for. */
  adopted: number | null;
};
export type NotVacuumed = {
  failed: 'cancelled' | 'lock-timeout' | 'permission-denied' | 'gone' | 'standby' | 'lost' | 'error';
  because: string;
};
export type VacuumOptions = {
  onProgress?(progress: VacuumProgress): void;
  signal?: AbortSignal | undefined;
  /** Milliseconds to wait for somebody else's lock: meanwhile nothing else that wants the table is held up. */
  lockTimeout?: number;
};
export type Named = {
  schema: string;
  name: string;
  /** A partitioned one holds no rows itself: its partitions are tables of their own, it has only statistics. */
  kind?: 'table' | 'partitioned' | 'materialized view';
};

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const qualified = (table: Named): string => `${quoted(table.schema)}.${quoted(table.name)}`;

/** The very text that is sent. What has partitions gets only its statistics: nothing but ANALYZE of its own makes those. */
export function vacuumStatement(table: Named): string {
  return table.kind === 'partitioned' ? `ANALYZE ${qualified(table)}` : `VACUUM (ANALYZE) ${qualified(table)}`;
}

/** Vacuums one table, seen from a second session; returns only once the server is no longer at it. */
export async function vacuum(
  connection: Connection,
  table: Named,
  options: VacuumOptions = {},
): Promise<Vacuumed | NotVacuumed> {
  if (options.signal?.aborted === true) return { failed: 'cancelled', because: 'interrupted before it began' };
  const applicationName = `watch:${connection.pid}`;
  const watcher = await connect(connection.address, { applicationName, signal: options.signal });
  if ('unreachable' in watcher) return { failed: 'lost', because: watcher.unreachable };
  try {
    return await watched({ connection, watcher, table, options });
  } catch (error) {
    return failure(error, connection, table);
  } finally {
    await watcher.close();
  }
}

type Work = { connection: Connection; watcher: Connection; table: Named; options: VacuumOptions };

async function watched(work: Work): Promise<Vacuumed | NotVacuumed> {
  const { watcher, table, options } = work;
  await watcher.client.query(`set lock_timeout = '2s'`);
  const began = Date.now();
  const before = await figures(work);
  if (before === null) return { failed: 'gone', because: `there is no table ${qualified(table)}` };
  const finished = (after: Figures, adopted: number | null): Vacuumed => ({
    deadBefore: before.dead,
    deadAfter: after.dead,
    bytesBefore: before.bytes,
    bytesAfter: after.bytes,
    ms: Date.now() - began,
    adopted,
  });
  for (;;) {
    const adopted = await waitForOurs(work, before.oid);
    if (options.signal?.aborted === true) return { failed: 'cancelled', because: 'interrupted before it began' };
    if (adopted !== null) {
      const after = await counted(work, before.runs);
      if (after !== null && after.runs > before.runs) return finished(after, adopted);
    }
    const done = await run(work);
    // It was another session of ours that held the table.
    if (done.failure?.failed === 'lock-timeout' && (await ours(work, before.oid)).length > 0) continue;
    if (done.failure !== null) return done.failure;
    const after = await counted(work, before.runs);
    if (after === null) return { failed: 'gone', because: `${qualified(table)} was dropped meanwhile` };
    const denied = refusal(work, done.warnings, after.runs === before.runs);
    return denied ?? finished(after, null);
  }
}

function remedy({ connection, table }: Pick<Work, 'connection' | 'table'>): string {
  const grant = `GRANT MAINTAIN ON ${qualified(table)} TO ${quoted(connection.address.user)}`;
  return connection.version >= 170_000 ? grant : 'connect as the owner of the table or of the database';
}

/** Without the right to it VACUUM warns, and succeeds. A server may warn in any language: then nothing was counted. */
function refusal(work: Work, warnings: string[], uncounted: boolean): NotVacuumed | null {
  const said = warnings.filter((text) => /permission denied|only .* can /i.test(text));
  if (said.length === 0 && !(uncounted && warnings.length > 0)) return null;
  const because = `${(said.length > 0 ? said : warnings).join('; ')} (remedy: ${remedy(work)})`;
  return { failed: 'permission-denied', because };
}

async function waitForOurs(work: Work, oid: number): Promise<number | null> {
  let last: number | null = null;
  while (work.options.signal?.aborted !== true) {
    const [pid] = await ours(work, oid);
    if (pid === undefined) break;
    last = pid;
    await report(work, pid);
    await pause(250, work.options.signal);
  }
  return last;
}

const pause = (ms: number, signal?: AbortSignal): Promise<void> =>
  sleep(ms, undefined, signal === undefined ? {} : { signal }).catch(() => undefined); // woken early

/** Sends the statement; says how it goes; an abort cancels it on the server, again and again until it has ended. */
async function run(work: Work): Promise<{ failure: NotVacuumed | null; warnings: string[] }> {
  const { connection, watcher, table, options } = work;
  const { client, pid } = connection;
  await client.query(
    `set statement_timeout = 0; set lock_timeout = ${Math.ceil(options.lockTimeout ?? 5000)}; set client_min_messages = warning`,
  );
  const warnings: string[] = [];
  const onNotice = (notice: { message?: string | undefined }): void => void warnings.push(notice.message ?? '');
  client.on('notice', onNotice);
  let settled = false;
  let holder = '';
  const outcome = client.query(vacuumStatement(table)).then(
    () => null,
    (error: unknown) => error,
  );
  const noted = outcome.then(() => (settled = true));
  try {
    while (!settled) {
      const aborted = options.signal?.aborted === true;
      await Promise.race([noted, pause(aborted ? 50 : 250, aborted ? undefined : options.signal)]);
      if (settled) break;
      if (options.signal?.aborted === true) await watcher.client.query('select pg_cancel_backend($1)', [pid]);
      else holder = (await report(work, pid)) ?? holder;
    }
    const error = await outcome;
    if (error === null) return { failure: null, warnings };
    if (codeOf(error) === '57014' && options.signal?.aborted === true) return { failure: await idle(work), warnings };
    const because = codeOf(error) === '55P03' ? `${qualified(table)} is locked${holder && `: ${holder}`}` : null;
    return {
      failure: because === null ? failure(error, connection, table) : { failed: 'lock-timeout', because },
      warnings,
    };
  } finally {
    client.off('notice', onNotice);
    // The watcher failed: nobody could cancel it any more. A server that misses its client gives up by itself.
    if (!settled) void connection.close();
  }
}

/** Sees for itself that the backend is no longer at work. */
async function idle({ connection, watcher, table }: Work): Promise<NotVacuumed> {
  for (const deadline = Date.now() + 5000; Date.now() < deadline; await sleep(20)) {
    const { rows } = await watcher.client.query<{ state: string }>(
      `select state from pg_stat_activity where pid = $1 and state <> 'idle'`,
      [connection.pid],
    );
    if (rows.length > 0) continue;
    return { failed: 'cancelled', because: `${vacuumStatement(table)} was cancelled, and the server has stopped it` };
  }
  return { failed: 'error', because: `backend ${connection.pid} was told to cancel, and is still at work` };
}

function failure(error: unknown, connection: Connection, table: Named): NotVacuumed {
  if (!(error instanceof Error)) throw error;
  const because = error.message;
  const code = codeOf(error);
  if (code === '42P01' || code === '3F000') return { failed: 'gone', because };
  if (code === '42501')
    return { failed: 'permission-denied', because: `${because} (remedy: ${remedy({ connection, table })})` };
  if (code === '55P03') return { failed: 'lock-timeout', because: `${qualified(table)} is locked: ${because}` };
  if (code === '25006') return { failed: 'standby', because: `${because}: connect to the primary` };
  if (/^(08|57P)/.test(code) || /^E[A-Z]+$/.test(code) || /[Cc]onnection|not queryable/.test(because)) {
    return { failed: 'lost', because: `the connection was lost: ${because}` };
  }
  if (/^[0-9A-Z]{5}$/.test(code)) return { failed: 'error', because };
  throw error;
}
