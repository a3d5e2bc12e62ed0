import { targets } from '../../../../src/facts/extract/shell/targets.ts';
import { assert, suite } from '../../../harness.ts';
import { factsOf, refused } from '../facts.ts';

const test = suite('extract/targets');

const read = (path: string, text: string): string[] => factsOf(targets, path, text);

test('a Makefile: targets, what they run, and what is none', () => {
  const text = `# a comment
.PHONY: dev test
IMAGE := shop
export PORT = 3
include other.mk

dev run: deps
\t@uvicorn app.main:app \\
\t  --port 8100
\t-echo "$(IMAGE)"

test:: ; echo x
%.o: %.c
\tcc $<
api/up:
\tcd api && ./start.sh
`;
  assert.equal(read('ops/Makefile', text), [
    'command.open include other.mk @5 {"by":"makefile"}',
    'command.target dev @7 {"by":"makefile"}',
    'command.target run @7 {"by":"makefile"}',
    'command uvicorn app.main:app --port 8100 @8 {"by":"makefile","target":"dev"}',
    'start.application app.main:app @8 {"by":"makefile","target":"dev","runner":"uvicorn","port":8100}',
    'port.listen 8100 @8 {"by":"makefile","target":"dev","runner":"uvicorn"}',
    'command echo "$(IMAGE)" @10 {"by":"makefile","target":"dev"}',
    'command.target test @12 {"by":"makefile"}',
    'command.open %.o: @13 {"by":"makefile"}',
    'command.target api/up @15 {"by":"makefile"}',
    'command cd api @16 {"by":"makefile","target":"api/up"}',
    'path.named api @16 {"by":"cd","target":"api/up","kind":"folder","from":"file"}',
    'command ./start.sh @16 {"by":"makefile","target":"api/up","in":"ops/api"}',
    'path.named ./start.sh @16 {"by":"script","target":"api/up","kind":"file","from":"ops/api"}',
  ]);
});

test('a justfile: recipes with arguments and attributes', () => {
  const text = `set dotenv-load
port := "8200"
[private]
serve host='x' *args: build
    @gunicorn app:app -b 0.0.0.0:8200
    echo {{ port }}
build:
    docker build -t shop/web:1 .
`;
  assert.equal(read('justfile', text), [
    'command.target serve @4 {"by":"justfile"}',
    'command gunicorn app:app -b 0.0.0.0:8200 @5 {"by":"justfile","target":"serve"}',
    'start.application app:app @5 {"by":"justfile","target":"serve","runner":"gunicorn","port":8200}',
    'port.listen 8200 @5 {"by":"justfile","target":"serve","runner":"gunicorn"}',
    'command.target build @7 {"by":"justfile"}',
    'command docker build -t shop/web:1 . @8 {"by":"justfile","target":"build"}',
    'image.built shop/web:1 @8 {"by":"justfile","target":"build","context":"."}',
  ]);
});

test('a Taskfile: short and long commands, includes, the folder of a task', () => {
  const text = `version: '3'
includes:
  db: ./db
  web: { taskfile: web/Taskfile.yml }
tasks:
  up:
    dir: web
    cmds:
      - npm run dev
      - task: other
      - cmd: |
          ./a.sh
          ./b.sh
  other: echo {{.X}}
`;
  const facts = read('Taskfile.yml', text);
  assert.ok(facts.includes('path.named ./db @3 {"by":"include","from":"file","name":"db"}'));
  assert.ok(facts.includes('path.named web/Taskfile.yml @4 {"by":"include","from":"file","name":"web"}'));
  assert.ok(facts.includes('command.target up @6 {"by":"taskfile"}'));
  assert.ok(facts.includes('command.open db @3 {"by":"taskfile"}'));
  assert.ok(facts.includes('command npm run dev @9 {"by":"taskfile","target":"up"}'));
  assert.ok(
    facts.includes('path.named ./b.sh @13 {"by":"script","target":"up","kind":"file","from":"web"}'),
    facts.join('\n'),
  );
  assert.ok(facts.includes('command.target other @14 {"by":"taskfile"}'));
  assert.not.ok(facts.some((fact) => fact.includes('.X')));
});

test('other names of a target, and targets that stand somewhere else', () => {
  assert.equal(read('justfile', "import 'a.just'\nmod web\nalias t := test\ntest:\n"), [
    'command.open import \'a.just\' @1 {"by":"justfile"}',
    'command.open mod web @2 {"by":"justfile"}',
    'command.target t @3 {"by":"justfile","alias":true}',
    'command.target test @4 {"by":"justfile"}',
  ]);
  assert.equal(read('Makefile', '-include .env\n$(BINARY): main.go\nX := $(Y):z\n'), [
    'command.open -include .env @1 {"by":"makefile"}',
    'command.open $(BINARY): @2 {"by":"makefile"}',
  ]);
  assert.equal(read('Taskfile.yml', 'tasks:\n  test:\n    aliases: [t]\n    cmd: pytest\n').slice(0, 2), [
    'command.target test @2 {"by":"taskfile"}',
    'command.target t @2 {"by":"taskfile"}',
  ]);
});

test('each line of a recipe begins in the folder of its file', () => {
  const from = (path: string, text: string): string[] =>
    read(path, text).filter((fact) => fact.startsWith('path.named'));
  const rest = '"kind":"folder","from"';
  const cd = (name: string, line: number, by: string, folder: string): string =>
    `path.named ${name} @${line} {"by":"cd","target":"t",${rest}:"${folder}"}`.replace('"by":"cd"', `"by":"${by}"`);
  assert.equal(from('Makefile', 't:\n\tcd a && ls\n\tcd b; \\\n\t  cd c\n'), [
    cd('a', 2, 'cd', 'root'),
    cd('b', 3, 'cd', 'root'),
    cd('c', 3, 'cd', 'b'),
  ]);
  assert.equal(from('justfile', 't:\n    cd a\n    cd b\n'), [cd('a', 2, 'cd', 'root'), cd('b', 3, 'cd', 'root')]);
  assert.equal(from('justfile', 't:\n    #!/bin/sh\n    cd a\n    cd b\n'), [
    cd('a', 3, 'cd', 'root'),
    cd('b', 4, 'cd', 'a'),
  ]);
  assert.equal(from('Makefile', '.ONESHELL:\nt:\n\tcd a\n\tcd b\n'), [cd('a', 3, 'cd', 'root'), cd('b', 4, 'cd', 'a')]);
  assert.equal(from('Taskfile.yml', 'tasks:\n  t:\n    cmds:\n      - cd a\n      - |\n        cd b\n        cd c\n'), [
    cd('a', 4, 'cd', 'root'),
    cd('b', 6, 'cd', 'root'),
    cd('c', 7, 'cd', 'b'),
  ]);
});

test('what is no Taskfile is told with its line', () => {
  assert.match(refused(targets, 'Taskfile.yml', 'tasks:\n  a: [\n'), /^\d: is not YAML/);
  assert.equal(read('Makefile', '\x00\x01\n\t\n::\n'), []);
});

test.run();
