import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startCluster } from '../../../src/tools/postgres/cluster.ts';
import { assert, suite } from '../../harness.ts';
import { tryTask, turnaround, withFolder } from '../../try.ts';

const test = suite('db:vacuum');

test('without a name it is unknown, and an address that is only mentioned is shown without its password', async () => {
  const { verdict, because } = await tryTask('db:vacuum', async (root) => {
    const { execFileSync } = await import('node:child_process');
    writeFileSync(join(root, 'settings.py'), "x = 1\nURL = 'postgresql://app:hunter22@db.example.invalid/shop'\n");
    execFileSync('git', ['init', '--quiet'], { cwd: root });
    execFileSync('git', ['add', '.'], { cwd: root });
  });
  assert.is(verdict, 'unknown');
  assert.match(because ?? '', /no database is configured: set DATABASE_URL/);
  assert.match(because ?? '', /db\.example\.invalid.*settings\.py:2/);
  assert.not.match(because ?? '', /hunter22/);
});

for (const url of ['mysql://u@localhost/x', 'sqlite:///x.db']) {
  test(`${url} is not applicable`, async () => {
    assert.is((await tryTask('db:vacuum', () => undefined, { DATABASE_URL: url })).verdict, 'not-applicable');
  });
}

test('a database elsewhere is only planned, with host and database named, and nobody is called', async () => {
  const { verdict, because, ran } = await tryTask('db:vacuum', () => undefined, {
    DATABASE_URL: 'postgresql://app:hunter22@192.0.2.1/shop',
  });
  assert.is(verdict, null);
  assert.match(because ?? '', /--apply/);
  assert.match(ran.stdout, /would VACUUM \(ANALYZE\) every table of .*192\.0\.2\.1.*shop/);
  assert.not.match(ran.stdout, /hunter22/);
  assert.is(ran.code, 3);
});

test('a database that does not answer is unknown', async () => {
  const { verdict, because } = await tryTask('db:vacuum', () => undefined, {
    DATABASE_URL: 'postgresql://app@127.0.0.1:1/shop',
  });
  assert.is(verdict, 'unknown');
  assert.match(because ?? '', /cannot reach/);
});

test('SQL of a throw-away cluster that is refused is a finding with its line, and one that loads is vacuumed', () =>
  withFolder(async (root) => {
    mkdirSync(join(root, 'sql'));
    writeFileSync(join(root, 'turnaround.yaml'), 'database:\n  throw-away: sql\n');
    writeFileSync(
      join(root, 'sql/1.sql'),
      'create table t (a int);\ninsert into t select generate_series(1, 1000);\ndelete from t where a > 10;\n',
    );
    const good = await turnaround(['db:vacuum', '--json', '--workspace', root]);
    if (/"because":"cannot start a throw-away PostgreSQL/.test(good.stdout)) {
      console.log('skipped: db:vacuum: a throw-away cluster: none can be started here');
      assert.is(good.code, 3);
      return;
    }
    assert.is(good.code, 0, good.stdout);
    assert.match(good.stdout, /"tables":1,"deadRowsRemoved":990/);
    writeFileSync(join(root, 'sql/2.sql'), 'select 1;\nselect broken from nothing;\n');
    const bad = await turnaround(['db:vacuum', '--force', '--workspace', root]);
    assert.is(bad.code, 1, bad.stdout);
    assert.match(bad.stdout, /2\.sql/);
  }));

const cluster = await startCluster({ load: [], database: 'shop' });
if ('url' in cluster) {
  test('a database on this machine is vacuumed when asked, one step a table, and stands for a day', () =>
    withFolder(async (root) => {
      const { default: pg } = await import('pg');
      const client = new pg.Client(cluster.url);
      await client.connect();
      await client.query(
        'create table "Odd name" (a int); create table other (a int); insert into other select generate_series(1, 500); delete from other',
      );
      await client.end();
      const { code, stdout } = await turnaround(['db:vacuum', '--json', '--workspace', root], {
        env: { DATABASE_URL: cluster.url },
      });
      assert.is(code, 0, stdout);
      const steps = stdout.split('\n').filter((line) => line.includes('"event":"step"'));
      assert.is(steps.length, 2);
      assert.match(steps.join('\n'), /VACUUM \(ANALYZE\) \\"public\\"\.\\"Odd name\\"/);
      const again = await turnaround(['db:vacuum', '--workspace', root], { env: { DATABASE_URL: cluster.url } });
      assert.match(again.stdout, /skipped: met at .*valid until/);
      const other = await turnaround(['why', 'db:vacuum', '--workspace', root]);
      assert.match(other.stdout, /DATABASE_URL is unset \(environment\)/);
    }));
} else
  test.skip('a database on this machine', 'unavailable' in cluster ? cluster.unavailable : 'the cluster was refused');

test('leaves no cluster behind', async () => {
  if ('stop' in cluster) await cluster.stop();
  assert.ok(true);
});

test.run();
