import { markdown } from '../../../../src/facts/extract/docs/markdown.ts';
import { assert, suite } from '../../../harness.ts';
import { factsOf, refused } from '../facts.ts';

const test = suite('extract markdown');

const read = (text: string): string[] => factsOf(markdown, 'docs/README.md', text);
const block = (language: string, body: string): string[] => read(`\`\`\`${language}\n${body}\n\`\`\`\n`);

const FULL = `# Shop ![logo](img/logo.png)

See [the guide](./guide.md#start "Guide"), [root](/docs/api.md), [site](https://example.org/x.md),
[mail](mailto:a@b.c), [here](#below), [with space](<my docs/a.md>), [encoded](my%20docs/b.md) and [folder](../src/).
[![badge](https://example.org/b.svg)](LICENSE)

[ref]: other.md
[^1]: no-link.md
<img src="img/b.png" alt="x"> <!-- here -->
<!-- [old](gone.md)
[older](gone.md) -->

The settings are in \`backend/app/core/config.py\` (see \`src/a.ts:12\`), not in \`path/to/x.py\`,
\`github.com/o/r.md\`, \`application/json\`, \`and/or\`, \`/etc/x.conf\`, \`a [b](c.md)\` or \`*.py\`.

## API

### GET /api/v1/items/{id}

| \`POST /api/v1/users?x=1\` | \`DELETE http://localhost:8000/users/:id\` | \`/api/v1/users\` |

\`\`\`bash
cd backend  # go there
# uvicorn commented:app
uvicorn app.main:app \\
  --port 8008 --reload
cat > .env <<EOF
uvicorn in.document:app
EOF
curl http://localhost:8008/health && npm test
\`\`\`

Open <http://127.0.0.1:5173>, \`http://localhost:3000/x\` or 0.0.0.0:9000, not notlocalhost:1234.

\`\`\`json
{ "url": "http://localhost:8025", "cmd": "npm test", "see": "[a](b.md)" }
\`\`\`
`;

test('a file in full', () => {
  assert.equal(read(FULL), [
    'path.named img/logo.png @1 {"by":"link","kind":"file","from":"file"}',
    'path.named ./guide.md @3 {"by":"link","kind":"file","from":"file"}',
    'path.named docs/api.md @3 {"by":"link","kind":"file","from":"root"} derived',
    'path.named my docs/a.md @4 {"by":"link","kind":"file","from":"file"}',
    'path.named my docs/b.md @4 {"by":"link","kind":"file","from":"file","typed":"my%20docs/b.md"}',
    'path.named ../src/ @4 {"by":"link","kind":"folder","from":"file"}',
    'path.named LICENSE @5 {"by":"link","from":"file"}',
    'path.named other.md @7 {"by":"link","kind":"file","from":"file"}',
    'path.named img/b.png @9 {"by":"link","kind":"file","from":"file","html":true}',
    'path.named backend/app/core/config.py @13 {"by":"prose","kind":"file"} derived',
    'path.named src/a.ts @13 {"by":"prose","kind":"file"} derived',
    'route.named /api/v1/items/{id} @18 {"method":"GET"}',
    'port.named 8000 @20 {"host":"localhost"}',
    'route.named /api/v1/users @20 {"method":"POST"}',
    'route.named /users/:id @20 {"method":"DELETE"}',
    'route.named /api/v1/users @20 derived',
    'port.named 8008 @30 {"host":"localhost"}',
    'command cd backend @23 {"by":"markdown"}',
    'command uvicorn app.main:app --port 8008 --reload @25 {"by":"markdown"}',
    'start.application app.main:app @25 {"by":"markdown","runner":"uvicorn","port":8008}',
    'port.listen 8008 @25 {"by":"markdown","runner":"uvicorn"}',
    'command cat > .env <<EOF @27 {"by":"markdown"}',
    'command curl http://localhost:8008/health @30 {"by":"markdown"}',
    'command npm test @30 {"by":"markdown"}',
    'port.named 5173 @33 {"host":"127.0.0.1"}',
    'port.named 3000 @33 {"host":"localhost"}',
    'port.named 9000 @33 {"host":"0.0.0.0"}',
    'port.named 8025 @36 {"host":"localhost"}',
  ]);
});

