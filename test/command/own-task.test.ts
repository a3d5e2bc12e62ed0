import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Rig, type Place } from '../engine/rig.ts';
import { assert, suite } from '../harness.ts';
import { withFolder } from '../try.ts';

const test = suite('a task that brings what it needs');

/** The only file that is written: nothing else knows of its flag, its setting and its program. */
const EXAMPLE = `import { met, setting, task } from 'turnaround/task';

const WORDS = setting('example.words', {
  type: 'array',
  items: { type: 'string' },
  description: 'Words that are counted.',
  default: ['one'],
});

export const example = task(import.meta, {
  summary: 'Count words',
  effect: 'none',
  options: { shout: { type: 'boolean', description: 'count them loudly' } },
  settings: [WORDS],
  tools: [{ name: 'example-counter', install: 'pip install example-counter' }],
  async run({ options, workspace }) {
    const words: number = WORDS.of(workspace).length;
    const loud: boolean = options.shout;
    return met({ words, loud });
  },
});
`;

const OTHER = `import { met, task } from 'turnaround/task';
export const other = task(import.meta, { summary: 'Something else', effect: 'none', async run() { return met({}); } });
`;

function within(body: (place: Place) => Promise<void>): () => Promise<void> {
  return () =>
    withFolder(async (folder) => {
      using rig = new Rig(folder);
      rig.script('docs:example', EXAMPLE);
      rig.script('docs:other', OTHER);
      await body(rig.place());
    });
}

const set = ({ root }: Place, text: string): void => writeFileSync(join(root, 'turnaround.yaml'), text);
const valueOf = (place: Place): unknown => place.past().tasks.get('docs:example')?.ended?.value;

test(
  'its flag is in its own help, and accepted where the run includes it',
  within(async (place) => {
    assert.match(
      (await place.run(['docs:example', '--help'])).stdout,
      /^Flags of docs:example:\n {2}--shout {2}count them loudly$/m,
    );
    for (const name of ['docs:other', 'docs:all', 'all', 'status'])
      assert.not.match((await place.run([name, '--help'])).stdout, /--shout/, name);
    assert.is((await place.run(['docs:example', '--shout'])).code, 0);
    assert.equal(valueOf(place), { words: 1, loud: true });
    assert.is((await place.run(['all', '--force'])).code, 0);
    assert.equal(valueOf(place), { words: 1, loud: false });
    assert.is((await place.run(['all', '--shout', '--force'])).code, 0);
    assert.equal(valueOf(place), { words: 1, loud: true });
    const refused = await place.run(['docs:other', '--shout']);
    assert.is(refused.code, 2);
    assert.match(refused.stderr, /^docs:other has no flag --shout/);
  }),
);

test(
  'its setting is checked with file and line, typed, and part of the proof',
  within(async (place) => {
    set(place, 'example:\n  words: [a, b]\n');
    assert.is((await place.run(['docs:example'])).code, 0);
    assert.equal(valueOf(place), { words: 2, loud: false });
    assert.match((await place.run(['docs:example'])).stdout, /docs:example: skipped: met/);
    set(place, 'example:\n  words: [a, b, c]\n');
    assert.match(
      (await place.run(['why', 'docs:example'])).stdout,
      /met, stale\n {2}example\.words changed \(setting\)/,
    );
    for (const [text, said] of [
      ['example:\n  words: [a, 5]\n', /^turnaround\.yaml:2: `example\.words\.1` must be string/],
      ['example:\n  wrods: []\n', /^turnaround\.yaml:2: unknown key `wrods` in `example`\n→ did you mean `words`/],
      ['docs: d\nexmaple: {}\n', /^turnaround\.yaml:2: unknown key `exmaple` in the file\n→ did you mean `example`/],
    ] as const) {
      set(place, text);
      // Also of commands that load no script otherwise.
      for (const name of ['docs:example', 'facts']) {
        const { code, stderr } = await place.run([name]);
        assert.is(code, 2, text);
        assert.match(stderr, said);
      }
    }
    set(place, 'example:\n  words: []\n');
    assert.is((await place.run(['facts'])).code, 0);
  }),
);

test(
  'doctor looks for its program, and says how to install it',
  within(async (place) => {
    const missing = await place.run(['doctor']);
    assert.is(missing.code, 3);
    assert.match(
      missing.stdout,
      /example-counter: missing \(called by docs:example\)\n.*cannot run: docs:example\n {4}→ pip install example-counter/,
    );
    const bin = `${place.root}-bin`;
    mkdirSync(bin);
    writeFileSync(join(bin, 'example-counter'), '');
    chmodSync(join(bin, 'example-counter'), 0o755);
    const { stdout } = await place.run(['doctor'], { PATH: `${bin}:${process.env['PATH']}` });
    assert.match(stdout, /met {2}example-counter: .*-bin\/example-counter \(called by docs:example\)/);
  }),
);

test.run();
