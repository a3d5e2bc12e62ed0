import { parseAddress, vacuumStatement, type Address } from '../../../src/tools/postgres/postgres.ts';
import { assert, suite } from '../../harness.ts';

const test = suite('tools/postgres-address');

function address(text: string): Address {
  const parsed = parseAddress(text);
  if ('error' in parsed) throw new Error(parsed.error);
  return parsed;
}

const secret = 'S3cr3t';
/** text, user, hosts, database, local, shown */
const addresses: [string, string, string, string, boolean, string][] = [
  [`postgresql://u:${secret}@localhost/db`, 'u', 'localhost 5432', 'db', true, 'postgresql://u@localhost:5432/db'],
  [
    `postgres://u:${secret}@db.example.org:6000/db`,
    'u',
    'db.example.org 6000',
    'db',
    false,
    'postgresql://u@db.example.org:6000/db',
  ],
  [
    `postgresql+asyncpg://u:${secret}@127.1.2.3/db`,
    'u',
    '127.1.2.3 5432',
    'db',
    true,
    'postgresql://u@127.1.2.3:5432/db',
  ],
  [` postgresql+psycopg2://u:${secret}@db:5432/db\n`, 'u', 'db 5432', 'db', false, 'postgresql://u@db:5432/db'],
  [
    `jdbc:postgresql://127.0.0.1:5433/db?user=u&password=${secret}`,
    'u',
    '127.0.0.1 5433',
    'db',
    true,
    'postgresql://u@127.0.0.1:5433/db',
  ],
  [`postgresql://u:${secret}@[::1]:5433/db`, 'u', '::1 5433', 'db', true, 'postgresql://u@[::1]:5433/db'],
  [
    `postgresql://u:${secret}@[2001:db8::1]/db`,
    'u',
    '2001:db8::1 5432',
    'db',
    false,
    'postgresql://u@[2001:db8::1]:5432/db',
  ],
  [
    'postgresql:///db?host=/var/run/postgresql',
    '',
    '/var/run/postgresql 5432',
    'db',
    true,
    'postgresql:///db?host=/var/run/postgresql',
  ],
  [
    'postgresql://u@/db?host=/tmp/x&port=6000',
    'u',
    '/tmp/x 6000',
    'db',
    true,
    'postgresql://u@/db?host=/tmp/x&port=6000',
  ],
  ['postgresql://%2Frun%2Fpg/db', '', '/run/pg 5432', 'db', true, 'postgresql:///db?host=/run/pg'],
  [
    `postgresql://u:${secret}@a:1,b:2/db?target_session_attrs=primary`,
    'u',
    'a 1 b 2',
    'db',
    false,
    'postgresql://u@a:1,b:2/db',
  ],
  [
    `postgresql://u:${secret}@localhost,far/db`,
    'u',
    'localhost 5432 far 5432',
    'db',
    false,
    'postgresql://u@localhost:5432,far:5432/db',
  ],
  ['postgresql+asyncpg://u@/db?host=a:1&host=b:2', 'u', 'a 1 b 2', 'db', false, 'postgresql://u@a:1,b:2/db'],
  ['postgresql://', '', 'localhost 5432', '', true, 'postgresql://localhost:5432'],
  // localhost in name only
  [
    `postgresql://u:${secret}@127.evil.example/db`,
    'u',
    '127.evil.example 5432',
    'db',
    false,
    'postgresql://u@127.evil.example:5432/db',
  ],
  [
    `postgresql://u:${secret}@localhost.example/db`,
    'u',
    'localhost.example 5432',
    'db',
    false,
    'postgresql://u@localhost.example:5432/db',
  ],
  // what must not confuse: @ in an option, an empty password, capitals, a space
  [`postgresql://h:5432/db?options=-c%20x=a@b`, '', 'h 5432', 'db', false, 'postgresql://h:5432/db'],
  [`POSTGRESQL://u:@H/My%20Db`, 'u', 'H 5432', 'My Db', false, 'postgresql://u@H:5432/My%20Db'],
];
for (const [text, user, hosts, database, local, shown] of addresses) {
  test(`parseAddress reads ${text.trim().replace(secret, '…')}`, () => {
    const parsed = address(text);
    assert.is(parsed.kind, 'postgresql');
    assert.is(parsed.user, user);
    assert.is(parsed.hosts.map((each) => `${each.host} ${each.port}`).join(' '), hosts);
    assert.is(parsed.database, database);
    assert.is(parsed.local, local);
    assert.is(parsed.shown, shown);
    assert.not(parsed.shown.includes(secret));
    const { host, port } = parsed;
    const first = { ...parsed, hosts: [{ host, port }] };
    assert.equal({ ...address(parsed.url), local, shown }, first, 'its url says the same of its first host');
  });
}

