import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Recorded } from '../../src/run/event.ts';
import { encode, Journal, JournalReader } from '../../src/run/journal.ts';
import { UserError } from '../../src/outcome/user-error.ts';
import { assert, suite } from '../harness.ts';
import { withFolder } from '../try.ts';

const test = suite('journal');

const record = (seq: number, text = ''): Recorded => ({
  run: 'r',
  seq,
  at: '2026-01-01T00:00:00.000Z',
  event: 'retry',
  task: 'a:b',
  lease: 1,
  because: text,
});
const seqs = (records: readonly Recorded[]): number[] => records.map(({ seq }) => seq);

/** A state folder with this text as its journal. */
function withJournal<V>(text: string | Buffer, body: (path: string, reader: JournalReader) => V): Promise<V> {
  return withFolder(async (state) => {
    writeFileSync(join(state, 'journal.jsonl'), text);
    return body(join(state, 'journal.jsonl'), new JournalReader(state));
  });
}

test('a record is one line between two line ends, and comes back as it was', async () => {
  const odd = record(1, 'a "quote", a \n line end, \u2028, \u{1F600}, "sum":"0123456789abcdef"}');
  const text = encode(odd);
  assert.match(text, /^\n\{[^\n]*,"sum":"[0-9a-f]{16}"\}\n$/);
  await withJournal(text, (_, reader) => {
    assert.equal(reader.read(), [{ ...odd }]);
    assert.is(reader.unreadable, 0);
  });
});

test('a line that was changed is not believed', async () => {
  await withJournal(
    encode(record(1)) + encode(record(2)).replace('"lease":1', '"lease":9') + encode(record(3)),
    (_, reader) => {
      assert.equal(seqs(reader.read()), [1, 3]);
      assert.is(reader.unreadable, 1);
    },
  );
});

test('cut anywhere, only the record that was cut is lost', async () => {
  const [one, two, three] = [record(1), record(2, 'ä'), record(3)].map((each) => Buffer.from(encode(each)));
  if (one === undefined || two === undefined || three === undefined) throw new Error('no records');
  for (let cut = 0; cut < two.length; cut += 1) {
    // What is whole but for its last line end is still whole once the next record has begun with one.
    const lost = cut < two.length - 1;
    await withJournal(Buffer.concat([one, two.subarray(0, cut), three]), (_, reader) => {
      assert.equal(seqs(reader.read()), lost ? [1, 3] : [1, 2, 3], `cut at ${cut}`);
      assert.is(reader.unreadable, lost && cut > 1 ? 1 : 0, `cut at ${cut}`);
    });
  }
});

test('reads on where it stopped, and leaves a line that is still in the writing', async () => {
  await withJournal('', (path, reader) => {
    assert.equal(reader.read(), []);
    const bytes = Buffer.from(encode(record(2, 'ä')));
    appendFileSync(path, encode(record(1)));
    for (const byte of bytes.subarray(0, -1)) {
      appendFileSync(path, Buffer.from([byte]));
      assert.ok(seqs(reader.read()).every((seq) => seq === 1));
    }
    assert.is(reader.unreadable, 0);
    appendFileSync(path, bytes.subarray(-1));
    assert.equal(seqs(reader.read()), [2]);
    assert.equal(reader.read(), []);
    assert.is(reader.unreadable, 0);
  });
});

test('what is not ours is counted and left out', async () => {
  const noise = Buffer.concat([Buffer.from('hello\n{"event":"done"}\n'), Buffer.from([0, 0xff, 0xfe, 0x0a])]);
  await withJournal(Buffer.concat([noise, Buffer.from(encode(record(1)))]), (_, reader) => {
    assert.equal(seqs(reader.read()), [1]);
    assert.is(reader.unreadable, 3);
  });
});

test('no journal is an empty one', async () => {
  await withFolder(async (state) => {
    assert.equal(new JournalReader(state).read(), []);
    assert.equal(new JournalReader(join(state, 'absent')).read(), []);
  });
});

test('appended records are numbered, dated and at once there for a reader; two writers do not mix', async () => {
  await withFolder(async (folder) => {
    const state = join(folder, 'state');
    const [one, two] = [new Journal(state, 'one'), new Journal(state, 'two')];
    const reader = new JournalReader(state);
    for (const each of [one, two, one]) each.append({ event: 'end', code: 0 });
    const records = reader.read();
    assert.equal(
      records.map(({ run, seq }) => `${run} ${seq}`),
      ['one 1', 'two 1', 'one 2'],
    );
    assert.ok(records.every(({ at }) => at === new Date(at).toISOString()));
    one.close();
    one.append({ event: 'end', code: 1 });
    assert.equal(seqs(reader.read()), [3], 'a writer that was closed opens again');
    one.close();
    two.close();
    assert.is(readFileSync(join(state, 'journal.jsonl'), 'utf8').split('\n').filter(Boolean).length, 4);
  });
});

test('a journal that cannot be written is said in words', async () => {
  await withFolder(async (state) => {
    mkdirSync(join(state, 'journal.jsonl'));
    assert.throws(
      () => new Journal(state, 'one').append({ event: 'end', code: 0 }),
      (error: unknown) => error instanceof UserError && /cannot write .*journal\.jsonl/.test(error.message),
    );
  });
});

test.run();