test('a README says at its beginning that its folder is a sample', () => {
  const samples = (text: string, path = 'a/README.md'): string[] =>
    factsOf(markdown, path, text).filter((fact) => fact.startsWith('purpose '));
  for (const [text, words] of [
    ['It is a sample HTTP-based web app.', 'is a sample'],
    ['Labs is the home for examples, and more', 'is the home for examples'],
    [
      'These samples must not be deployed in production environments',
      'These samples must not be deployed in production',
    ],
    ['The samples are intended for use at home', 'samples are intended for'],
  ] as const) {
    const said = `purpose example @3 {"by":"markdown","folder":"a","says":"${words}"}`;
    assert.equal(samples(`# A\n\n${text}\n`), [said]);
    assert.equal(samples(`${'\n'.repeat(60)}${text}\n`), []);
    assert.equal(samples(text, 'docs/a.md'), []);
  }
  for (const text of ['Here is an example of a call', 'There are some examples', 'not recommended for production'])
    assert.equal(samples(text), []);
});

test('prompts, and the output that follows them', () => {
  assert.equal(block('console', '$ npm install\nadded 3 packages\n$ docker run \\\n>   shop'), [
    'command npm install @2 {"by":"markdown"}',
    'command docker run shop @4 {"by":"markdown"}',
  ]);
});

test('no secret that is typed into a command is shown', () => {
  const body =
    'export SECRET_KEY="hunter2"\nexport TOKEN=$OTHER\ncurl -H "Authorization: Bearer hunter2" x\npsql postgresql://a:hunter2@h/d\nlogin --password hunter2 --api-key=hunter2\npsql -c "ALTER USER a PASSWORD \'hunter2\'"\ncurl -d \'{"password": "hunter2"}\' x';
  const facts = block('bash', body);
  assert.is(facts.length, 7);
  assert.is(facts[0], 'command export SECRET_KEY=… @2 {"by":"markdown"}');
  assert.is(facts[1], 'command export TOKEN=$OTHER @3 {"by":"markdown"}');
  assert.not.match(facts.join('\n'), /hunter2/);
});

test('what a command makes a Secret of is not shown, whatever it is called', () => {
  const told = (rest: string): string | undefined =>
    /generic a (.*) @2/.exec(block('sh', `kubectl create secret generic a ${rest}`)[0] ?? '')?.[1];
  assert.is(told('--from-literal=token=hunter2 --from-literal user=x'), '--from-literal=token=… --from-literal user=…');
  assert.is(told(`--from-literal='a.b=hun ter' --from-literal="c=d e"`), `--from-literal='a.b=…' --from-literal="c=…"`);
  assert.is(told('--from-literal=a="hun ter" --from-literal=b=$B'), '--from-literal=a=… --from-literal=b=$B');
});

test('what stands among commands and is none', () => {
  assert.equal(
    block('bash', '- yarn 1.22 (optional)\nMCP Server: ws://127.0.0.1\nREDIS_URL=redis://localhost\nnpm test'),
    ['command npm test @5 {"by":"markdown"}'],
  );
  assert.equal(block('console', 'git remote -v\norigin x (fetch)'), ['command git remote -v @2 {"by":"markdown"}']);
  assert.equal(block('bash', 'root@7f26:/app# fastapi run\n❯ npm test\nok'), [
    'command fastapi run @2 {"by":"markdown"}',
    'start.application (by its name) @2 {"by":"markdown","runner":"fastapi"}',
    'command npm test @3 {"by":"markdown"}',
  ]);
});