test('parseAddress: every odd password arrives whole in pg, and none is shown', async () => {
  const { Client } = (await import('pg')).default;
  const passwords = [
    'p@ss',
    'a/b',
    'a#b',
    'a?b',
    'a:b',
    '50%',
    'a%zz',
    '%',
    'ü🍐',
    'a b',
    '@@',
    '/?#@:',
    '\'"',
    'a+b',
    '\\',
  ];
  for (const password of passwords) {
    for (const written of [password, encodeURIComponent(password)]) {
      const parsed = address(`postgresql+asyncpg://user:${written}@host.example:5433/db?ssl=require`);
      const pg = new Client({ connectionString: `${parsed.url}&uselibpqcompat=true` });
      assert.equal(
        [pg.user, pg.password, pg.host, pg.port, pg.database],
        ['user', password, 'host.example', 5433, 'db'],
      );
      assert.is(parsed.shown, 'postgresql://user@host.example:5433/db');
      assert.match(parsed.url, 'sslmode=require');
    }
  }
  const socket = new Client({ connectionString: address('postgresql://u:a%2Fb@/db?host=/tmp/x').url });
  assert.equal([socket.user, socket.password, socket.host, socket.database], ['u', 'a/b', '/tmp/x', 'db']);
});

test('parseAddress knows other databases', () => {
  const kinds = [
    ['mysql+pymysql://u:S3cr3t@db:3307/shop?charset=utf8', 'mysql', 'mysql://u@db:3307/shop', false],
    ['mariadb://localhost/shop', 'mysql', 'mariadb://localhost:3306/shop', true],
    ['sqlite+aiosqlite:///./app.db', 'sqlite', 'sqlite:///./app.db', true],
    ['sqlite:////var/app.db', 'sqlite', 'sqlite:////var/app.db', true],
    ['file:./dev.db', 'sqlite', 'sqlite:///./dev.db', true],
    ['mongodb+srv://u:S3cr3t@cluster.example/shop', 'other', 'mongodb://u@cluster.example/shop', false],
    ['redis://:S3cr3t@127.0.0.1:6379/0', 'other', 'redis://127.0.0.1:6379/0', true],
  ] as const;
  for (const [text, kind, shown, local] of kinds) {
    const parsed = address(text);
    assert.equal([parsed.kind, parsed.shown, parsed.local], [kind, shown, local]);
  }
});

test('parseAddress never repeats what it cannot read', () => {
  const texts = [
    '',
    secret,
    `host=db password=${secret}`,
    `postgresql:${secret}`,
    `postgresql://user:${secret}/db`,
    `postgresql://u:${secret}@h:99999/db`,
    `postgresql://u:${secret}@h:x/db`,
  ];
  for (const text of [
    ...texts,
    `postgresql://\${USER}:${secret}@h/db`,
    `postgresql://{{ user }}:${secret}@h/db`,
    `postgresql://<user>:${secret}@h/db`,
  ]) {
    const parsed = parseAddress(text);
    assert.ok('error' in parsed, text);
    assert.not(parsed.error.includes(secret));
  }
});

test('vacuumStatement quotes', () => {
  assert.is(vacuumStatement({ schema: 'public', name: 'content' }), 'VACUUM (ANALYZE) "public"."content"');
  assert.is(
    vacuumStatement({ schema: 'A b', name: 'x"; drop table y; --' }),
    'VACUUM (ANALYZE) "A b"."x""; drop table y; --"',
  );
  assert.is(vacuumStatement({ schema: 's', name: 'p', kind: 'partitioned' }), 'ANALYZE "s"."p"');
});

test.run();
