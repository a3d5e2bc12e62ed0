import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assert, suite } from '../harness.ts';
import { withFolder, type Ran } from '../try.ts';
import { eventsOf, launch, Rig, type Place } from './rig.ts';

const test = suite('limits and secrets of commands');

/** One task of this body on a workspace of its own. */
async function only(fields: string, body: string, then: (place: Place) => Promise<void>): Promise<void> {
  await withFolder(async (folder) => {
    using rig = new Rig(folder);
    const script = `import { met, task, unmet, unknown } from 'turnaround/task';
void unmet; void unknown;
export const one = task(import.meta, { summary: 'One', effect: 'none', ${fields} async run({ $, step, progress }) {
  ${body}
} });
`;
    rig.script('a:one', script);
    await then(rig.place());
  });
}

test('a child that ignores TERM is killed at the time limit, and the verdict is unknown', async () => {
  const body = `await step('group', () => $\`sh -c 'trap "" TERM; echo at work; while :; do sleep 1; done'\`.then(() => 1));\n  return met(1);`;
  await only('timeout: 2000,', body, async (place) => {
    const ran = await place.run(['all', '--json']);
    assert.is(ran.code, 3, `${ran.stdout}${ran.stderr}`);
    assert.ok(eventsOf(ran).some(({ event, text }) => event === 'output' && text === 'at work'));
    const ended = place.past().tasks.get('a:one')?.ended;
    assert.is(ended?.verdict, 'unknown');
    assert.is(ended?.because, 'the time limit of 2 s was exceeded');
    assert.equal(place.survivors(), []);
    assert.is(place.count('step'), 0, 'what was cut short is no checkpoint');
  });
});

test('work that never ends and starts no command ends at the time limit as well', async () => {
  await only(
    'timeout: 500,',
    "await new Promise(() => setInterval(progress, 60_000, 'still'));\n  return met(1);",
    async (place) => {
      const ran = await launch(place, ['all']).ended;
      assert.is(ran.code, 3, `${ran.stdout}${ran.stderr}`);
      assert.is(place.past().tasks.get('a:one')?.ended?.verdict, 'unknown');
    },
  );
});

for (const [name, how] of [
  ['ignores TERM in the group of its command', `trap "" TERM; sleep 300 >/dev/null 2>&1 &`],
  ['left the group of its command', 'setsid sleep 300 >/dev/null 2>&1 &'],
] as const) {
  test(`what a command left behind ends with the task when it ${name}`, async () => {
    await only('', `await $\`sh -c '${how} echo done'\`;\n  return met(1);`, async (place) => {
      const ran = await place.run(['all', '--json']);
      assert.is(ran.code, 0, `${ran.stdout}${ran.stderr}`);
      assert.equal(place.survivors(), []);
    });
  });
}

test('a step is not done again when the task is tried again', async () => {
  const body = `await step('one', async () => { await $\`sh -c 'echo one >> "$RIG_LOG"'\`; return 1; });
  await $\`sh -c 'echo try >> "$RIG_LOG"; test "$(grep -c try "$RIG_LOG")" -gt 1'\`;
  return met(1);`;
  await only('retry: 1,', body, async (place) => {
    const ran = await place.run(['all', '--json']);
    assert.is(ran.code, 0, `${ran.stdout}${ran.stderr}`);
    assert.equal(place.said(), ['one', 'try', 'try']);
  });
});

test('a command reads nobody’s shell start-up files', async () => {
  await only('', "await $`sh -c 'echo ran'`;\n  return met(1);", async (place) => {
    writeFileSync(join(place.root, '.bashrc'), 'echo read by chance\n');
    // As under cron, systemd or a build agent: no shell above, and a pipe that bash takes for a login from afar.
    const env = { HOME: place.root, BASH_ENV: join(place.root, '.bashrc'), SHLVL: '0' };
    const ran = await place.run(['all', '--json'], env);
    assert.is(ran.code, 0, ran.stderr);
    const texts = eventsOf(ran)
      .filter(({ event }) => event === 'output')
      .map(({ text }) => text);
    assert.equal(texts, ['ran']);
  });
});