test('a block without a language is taken for commands where it begins like some', () => {
  assert.equal(block('', '# first\nnpm install\nAdded packages\n./run.sh x'), [
    'command npm install @3 {"by":"markdown"}',
    'command ./run.sh x @5 {"by":"markdown"}',
  ]);
  for (const body of ['src/\n├── npm install', 'Something\nnpm install', 'makefile is a file', ''])
    assert.equal(block('', body), [], body);
  for (const language of ['python', 'yaml', 'text', 'dockerfile'])
    assert.equal(block(language, 'npm install'), [], language);
});

test('fences of other kinds, and one that is not closed', () => {
  const one = ['command npm test @2 {"by":"markdown"}'];
  assert.equal(read('~~~sh\nnpm test\n~~~\n[a](b.md)\n').slice(0, 1), one);
  assert.equal(read('````bash title="x"\nnpm test\n```\n').slice(0, 1), one);
  assert.equal(read('  ```{.shell}\n  npm test\n'), one);
  assert.equal(read('1. Do:\n\n   ```bash\n   npm test\n   ```\n'), ['command npm test @4 {"by":"markdown"}']);
});

test('placeholders and an empty file state nothing', () => {
  assert.equal(read(''), []);
  assert.equal(
    read('[a]({{ link }}) `{{ x }}/a.py` [b](${x})\n[c]({%x%})\n').filter((fact) => !fact.includes('${x}')),
    [],
  );
  assert.equal(block('bash', 'echo {{ x }}'), []);
  assert.equal(read('http://localhost:99999 localhost:PORT http://localhost:1.2'), []);
});

test('a line that is too long to be typed is left out, and moves nothing', () => {
  assert.equal(block('sh', `echo ${'a'.repeat(5000)}\nnpm test`), ['command npm test @3 {"by":"markdown"}']);
});

test('what is not text is refused, with its line', () => {
  assert.is(refused(markdown, 'a.md', Buffer.from([0x61, 0x0a, 0xff])), '2: is not UTF-8');
});

test('a hostile file takes no time', () => {
  const started = performance.now();
  for (const text of [
    '`a/'.repeat(300_000),
    '[a]('.repeat(250_000),
    '[a](\n'.repeat(200_000),
    '```\n'.repeat(250_000),
    '<!--\n'.repeat(200_000),
    `# GET /${'a/'.repeat(500_000)}`,
  ])
    refused(markdown, 'a.md', text);
  assert.ok(performance.now() - started < 60_000, String(performance.now() - started));
});

test('variables, in the way that code is written', () => {
  const text = 'Set `API_URL`, `LOG_LEVEL=debug` and `DEBUG`; API_KEY in prose and `lower_case` are none.\n';
  assert.equal(factsOf(markdown, 'a.md', text), ['variable.named API_URL @1', 'variable.named LOG_LEVEL @1']);
});

test('who may do what, as tables, lists and sentences say it', () => {
  const roles = (text: string): string[] => read(text).filter((fact) => fact.startsWith('role.named'));
  assert.equal(
    roles(
      '# Permissions\n| Event | Who | Required Role |\n|---|---|---|\n| `open` | x | Teachers and admins |\n| **close** | y | `mentor` |\n| any of them | z | admin |\n',
    ),
    [
      'role.named open @4 {"roles":"admin teacher","usual":true}',
      'role.named close @5 {"roles":"mentor","usual":false}',
    ],
  );
  assert.equal(
    roles(
      '## RBAC roles\n- `open`: teacher, admin only\n* **`shut`** – students\n- `all`: everyone who is signed in\n# Other\n- `no`: admin\n',
    ),
    [
      'role.named open @2 {"roles":"admin teacher","usual":true}',
      'role.named shut @3 {"roles":"student","usual":true}',
    ],
  );
  assert.equal(roles('Now `a.b` requires the `teacher` role; others require admin role: c, d and e.\n'), [
    'role.named c @1 {"roles":"admin","usual":true}',
    'role.named d @1 {"roles":"admin","usual":true}',
    'role.named e @1 {"roles":"admin","usual":true}',
    'role.named a.b @1 {"roles":"teacher","usual":true}',
  ]);
  assert.equal(roles('| Event | Role |\n|---|---|\n| | |\n| | x\n'), []);
});

test.run();
