import { commandFacts } from '../../src/facts/command-line.ts';
import { dockerfile } from '../../src/facts/extract/docker/dockerfile.ts';
import { compose } from '../../src/facts/extract/compose/compose.ts';
import { workflow } from '../../src/facts/extract/ci/workflow.ts';
import type { Extractor } from '../../src/facts/extractor.ts';
import { commandsAnywhere } from '../../src/facts/shell/commands.ts';
import { Source } from '../../src/facts/read/source.ts';
import { assert, suite } from '../harness.ts';

const test = suite('command line');

const source = new Source('a', Buffer.from(''));

/** The words that the facts of commands carry. */
function wordsOf(text: string): unknown[] {
  return commandsAnywhere(text)
    .flatMap((command) => commandFacts(source, 1, command, { by: 'test' }))
    .flatMap((fact) => (fact.subject === 'command' ? [fact.attributes?.words] : []));
}

const read = (extractor: Extractor, path: string, text: string): unknown[] =>
  [...extractor.facts(new Source(path, Buffer.from(text)))]
    .filter((fact) => fact.subject === 'command')
    .map(({ value, attributes }) => [value, attributes?.in, attributes?.words, attributes?.programs]);

test('a fact of a command carries its words', () => {
  assert.equal(wordsOf('A=1 sudo npm run "a b" > log && cd web'), [
    ['A=1', 'sudo', 'npm', 'run', 'a b'],
    ['cd', 'web'],
  ]);
});

test('neither text nor words have a secret', () => {
  const facts = commandsAnywhere('psql --password hunter2 "postgres://a:hunter2@b/c"; X_TOKEN="hunter2 b" run').flatMap(
    (command) => commandFacts(source, 1, command, { by: 'test' }),
  );
  assert.equal(
    facts.flatMap((fact) => (fact.subject === 'command' ? [fact.attributes?.words] : [])),
    [
      ['psql', '--password', '…', 'postgres://a:…@b/c'],
      ['X_TOKEN=…', 'run'],
    ],
  );
  assert.not.match(JSON.stringify(facts), /hunter2/);
});

test('the folder of a substitution does not apply to the commands after it', () => {
  const text =
    'on: push\njobs:\n  a:\n    steps:\n      - run: |\n          X=$(cd web; npm ci)\n          docker build ${{ a.b }} .\n';
  assert.equal(read(workflow, '.github/workflows/a.yml', text), [
    ['X=$(cd web; npm ci)', undefined, ['X=$(cd web; npm ci)'], undefined],
    ['npm ci', 'web', ['npm', 'ci'], undefined],
    ['docker build … .', undefined, ['docker', 'build', '…', '.'], undefined],
  ]);
});

test('no shell parses a command that is a list of words', () => {
  const text = 'FROM a\nHEALTHCHECK CMD curl -f a || wget "b c"\nCMD ["gunicorn", "app:make()", "a  b", "$(x)"]\n';
  assert.equal(read(dockerfile, 'Dockerfile', text), [
    ['curl -f a || wget "b c"', undefined, ['curl', '-f', 'a'], ['curl', 'wget']],
    ["gunicorn app:make() 'a  b' $(x)", undefined, ['gunicorn', 'app:make()', 'a  b', '$(x)'], undefined],
  ]);
});

test('`$$` in a compose file is a `$` for the shell', () => {
  const text = 'services:\n  a:\n    command: sh -c "cd $$(pwd) && uvicorn a:b --port $${PORT:-80}"\n';
  assert.equal(read(compose, 'compose.yml', text), [
    ['cd $$(pwd)', undefined, ['cd', '$$(pwd)'], undefined],
    ['pwd', undefined, ['pwd'], undefined],
    ['uvicorn a:b --port $${PORT:-80}', undefined, ['uvicorn', 'a:b', '--port', '$${PORT:-80}'], undefined],
  ]);
});

test.run();
