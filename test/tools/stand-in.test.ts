import { standIns, type Shape } from '../../src/tools/stand-in/stand-in.ts';
import { assert, suite } from '../harness.ts';

const test = suite('tools/stand-in');

const firsts: readonly (readonly [string, Shape, RegExp])[] = [
  ['TITLE', {}, /^stand-in$/],
  ['DATABASE_URL', {}, /^postgresql:\/\/stand-in:stand-in@stand-in\.invalid\/stand-in$/],
  ['OPENAI_API_KEY', {}, /^sk-stand-in/],
  ['REDIS_URL', { type: 'str' }, /^redis:\/\/stand-in\.invalid/],
  ['PORT', {}, /^8000$/],
  ['DEBUG', { type: 'bool' }, /^false$/],
  ['ANY', { type: 'int', ge: 10, le: 20 }, /^10$/],
  ['ANY', { type: 'int', gt: 10 }, /^11$/],
  ['ANY', { type: 'int', lt: 0 }, /^-1$/],
  ['ANY', { type: 'choice', choices: ['blue', 'red'] }, /^blue$/],
  ['ANY', { type: 'url', schemes: ['postgres', 'postgresql+asyncpg'] }, /^postgresql\+asyncpg:\/\//],
  ['ANY', { type: 'url', schemes: ['http', 'https'] }, /^https:\/\/stand-in\.invalid\/$/],
  ['ANY', { type: 'email' }, /^stand-in@example\.com$/],
  ['ANY', { type: 'list', items: { type: 'int' } }, /^\[\]$/],
  ['ANY', { type: 'list', items: { type: 'int' }, min_length: 2 }, /^\[1,1\]$/],
  ['DB', { type: 'object', fields: { url: { type: 'str' }, on: { type: 'bool' } } }, /^\{"url":"[^"]+","on":false\}$/],
  ['ANY', { type: 'str', min_length: 30 }, /^.{30,}$/],
  ['ANY', { type: 'str', max_length: 4 }, /^.{4}$/],
  ['ANY', { type: 'str', pattern: '^pk_[a-z-]+$' }, /^pk_stand-in$/],
  ['ANY', { type: 'str', said: 'should have at least 40 characters' }, /^.{40}$/],
  ['ANY', { type: 'str', said: "Input should be 'blue' or 'red'" }, /^blue$/],
  ['ANY', { type: 'str', said: 'must start with mysql://' }, /^mysql:\/\//],
  ['CREDENTIALS', { separator: ':' }, /^stand-in:stand-in$/],
];
for (const [name, shape, expected] of firsts) {
  test(`${name} ${JSON.stringify(shape)} is like ${expected.source}`, () => {
    assert.match(standIns(name, shape)[0] ?? '', expected);
  });
}

test('a refused value is followed by others, none of them twice', () => {
  const values = standIns('SECRET', {});
  assert.ok(values.length > 8);
  assert.is(new Set(values).size, values.length);
});

test('no value reaches anybody', () => {
  for (const name of ['DATABASE_URL', 'REDIS_URL', 'API_URL', 'SENTRY_DSN', 'SMTP_HOST'])
    for (const value of standIns(name, {})) assert.not.match(value, /@(?!stand-in\.invalid|example\.com)|localhost/);
});

test.run();
