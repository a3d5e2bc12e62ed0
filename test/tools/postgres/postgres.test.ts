import { spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startCluster } from '../../../src/tools/postgres/cluster.ts';
import { connect, parseAddress, tables, vacuum } from '../../../src/tools/postgres/postgres.ts';
import type { Address, Connection, Named, NotVacuumed, Vacuumed } from '../../../src/tools/postgres/postgres.ts';
import { assert, suite } from '../../harness.ts';

const test = suite('tools/postgres');

function address(text: string): Address {
  const parsed = parseAddress(text);
  if ('error' in parsed) throw new Error(parsed.error);
  return parsed;
}

const secret = 'S3cr3t';

/** A server that answers every connection in one way. */
async function answering(reply: (asked: Buffer) => Buffer | null): Promise<{ port: number; close(): void }> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (asked) => {
      const answer = reply(asked);
      if (answer !== null) socket.write(answer);
    });
  }).listen(0, '127.0.0.1');
  server.unref();
  await once(server, 'listening');
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('no port');
  return { port: bound.port, close: () => void server.close() };
}

async function unreachable(text: string, timeout?: number): Promise<string> {
  const result = await connect(address(text), {
    applicationName: 'test',
    ...(timeout === undefined ? {} : { timeout }),
  });
  if ('client' in result) throw new Error('connected');
  assert.not(result.unreachable.includes(secret));
  return result.unreachable;
}

test('connect says what is wrong and what to do', async () => {
  const closed = await answering(() => null);
  closed.close();
  assert.match(
    await unreachable(`postgresql://u:${secret}@127.0.0.1:${closed.port}/db`),
    /^nothing listens at 127.0.0.1:\d+: start/,
  );
  assert.match(
    await unreachable('postgresql:///db?host=/nowhere'),
    /^there is no socket \/nowhere\/\.s\.PGSQL\.5432: start/,
  );
  assert.match(
    await unreachable(`postgresql://u:${secret}@no-such-host.invalid/db`),
    'the host no-such-host.invalid is unknown here',
  );
  assert.match(await unreachable('mysql://localhost/db'), 'mysql://localhost:3306/db is not a PostgreSQL database');
  const silent = await answering(() => null);
  assert.match(await unreachable(`postgresql://u@127.0.0.1:${silent.port}/db`, 200), 'does not answer');
  const unencrypted = await answering(() => Buffer.from('N'));
  assert.match(
    await unreachable(`postgresql://u@127.0.0.1:${unencrypted.port}/db?sslmode=require`),
    'does not support the encryption',
  );
  const text = 'SFATAL\0C28000\0Mno pg_hba.conf entry for host "1.2.3.4", user "u", database "db", no encryption\0\0';
  const error = Buffer.concat([Buffer.from('E'), Buffer.alloc(4), Buffer.from(text)]);
  error.writeInt32BE(text.length + 4, 1);
  const encrypted = await answering(() => error);
  assert.match(await unreachable(`postgresql://u@127.0.0.1:${encrypted.port}/db`), 'add ?sslmode=require');
  for (const server of [silent, unencrypted, encrypted]) server.close();
});

test('connect is interrupted at once', async () => {
  const silent = await answering(() => null);
  const began = Date.now();
  const signal = AbortSignal.timeout(100);
  const result = await connect(address(`postgresql://u@127.0.0.1:${silent.port}/db`), {
    applicationName: 'test',
    signal,
  });
  assert.equal(result, { unreachable: 'interrupted' });
  assert.ok(Date.now() - began < 1000);
  silent.close();
});

const scratch = mkdtempSync(join(tmpdir(), 'turnaround-test-'));
const odd = [
  'plain',
  'Upper',
  'with space',
  'quo"te',
  "apos'trophe",
  'ünï🍐',
  'new\nline',
  'dot.ted',
  '%',
  'back\\slash',
  'select',
];
const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const schema = join(scratch, 'schema.sql');
writeFileSync(
  schema,
  `create schema "Odd ""one";
   ${odd.map((name) => `create table "Odd ""one".${quote(name)} (id int) with (autovacuum_enabled = off);`).join('\n')}
   ${odd.map((name) => `insert into "Odd ""one".${quote(name)} select generate_series(1, 300);`).join('\n')}
   create table big (id int, pad text) with (autovacuum_enabled = off);
   insert into big select n, repeat('x', 100) from generate_series(1, 100000) n;
   create table parted (id int) partition by range (id);
   create table parted_1 partition of parted for values from (0) to (1000);
   insert into parted select generate_series(1, 900);
   create materialized view summary as select count(*) from big;
   create view a_view as select 1;
   create role reader login;
   create role keeper login;
   grant usage on schema "Odd ""one" to reader;
   grant select on all tables in schema "Odd ""one", public to reader;`,
);
const cluster = await startCluster({
  load: [schema],
  database: 'Shop',
  cache: join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'turnaround'),
});

