import { procfile } from '../../../../src/facts/extract/shell/procfile.ts';
import { assert, suite } from '../../../harness.ts';
import { factsOf, refused } from '../facts.ts';

const test = suite('procfile');

const facts = (text: string): string[] => factsOf(procfile, 'Procfile', text);

const FULL = `# what runs
release: alembic upgrade head && echo done

web: uvicorn app.main:app --host 0.0.0.0 --port \${PORT:-8000}
worker: gunicorn app.main:app -b 0.0.0.0:9000
clock: python clock.py --at $AT --token \${API_KEY:-s3cr3t}
`;

test('everything that a Procfile says, with its lines', () => {
  assert.equal(facts(FULL), [
    'process release @2 {"by":"procfile"}',
    'command alembic upgrade head @2 {"by":"procfile","process":"release"}',
    'command echo done @2 {"by":"procfile","process":"release"}',
    'process web @4 {"by":"procfile"}',
    'command uvicorn app.main:app --host 0.0.0.0 --port ${PORT:-8000} @4 {"by":"procfile","process":"web"}',
    'start.application app.main:app @4 {"by":"procfile","process":"web","runner":"uvicorn","port":8000} derived',
    'port.listen 8000 @4 {"by":"procfile","process":"web","runner":"uvicorn"} derived',
    'variable.read PORT @4 {"by":"procfile","process":"web","required":false,"default":"8000"}',
    'process worker @5 {"by":"procfile"}',
    'command gunicorn app.main:app -b 0.0.0.0:9000 @5 {"by":"procfile","process":"worker"}',
    'start.application app.main:app @5 {"by":"procfile","process":"worker","runner":"gunicorn","port":9000}',
    'port.listen 9000 @5 {"by":"procfile","process":"worker","runner":"gunicorn"}',
    'process clock @6 {"by":"procfile"}',
    'command python clock.py --at $AT --token ${API_KEY:-…} @6 {"by":"procfile","process":"clock"}',
    'variable.read AT @6 {"by":"procfile","process":"clock","required":true}',
    'variable.read API_KEY @6 {"by":"procfile","process":"clock","required":false}',
  ]);
  assert.not.match(facts(FULL).join('\n'), 's3cr3t');
});

test('it is known by its name', () => {
  for (const name of ['Procfile', 'a/Procfile.dev']) assert.ok(procfile.reads(name), name);
  for (const name of ['Procfile.md', 'procfile.ts', 'MyProcfile', 'Procfile.j2'])
    assert.not.ok(procfile.reads(name), name);
});

test('what is filled in later is no fact', () => {
  assert.equal(facts('web: {{ command }}\n'), []);
  assert.equal(facts('web: uvicorn a:b --port $PORT'), [
    'process web @1 {"by":"procfile"}',
    'command uvicorn a:b --port $PORT @1 {"by":"procfile","process":"web"}',
    'start.application a:b @1 {"by":"procfile","process":"web","runner":"uvicorn"}',
    'variable.read PORT @1 {"by":"procfile","process":"web","required":true}',
  ]);
  assert.equal([facts(''), facts('\n# nothing\n')], [[], []]);
});

test('what is no Procfile is not read, with the line', () => {
  assert.equal(
    refused(procfile, 'Procfile', 'web: a\n\nhello there\n'),
    '3: is not a Procfile: this line defines no process',
  );
  assert.equal(refused(procfile, 'Procfile', '{% if a %}\nweb: b'), '1: is a template, not a Procfile');
  assert.equal(refused(procfile, 'Procfile', 'web:\n'), '1: is not a Procfile: this line defines no process');
});

test('a hostile file takes no time', () => {
  for (const part of ['web: a\n', '${A:-', '"', '; ', '-', 'a=', '://:']) {
    const begun = performance.now();
    refused(procfile, 'Procfile', `web: ${part.repeat(procfile.limit! / part.length - 2)}`);
    assert.ok(performance.now() - begun < 60_000, `${part}: ${performance.now() - begun}`);
  }
});

test.run();
