import { Lines, Redactor } from '../../src/run/redact.ts';
import { assert, suite } from '../harness.ts';

const test = suite('mask');

const SECRET = [
  'API_TOKEN',
  'SECRET',
  'CLIENT_SECRET',
  'SECRET_KEY_BASE',
  'DB_PASSWORD',
  'PGPASSWORD',
  'MYSQL_PWD',
  'SMTP_PASS',
  'SSH_PASSPHRASE',
  'APIKEY',
  'STRIPE_API_KEY',
  'AWS_SECRET_ACCESS_KEY',
  'PRIVATE_KEY',
  'SIGNING_KEY',
  'JWT_KEY',
  'GOOGLE_CREDENTIALS',
  'SENTRY_DSN',
  'github_token',
];
const OPEN = [
  'PATH',
  'HOME',
  'PWD',
  'OLDPWD',
  'KEYBOARD',
  'MONKEY',
  'TOKENIZER',
  'PASSENGERS',
  'COMPASS',
  'SECRETARY',
  'EDITOR',
  'GIT_AUTHOR_NAME',
];

test('the values of names that look like a secret are hidden, and others are not', () => {
  const masked = (name: string): string => new Redactor({ [name]: 'a value' }).text('it is a value.');
  assert.equal(
    SECRET.filter((name) => masked(name) !== 'it is ***.'),
    [],
  );
  assert.equal(
    OPEN.filter((name) => masked(name) !== 'it is a value.'),
    [],
  );
});

test('a value of fewer than six characters would hide ordinary words', () => {
  assert.is(new Redactor({ TOKEN: 'admin' }).text('the admin page'), 'the admin page');
  assert.is(new Redactor({ TOKEN: 'admin1' }).text('the admin1 page'), 'the *** page');
  assert.is(new Redactor({ TOKEN: '' }).text('the page'), 'the page');
});

test('a value that is the name of a user, a host or a database stays legible', () => {
  for (const name of ['USER', 'PGUSER', 'PGHOST', 'PGDATABASE', 'POSTGRES_USER', 'POSTGRES_DB']) {
    const mask = new Redactor({ [name]: 'toolbox', PGPASSWORD: 'toolbox' });
    assert.is(mask.text('VACUUM of toolbox'), 'VACUUM of toolbox', name);
  }
  for (const url of [
    'postgresql://toolbox:other-word@localhost/content',
    'postgresql://app:other-word@toolbox:5432/content',
    'postgresql://app:other-word@localhost/toolbox?x=1',
  ]) {
    for (const env of [
      { DATABASE_URL: url, POSTGRES_PASSWORD: 'toolbox' },
      { APP_PASSWORD: 'toolbox', DATABASE_URL: url },
    ]) {
      assert.is(new Redactor(env).text('tables of toolbox'), 'tables of toolbox', JSON.stringify(env));
    }
  }
});

test('a password in an address is hidden, as it stands there and decoded', () => {
  const mask = new Redactor({ DATABASE_URL: 'postgresql://app:s%21cret-word@db:5432/content' });
  assert.is(mask.text('s%21cret-word and s!cret-word'), '*** and ***');
  assert.is(mask.text('the app of content at db'), 'the app of content at db');
});

test('a password in any address is hidden, whoever printed it', () => {
  const mask = new Redactor({});
  assert.is(
    mask.text('to postgresql://app:short@db/x and redis://:word@cache'),
    'to postgresql://app:***@db/x and redis://:***@cache',
  );
  assert.is(mask.text('https://example.org:8080/a@b'), 'https://example.org:8080/a@b');
  assert.is(mask.text('postgresql://app@db/x'), 'postgresql://app@db/x');
  assert.not.match(mask.text('postgresql://app:pa@ssword@db/x'), /ssword/);
});

test('of a key of several lines each is hidden, with either line end', () => {
  for (const end of ['\n', '\r\n']) {
    const mask = new Redactor({
      DEPLOY_KEY: ['-----BEGIN KEY-----', 'MIIEvQIBADAN', 'BgkqhkiG9w0B', 'ab', '-----END KEY-----', ''].join(end),
    });
    assert.is(mask.text('got BgkqhkiG9w0B'), 'got ***');
    assert.is(mask.text('MIIEvQIBADAN'), '***');
    assert.is(mask.text('about'), 'about', 'a line that is too short hides nothing');
  }
});

test('a secret that holds another is hidden whole', () => {
  assert.is(new Redactor({ A_TOKEN: 'abcdef', B_TOKEN: 'abcdefghij' }).text('abcdefghij abcdef'), '*** ***');
});

test('events are masked in every string below them', () => {
  const mask = new Redactor({ TOKEN: 'abcdef' });
  const value = {
    event: 'done',
    findings: [{ message: 'has abcdef', place: { file: 'x', line: 3 } }],
    value: { deep: ['abcdef', 1, null, true] },
  };
  assert.equal(mask.json(value), {
    event: 'done',
    findings: [{ message: 'has ***', place: { file: 'x', line: 3 } }],
    value: { deep: ['***', 1, null, true] },
  });
});

/** What is printed of a stream that comes in these chunks, each line masked. */
function shown(mask: Redactor, chunks: readonly (string | Buffer)[]): string[] {
  const found: string[] = [];
  const lines = new Lines((line) => found.push(mask.text(line)));
  for (const chunk of chunks) lines.push(Buffer.from(chunk as string));
  lines.end();
  return found;
}

test('a secret cannot hide across the border of two chunks, wherever it is', () => {
  const mask = new Redactor({ TOKEN: 'sécret-word' });
  const bytes = Buffer.from('before sécret-word after\nnext\n');
  for (let cut = 0; cut <= bytes.length; cut += 1) {
    assert.equal(
      shown(mask, [bytes.subarray(0, cut), bytes.subarray(cut)]),
      ['before *** after', 'next'],
      `cut at ${cut}`,
    );
  }
});

test('every kind of line end ends a line, and a last one without counts', () => {
  assert.equal(shown(new Redactor({}), ['a\r\nb\rc\n', '\nd']), ['a', 'b', 'c', '', 'd']);
  assert.equal(shown(new Redactor({}), []), []);
});

test('a line without an end is cut before it fills the memory, and not through a secret', () => {
  const mask = new Redactor({ TOKEN: 'secret-word' });
  const long = 'x'.repeat(1 << 20);
  assert.not.match(shown(mask, [`${long} secret`, '-word\n']).join('\n'), /secret|-word/, 'cut at a blank');
  const text = shown(mask, [`${long}secret`, '-word\n']).join('');
  assert.not.match(text, /secret|-word/, 'without a blank');
  assert.is(text.length, long.length + 3);
});

test.run();