type Server = { at: Address; url: string; directory: string };
const opened: Connection[] = [];
/** A test that needs a PostgreSQL. */
function needing(name: string, body: (server: Server) => Promise<void>): void {
  if ('unavailable' in cluster && !cluster.unavailable.includes('did not start')) {
    return test.skip(name, cluster.unavailable);
  }
  test(name, async () => {
    if (!('stop' in cluster)) throw new Error(JSON.stringify(cluster));
    try {
      await body({ at: address(cluster.url), url: cluster.url, directory: cluster.directory });
    } finally {
      // A test that failed must not leave its locks to the next.
      await Promise.all(opened.splice(0).map((connection) => connection.close()));
    }
  });
}

async function connected(at: Address, applicationName = 'test'): Promise<Connection> {
  const connection = await connect(at, { applicationName });
  if ('unreachable' in connection) throw new Error(connection.unreachable);
  opened.push(connection);
  return connection;
}

/** Sends one statement; the statistics of what it changed are known when it returns. */
async function send({ client, version }: Connection, sql: string): Promise<unknown[]> {
  const { rows } = await client.query<Record<string, unknown>>(sql);
  await client.query(version >= 150_000 ? 'select pg_stat_force_next_flush()' : 'select pg_sleep(1.5)');
  return rows;
}

function vacuumed(result: Vacuumed | NotVacuumed): Vacuumed {
  if ('failed' in result) throw new Error(`${result.failed}: ${result.because}`);
  return result;
}

function failed(result: Vacuumed | NotVacuumed): NotVacuumed {
  if (!('failed' in result)) throw new Error('it was vacuumed');
  return result;
}

const big: Named = { schema: 'public', name: 'big' };
const slowly = 'set vacuum_cost_delay = 100; set vacuum_cost_limit = 1';

needing('connect: a session that the server can tell from others', async ({ at, url }) => {
  const connection = await connected(at, 'run-7:db:vacuum');
  const [row] = await send(
    connection,
    `select application_name, pg_backend_pid() as pid,
    current_setting('client_connection_check_interval', true) as interval
    from pg_stat_activity where pid = pg_backend_pid()`,
  );
  const interval = connection.version >= 140_000 ? '1s' : null;
  assert.equal(row, { application_name: 'turnaround:run-7:db:vacuum', pid: connection.pid, interval });
  assert.is(connection.standby, false);
  assert.match(await unreachable(url.replace('/Shop', '/nowhere')), 'has no database "nowhere": create it');
  assert.match(
    await unreachable(url.replace('postgres@', 'stranger@')),
    /does not accept "stranger": role "stranger" does not exist/,
  );
});

needing('connect: a password is wanted, and refused', async ({ at, url, directory }) => {
  const admin = await connected(at);
  const hba = join(directory, 'data', 'pg_hba.conf');
  const rules = readFileSync(hba, 'utf8');
  await send(admin, `alter role keeper password 'p@ss/word'`);
  writeFileSync(hba, `local all keeper scram-sha-256\n${rules}`);
  await send(admin, 'select pg_reload_conf(), pg_sleep(0.2)');
  assert.match(await unreachable(url.replace('postgres@', 'keeper@')), /requires a password, and .* has none$/);
  assert.match(await unreachable(url.replace('postgres@', `keeper:${secret}@`)), 'refuses the password of "keeper"');
  const keeper = await connected(address(url.replace('postgres@', 'keeper:p@ss/word@')));
  assert.equal(await send(keeper, 'select current_user'), [{ current_user: 'keeper' }]);
  writeFileSync(hba, rules);
  await send(admin, 'select pg_reload_conf(), pg_sleep(0.2)');
});

