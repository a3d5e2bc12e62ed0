import { targets } from '../../../src/workspace/extract/targets.ts';
import { assert, suite } from '../../harness.ts';
import { factsOf, refused } from './facts.ts';

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
    'command.target dev @7 {"by":"makefile"}',
    'command.target run @7 {"by":"makefile"}',
    'command uvicorn app.main:app --port 8100 @8 {"by":"makefile","target":"dev"}',
    'start.application app.main:app @8 {"by":"makefile","target":"dev","runner":"uvicorn","port":8100}',
    'port.listen 8100 @8 {"by":"makefile","target":"dev","runner":"uvicorn"}',
    'command echo "$(IMAGE)" @10 {"by":"makefile","target":"dev"}',
    'command.target test @12 {"by":"makefile"}',
    'command.target api/up @15 {"by":"makefile"}',
    'command cd api @16 {"by":"makefile","target":"api/up"}',
    'path.named api @16 {"by":"cd","target":"api/up","kind":"folder","from":"file"}',
    'command ./start.sh @16 {"by":"makefile","target":"api/up"}',
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
  assert.ok(facts.includes('command npm run dev @9 {"by":"taskfile","target":"up"}'));
  assert.ok(
    facts.includes('path.named ./b.sh @13 {"by":"script","target":"up","kind":"file","from":"web"}'),
    facts.join('\n'),
  );
  assert.ok(facts.includes('command.target other @14 {"by":"taskfile"}'));
  assert.not.ok(facts.some((fact) => fact.includes('.X')));
});

test('what is no Taskfile is told with its line', () => {
  assert.match(refused(targets, 'Taskfile.yml', 'tasks:\n  a: [\n'), /^\d: is not YAML/);
  assert.equal(read('Makefile', '\x00\x01\n\t\n::\n'), []);
});

test.run();
