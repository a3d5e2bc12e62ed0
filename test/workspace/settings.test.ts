import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openWorkspace } from '../../src/workspace/workspace.ts';
import { readSettings } from '../../src/workspace/settings.ts';
import { UserError } from '../../src/outcome/user-error.ts';
import { assert, suite } from '../harness.ts';
import { withFolder } from '../try.ts';

const test = suite('settings');

const read = (text: string | Buffer): ReturnType<typeof readSettings> =>
  withFolder(async (root) => {
    writeFileSync(join(root, 'turnaround.yaml'), text);
    return readSettings(root);
  });

async function refused(body: () => Promise<unknown>): Promise<UserError> {
  try {
    await body();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('was not refused');
}

const FULL = `# what detection cannot know
application:
  app: app.main:make()
  folder: backend
  python: .venv/bin/python
  environment:
    ANY_NAME: value
docs: papers
logs:
  folders: [logs, 'more logs']
  days: 0.5
database:
  url: postgresql://app@db/content
checklists:
  - TODO.md
`;

test('none, an empty one and a comment alone are empty settings', async () => {
  await withFolder(async (root) => assert.equal(await readSettings(root), {}));
  for (const text of ['', '\n', '# nothing\n', '---\n', '\uFEFF'])
    assert.equal(await read(text), {}, JSON.stringify(text));
});

test('everything that may be set is read, with a BOM and with CRLF as well', async () => {
  const expected = {
    application: {
      app: 'app.main:make()',
      folder: 'backend',
      python: '.venv/bin/python',
      environment: { ANY_NAME: 'value' },
    },
    docs: 'papers',
    logs: { folders: ['logs', 'more logs'], days: 0.5 },
    database: { url: 'postgresql://app@db/content' },
    checklists: ['TODO.md'],
  };
  for (const text of [FULL, `\uFEFF${FULL}`, FULL.replaceAll('\n', '\r\n'), `\uFEFF${FULL.replaceAll('\n', '\r\n')}`])
    assert.equal(await read(text), expected);
});

/** What is wrong, the line that has to be named, and words of the message and of what to do. */
const WRONG: readonly (readonly [what: string, text: string, line: number, message: RegExp, remedy?: RegExp])[] = [
  ['a bracket that is never closed', 'docs: papers\nlogs:\n  folders: [logs\n', 4, /not YAML/],
  ['a quote that is never closed', 'docs: "papers\n', 2, /not YAML/],
  ['a tab that indents', 'logs:\n\tdays: 7\n', 2, /not YAML: .*[Tt]ab/],
  ['a key twice', 'docs: a\nlogs:\n  days: 1\ndocs: b\n', 4, /not YAML: .*unique/],
  ['a key twice further in', 'logs:\n  days: 1\n  days: 2\n', 3, /not YAML: .*unique/],
  ['two documents', 'docs: a\n---\ndocs: b\n', 2, /not YAML/],
  ['a name that stands for nothing', 'logs:\n  days: 1\ndocs: *papers\n', 3, /papers/],
  ['an unknown key', '# c\ndcos: papers\n', 2, /unknown key `dcos` in the file/, /did you mean `docs`\?/],
  [
    'an unknown key further in',
    'docs: a\nlogs:\n  folders: []\n  dayz: 7\n',
    4,
    /unknown key `dayz` in `logs`/,
    /did you mean `days`\?/,
  ],
  [
    'a key with a stroke in it',
    'docs: a\nlogs/days: 7\n',
    2,
    /unknown key `logs\/days`/,
    /Known here: application, docs/,
  ],
  ['a list instead of a map', '- docs\n', 1, /the file must be object|not YAML/],
  ['words instead of a map', 'docs\n', 1, /the file must be object/],
  ['a number instead of words', 'logs: {}\ndocs: 5\n', 2, /`docs` must be string/, /Folder for documents/],
  ['nothing instead of words', 'logs: {}\ndocs:\n', 2, /`docs` must be string/],
  ['empty words', 'logs: {}\ndocs: ""\n', 2, /`docs`/],
  ['words instead of a list', 'docs: a\nchecklists: TODO.md\n', 2, /`checklists` must be array/, /Markdown checklists/],
  ['a wrong thing in a list', 'checklists:\n  - a.md\n  - 7\n', 3, /`checklists.1` must be string/],
  [
    'a number below its least',
    'logs:\n  folders: []\n  days: -1\n',
    3,
    /`logs.days` must be >= 0/,
    /written within this many days/,
  ],
  ['words instead of a number', 'logs:\n  days: week\n', 2, /`logs.days` must be number/],
  [
    'an application without its name',
    'docs: a\napplication:\n  folder: backend\n',
    2,
    /`application` must have required property 'app'/,
  ],
  [
    'an application of another shape',
    'application:\n  folder: backend\n  app: app/main.py\n',
    3,
    /`application.app` must match/,
    /module:attribute/,
  ],
  [
    'a variable that is no text',
    'application:\n  app: a:b\n  environment:\n    A: x\n    DEBUG: 1\n',
    5,
    /`application.environment.DEBUG` must be string/,
  ],
  ['two databases', 'docs: a\ndatabase:\n  url: x\n  throw-away: y\n', 2, /`database` must NOT have more than 1/],
  ['no database', 'docs: a\ndatabase: {}\n', 2, /`database` must NOT have fewer than 1/],
];

for (const [what, text, line, message, remedy] of WRONG) {
  test(`${what} is refused, with its line`, async () => {
    for (const [how, written] of [
      ['as it is', text],
      ['CRLF', text.replaceAll('\n', '\r\n')],
      ['BOM', `\uFEFF${text}`],
    ] as const) {
      const fault = await refused(() => read(written));
      assert.match(fault.message, message, how);
      assert.match(fault.message, new RegExp(`^turnaround\\.yaml:${line}: `), `${how}: ${fault.message}`);
      assert.equal(fault.place, { file: 'turnaround.yaml', line }, how);
      assert.match(fault.remedy, remedy ?? /./, how);
    }
  });
}

test('a folder of that name is said in words', async () => {
  await withFolder(async (root) => {
    mkdirSync(join(root, 'turnaround.yaml'));
    assert.match((await refused(() => readSettings(root))).message, /cannot read turnaround\.yaml/);
  });
});

test('a path that leads out of the workspace is refused, with its line', async () => {
  for (const [text, line, key] of [
    ['logs: {}\ndocs: ../papers\n', 2, 'docs'],
    ['docs: /etc\n', 1, 'docs'],
    ['application:\n  app: a:b\n  folder: ../..\n', 3, 'application.folder'],
    ['docs: a\nchecklists:\n  - a.md\n  - ../b.md\n', 4, 'checklists'],
  ] as const) {
    await withFolder(async (root) => {
      writeFileSync(join(root, 'turnaround.yaml'), text);
      const { message, place } = await refused(() => openWorkspace(root, {}));
      assert.match(message, new RegExp(`^turnaround\\.yaml:${line}: \`${key}`));
      assert.equal(place, { file: 'turnaround.yaml', line });
    });
  }
});

test.run();