needing('tables: those of people, with their kinds', async ({ at }) => {
  const other = await connected(at);
  await send(other, 'create temp table passing (id int)');
  const connection = await connected(at);
  const found = await tables(connection);
  const names = ['big', 'parted', 'parted_1', 'summary', ...odd].toSorted();
  assert.equal(found.map(({ name }) => name).toSorted(), names);
  const kind = (name: string): unknown => found.find((table) => table.name === name)?.kind;
  assert.equal(
    [kind('big'), kind('parted'), kind('parted_1'), kind('summary')],
    ['table', 'partitioned', 'table', 'materialized view'],
  );
  assert.is(found[0]?.name, 'big');
  assert.ok((found[0]?.bytes ?? 0) > 10_000_000);
  assert.ok(found.every(({ mayVacuum }) => mayVacuum));
});

needing('vacuum: dead rows go, whatever the table is called', async ({ at }) => {
  const connection = await connected(at);
  for (const name of odd) {
    const table: Named = { schema: 'Odd "one', name };
    await send(connection, `delete from "Odd ""one".${quote(name)} where id > 100`);
    const result = vacuumed(await vacuum(connection, table));
    assert.equal([result.deadBefore, result.deadAfter, result.adopted], [200, 0, null], name);
  }
  const found = (await tables(connection)).find(({ name }) => name === 'new\nline');
  assert.equal([found?.dead, found?.live], [0, 100]);
  assert.match(found?.vacuumedAt ?? '', /^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  const parted = vacuumed(await vacuum(connection, { schema: 'public', name: 'parted', kind: 'partitioned' }));
  assert.is(parted.deadAfter, 0);
  const [statistics] = await send(
    connection,
    `select count(*)::int as n from pg_stats where tablename = 'parted' and inherited`,
  );
  assert.equal(statistics, { n: 1 });
  vacuumed(await vacuum(connection, { schema: 'public', name: 'summary' }));
  assert.is(failed(await vacuum(connection, { schema: 'public', name: 'nowhere' })).failed, 'gone');
  assert.is(failed(await vacuum(connection, { schema: 'nowhere', name: 'x' })).failed, 'gone');
});

needing(
  'vacuum: an abort cancels it on the server within 2 s, with progress until then; later it is done',
  async ({ at }) => {
    const connection = await connected(at);
    const eyes = await connected(at, 'eyes');
    await send(connection, 'delete from big where id % 2 = 0');
    await send(connection, slowly);
    const controller = new AbortController();
    let aborted = 0;
    let total: number | null = 0;
    const result = await vacuum(connection, big, {
      signal: controller.signal,
      onProgress: (progress) => {
        if (progress.phase !== 'scanning heap' || aborted > 0 || (progress.done ?? 0) < 1) return;
        total = progress.total;
        aborted = Date.now();
        controller.abort();
      },
    });
    assert.ok(aborted > 0 && Date.now() - aborted < 2000, `${Date.now() - aborted} ms`);
    const [pages] = await send(eyes, `select (pg_relation_size('big') / 8192)::int as pages`);
    assert.equal(pages, { pages: total });
    assert.is(failed(result).failed, 'cancelled');
    const [row] = await send(
      eyes,
      `select state, (select count(*)::int from pg_stat_progress_vacuum) as at_work
    from pg_stat_activity where pid = ${connection.pid}`,
    );
    assert.equal(row, { state: 'idle', at_work: 0 });
    assert.equal(await send(eyes, 'select count(*)::int as n from big'), [{ n: 50_000 }]);
    await send(connection, 'set vacuum_cost_delay = 0');
    const after = vacuumed(await vacuum(connection, big));
    assert.equal([after.deadBefore, after.deadAfter], [50_000, 0]);
    const early = failed(await vacuum(connection, big, { signal: controller.signal }));
    assert.is(early.because, 'interrupted before it began');
  },
);

needing('vacuum: without the right to it, it did not happen', async ({ at, url }) => {
  const reader = await connected(address(url.replace('postgres@', 'reader@')));
  const found = await tables(reader);
  assert.ok(found.length > 0 && found.every(({ mayVacuum }) => !mayVacuum));
  const refused = failed(await vacuum(reader, { schema: 'Odd "one', name: 'plain' }));
  assert.is(refused.failed, 'permission-denied');
  assert.match(refused.because, /plain.*remedy: (GRANT MAINTAIN|connect as the owner)/);
  const admin = await connected(at);
  await send(admin, `revoke usage on schema "Odd ""one" from reader`);
  const shut = failed(await vacuum(reader, { schema: 'Odd "one', name: 'plain' }));
  assert.is(shut.failed, 'permission-denied');
  assert.match(shut.because, 'permission denied for schema');
  await send(admin, 'alter table big owner to reader');
  assert.equal(
    (await tables(reader)).filter(({ mayVacuum }) => mayVacuum).map(({ name }) => name),
    ['big'],
  );
  assert.is(vacuumed(await vacuum(reader, big)).deadAfter, 0);
});

needing('vacuum: somebody else’s lock is named, and not waited for', async ({ at }) => {
  const connection = await connected(at);
  const holder = await connected(at, 'holder');
  for (const [mode, reason] of [
    ['share update exclusive', `backend ${holder.pid} holds it (turnaround:holder, idle in transaction)`],
    ['access exclusive', 'is locked'],
  ] as const) {
    await send(holder, `begin; lock table big in ${mode} mode`);
    const began = Date.now();
    const refused = failed(await vacuum(connection, big, { lockTimeout: 600 }));
    assert.ok(Date.now() - began < 2800, `${Date.now() - began} ms`);
    assert.is(refused.failed, 'lock-timeout');
    assert.match(refused.because, reason);
    if (mode === 'access exclusive')
      assert.ok((await tables(connection)).some(({ name, bytes }) => name === 'big' && bytes > 10_000_000));
    await send(holder, 'rollback');
  }
  vacuumed(await vacuum(connection, big, { lockTimeout: 600 }));
});

needing('vacuum: one that another session of ours is at is waited for, not doubled', async ({ at }) => {
  const [first, second, holder] = await Promise.all([connected(at), connected(at), connected(at)]);
  const [before] = await send(holder, `select vacuum_count::int as n from pg_stat_user_tables where relname = 'big'`);
  await send(holder, 'begin; lock table big in share update exclusive mode');
  const [held, waiting] = [new EventEmitter(), new EventEmitter()];
  const one = vacuum(first, big, {
    lockTimeout: 0,
    onProgress: ({ phase }) => phase.startsWith('waiting') && held.emit('now'),
  });
  await once(held, 'now');
  const two = vacuum(second, big, { onProgress: () => waiting.emit('now') });
  await once(waiting, 'now');
  await send(holder, 'commit');
  assert.is(vacuumed(await one).adopted, null);
  assert.is(vacuumed(await two).adopted, first.pid);
  const [after] = await send(
    holder,
    `select vacuum_count::int - 1 as n from pg_stat_user_tables where relname = 'big'`,
  );
  assert.equal(after, before);
});

needing('vacuum: that of a killed runner ends by itself, and is done anew', async ({ at, url }) => {
  const connection = await connected(at);
  if (connection.version < 140_000) {
    assert.ok(true, 'this server does not miss its clients');
    return;
  }
  await send(connection, 'update big set id = id');
  const source = `
    const { connect, parseAddress, vacuum } = await import(${JSON.stringify(resolve('src/tools/postgres/postgres.ts'))});
    const connection = await connect(parseAddress(${JSON.stringify(url)}), { applicationName: 'killed' });
    await connection.client.query(${JSON.stringify(slowly)});
    await vacuum(connection, ${JSON.stringify(big)}, { onProgress: ({ phase }) => console.log(phase) });
    await connection.close();`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', source], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const chunk of child.stdout) if (String(chunk).includes('scanning heap')) break;
  child.kill('SIGKILL');
  const seen: string[] = [];
  const signal = AbortSignal.timeout(20_000);
  const result = vacuumed(await vacuum(connection, big, { signal, onProgress: ({ phase }) => seen.push(phase) }));
  assert.equal([result.adopted, result.deadAfter], [null, 0]);
  assert.ok(result.deadBefore >= 50_000);
  assert.ok(seen.includes('scanning heap'), 'it waited for the other');
  assert.equal(await send(connection, 'select pid from pg_stat_progress_vacuum'), []);
});

needing('vacuum: a session that is ended, or cancelled by others, is a failure', async ({ at }) => {
  const connection = await connected(at);
  const admin = await connected(at);
  for (const [call, kind] of [
    ['pg_cancel_backend', 'error'],
    ['pg_terminate_backend', 'lost'],
  ] as const) {
    await send(connection, slowly);
    const began = new EventEmitter();
    const result = vacuum(connection, big, { onProgress: () => began.emit('now') });
    await once(began, 'now');
    await admin.client.query(`select ${call}(${connection.pid})`);
    assert.is(failed(await result).failed, kind);
  }
});

test('the end', async () => {
  if ('stop' in cluster) await cluster.stop();
  rmSync(scratch, { recursive: true });
  assert.ok(true);
});

test.run();