// Neither half may show: a secret whose halves stand in two lines is as good as told.
const HALVES = ['Kx7first', 'Wq9second'];
const SECRET = HALVES.join('');
const PASSWORD = 'pw-Zr83hsd';
const SECRETS = { SECRET_TOKEN: SECRET, DATABASE_URL: `postgres://app:${PASSWORD}@db.internal:5432/app` };
const FIRST = 'printf %.8s "$SECRET_TOKEN"';
const SECOND = 'printf "%s\\\\n" "\\${SECRET_TOKEN#????????}"';

/** Runs a body that knows secrets, as lines and as JSON, and looks for them in all that is printed and kept. */
async function hides(body: string, then: (place: Place, ran: Ran) => void): Promise<void> {
  for (const args of [['all', '--json'], ['all']]) {
    await only('', body, async (place) => {
      const ran = await place.run(args, SECRETS);
      const status = await place.run(['status', '--json'], SECRETS);
      const told = { ...ran, status: status.stdout + status.stderr, journal: readFileSync(place.journal, 'utf8') };
      for (const [where, text] of Object.entries(told)) {
        const found = [...HALVES, PASSWORD].filter((secret) => String(text).includes(secret));
        assert.equal(found, [], `${args.join(' ')}: ${where} tells`);
      }
      then(place, ran);
    });
  }
}

test('a secret that is printed in two writes is hidden', async () => {
  await hides(`await $\`sh -c '${FIRST}; sleep 0.3; ${SECOND}'\`;\n  return met(1);`, (_, ran) => {
    assert.is(ran.code, 0, ran.stderr);
    assert.match(ran.stdout, '***');
  });
});

test('a secret that is printed in two writes is hidden when the other stream speaks in between', async () => {
  await hides(
    `await $\`sh -c '${FIRST}; sleep 0.3; echo noise >&2; sleep 0.3; ${SECOND}'\`;\n  return met(1);`,
    (_, ran) => {
      assert.is(ran.code, 0, ran.stderr);
      assert.match(ran.stdout, 'noise');
      assert.match(ran.stdout, '***');
    },
  );
});

test('passwords in URLs are hidden, and so are they alone', async () => {
  const body = `const url = process.env['DATABASE_URL'];
  await $\`sh -c 'echo "$DATABASE_URL"; echo "\\\${DATABASE_URL#*app:}"; echo https://me:other-${PASSWORD}@example.org/'\`;
  await $\`echo \${url}\`;
  progress('at ' + url);
  return met({ url });`;
  await hides(body, (place, ran) => {
    assert.is(ran.code, 0, ran.stderr);
    assert.match(ran.stdout, 'postgres://app:***@db.internal:5432/app');
    assert.match(ran.stdout, 'https://me:***@example.org/');
    assert.equal(place.past().tasks.get('a:one')?.ended?.value, { url: 'postgres://app:***@db.internal:5432/app' });
  });
});

for (const [name, body, code] of [
  ['a failed command', `await $\`sh -c 'echo "$SECRET_TOKEN" >&2; exit 3'\`;\n  return met(1);`, 1],
  [
    'a finding',
    "return unmet([{ message: 'it is ' + process.env['SECRET_TOKEN'], remedy: 'hide ' + process.env['DATABASE_URL'] }]);",
    1,
  ],
  ['a reason', "return unknown('it is ' + process.env['SECRET_TOKEN']);", 3],
  ['a name of what is handed on', "return met({ [String(process.env['DATABASE_URL'])]: 1 });", 0],
  ['a defect of a script', "throw new Error('it is ' + process.env['SECRET_TOKEN']);", 70],
] as const) {
  test(`secrets in ${name} are hidden`, async () => {
    await hides(body, (_, ran) => {
      assert.is(ran.code, code, `${ran.stdout}${ran.stderr}`);
    });
  });
}

test.run();
