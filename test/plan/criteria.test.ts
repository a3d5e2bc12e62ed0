import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { boxes, criteria, criterionOf, readChecklist, ticked } from '../../src/plan/criteria.ts';
import { assert, suite } from '../harness.ts';
import { turnaround, withFolder } from '../try.ts';

const test = suite('criteria');

test('the checklists hold 35 lines, each with an id of its own', () => {
  const all = criteria();
  const count = (terminal: string): number => all.filter((each) => each.terminal === terminal).length;
  assert.equal(['5', '6', '7', '8', 'final', 'coordination'].map(count), [5, 5, 5, 7, 8, 5]);
  assert.is(all.length, 35);
  assert.is(new Set(all.map(({ id }) => id)).size, 35);
  assert.equal(
    all.filter(({ text }) => text === '' || text.includes('<!--')),
    [],
  );
  assert.equal(all[0], {
    id: 'docs/openapi-accurate',
    text: 'OpenAPI spec generated and accurate',
    terminal: '5',
    refutedBy: [],
  });
  assert.equal(
    all.map(({ terminal }) => terminal).filter((each, at, list) => each !== list[at - 1]),
    ['5', '6', '7', '8', 'final', 'coordination'],
  );
});

const SHAPES = [
  '- [ ] one',
  '* [x] two <!-- docs/two -->',
  '+ [X] three',
  '  1. [ ] four',
  '2) [x] five',
  '- [] none',
  '- [ ]none',
  '[ ] none',
  '```sh',
  '- [ ] in a fence',
  '```',
  '~~~',
  '- [x] in another',
  '```',
  '- [x] still in it',
  '~~~',
  '- [ ] six',
];

test('boxes are found in every shape of list, outside fences, with LF and with CRLF', () => {
  for (const end of ['\n', '\r\n']) {
    const found = boxes(SHAPES.join(end));
    assert.equal(
      found.map(({ text }) => text),
      ['one', 'two', 'three', 'four', 'five', 'six'],
      JSON.stringify(end),
    );
    assert.equal(
      found.map(({ ticked: is }) => is),
      [false, true, true, false, true, false],
    );
    assert.equal(
      found.map(({ line }) => line),
      [1, 2, 3, 4, 5, 17],
    );
    assert.equal(
      found.map(({ id }) => id),
      [undefined, 'docs/two', undefined, undefined, undefined, undefined],
    );
  }
});

test('a fence ends with its own mark, as long as it began', () => {
  const longer = ['````md', '```', '- [ ] in it', '```', '- [ ] in it too', '````', '- [ ] out'].join('\n');
  assert.equal(
    boxes(longer).map(({ text }) => text),
    ['out'],
  );
  const other = ['```', '~~~', '- [ ] in it', '```', '- [ ] out'].join('\n');
  assert.equal(
    boxes(other).map(({ text }) => text),
    ['out'],
  );
});

test('a box is bound by its id, else by the same words', () => {
  const known = [{ id: 'docs/one', text: 'All **links** work', terminal: '5', refutedBy: [] }];
  const of = (line: string): string | undefined => boxes(line).map((box) => criterionOf(box, known)?.id)[0];
  assert.is(of('- [ ] something else <!-- docs/one -->'), 'docs/one');
  assert.is(of('- [ ]  ALL links  `work`.'), 'docs/one');
  assert.is(of('- [ ] All links'), undefined);
  assert.is(
    of('- [ ] All **links** work <!-- docs/another -->'),
    undefined,
    'an id that is not known is not a guess at words',
  );
});

test('ticking changes the letter in the box and not one other byte', () => {
  for (const end of ['\n', '\r\n']) {
    const text = `\uFEFF# Head${end}${end}\t- [ ]  one\t${end}- [X] two${end}- [ ] café \u2028 three`;
    assert.is(
      ticked(
        text,
        new Map([
          [3, true],
          [4, false],
        ]),
      ),
      text.replace('[ ]  one', '[x]  one').replace('[X]', '[ ]'),
    );
    assert.is(
      ticked(
        text,
        new Map([
          [1, true],
          [2, true],
          [99, true],
        ]),
      ),
      text,
      'a line without a box',
    );
    assert.is(ticked(text, new Map([[4, true]])), text, 'what is ticked stays as it is written');
    assert.is(ticked(text, new Map()), text);
  }
});

/** A small generator with a seed, so that a failure can be had again. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

test('whatever is ticked and unticked again is as it was', () => {
  const pieces = [
    '- [ ] a',
    '* [ ] ',
    '\t1. [ ]  x <!-- a/b -->',
    '- [x] done',
    '```\n- [ ] fenced\n```',
    'words',
    '',
    ' ',
    '\r',
    '- [ ] \u00e9\u{1F600}',
    '<!-- -->',
  ];
  let boxed = 0;
  for (let seed = 1; seed <= 500; seed += 1) {
    const next = random(seed);
    const text = Array.from(
      { length: next(20) },
      () => (pieces[next(pieces.length)] ?? '') + (next(2) ? '\n' : '\r\n'),
    ).join('');
    const open = boxes(text)
      .filter((box) => !box.ticked)
      .map(({ line }) => line);
    const set = (value: boolean): Map<number, boolean> => new Map(open.map((line) => [line, value]));
    const there = ticked(text, set(true));
    assert.is(boxes(there).filter((box) => !box.ticked).length, 0, `seed ${seed}`);
    assert.is(there.length, text.length);
    assert.is(ticked(there, set(false)), text, `seed ${seed}`);
    boxed += open.length;
  }
  assert.ok(boxed > 1000, 'there was something to tick');
});

test('a checklist that is not there is named', () => {
  assert.throws(() => readChecklist('/nowhere', 'TODO.md'), /cannot read the checklist TODO.md/);
});

test('tick leaves a file of another encoding as it is, byte by byte', async () => {
  await withFolder(async (root) => {
    mkdirSync(join(root, 'docs'));
    writeFileSync(join(root, 'turnaround.yaml'), 'checklists: [docs/list.md]\n');
    const latin = Buffer.concat([
      Buffer.from('# Caf'),
      Buffer.from([0xe9]),
      Buffer.from('\n- [x] OpenAPI spec generated and accurate\n'),
    ]);
    writeFileSync(join(root, 'docs/list.md'), latin);
    await turnaround(['tick', '--workspace', root]);
    const now = readFileSync(join(root, 'docs/list.md'));
    assert.is(now.length, latin.length);
    assert.equal(
      [...now].filter((byte, at) => byte !== latin[at] && byte !== 0x20),
      [],
    );
  });
});

test('tick refuses a checklist outside the workspace', async () => {
  await withFolder(async (folder) => {
    const root = join(folder, 'workspace');
    mkdirSync(root);
    writeFileSync(join(root, 'turnaround.yaml'), 'checklists:\n  - ../other.md\n');
    const text = '- [x] OpenAPI spec generated and accurate\n';
    writeFileSync(join(folder, 'other.md'), text);
    const { code, stderr } = await turnaround(['tick', '--workspace', root]);
    assert.is(readFileSync(join(folder, 'other.md'), 'utf8'), text);
    assert.is(code, 2);
    assert.match(stderr, /outside the workspace|leads out/);
  });
});

test.run();
