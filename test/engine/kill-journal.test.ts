import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encode } from '../../src/run/journal.ts';
import { assert, suite } from '../harness.ts';
import { withFolder } from '../try.ts';
import { eventsOf, graphRig, type Place } from './rig.ts';

const test = suite('a damaged journal');
const TASKS = 6;

/** A graph that ran to its end, and what was said of it. */
async function ended(body: (place: Place, status: string) => Promise<void>): Promise<void> {
  await withFolder(async (folder) => {
    using rig = graphRig(folder, TASKS);
    const place = rig.place();
    const { code, stderr } = await place.run(['all']);
    assert.is(code, 0, stderr);
    await body(place, (await place.run(['status', '--json'])).stdout);
  });
}

const at = '2026-11-22T00:00:00.000Z';
const true1 = encode({ run: 'foreign', seq: 1, at, event: 'undo', of: 'nobody', tasks: ['a:t00'], items: 1 }).trim();

/** Lines that are not ours, each of which would change something if it were believed. */
const FOREIGN: Readonly<Record<string, Buffer>> = {
  'binary garbage': Buffer.from(
    Array.from({ length: 300 }, (_, i) => (i * 37 + 129) % 256).filter((byte) => byte !== 0x0a),
  ),
  'half a record': Buffer.from(true1.slice(0, true1.length >> 1)),
  'JSON without a sum': Buffer.from(
    JSON.stringify({ run: 'foreign', seq: 1, at, event: 'undo', of: 'nobody', tasks: ['a:t00'], items: 1 }),
  ),
  'a wrong sum': Buffer.from(true1.replace(/"sum":"./, (sum) => `${sum.slice(0, -1)}${sum.endsWith('0') ? '1' : '0'}`)),
  'a sum of other content': Buffer.from(true1.replace('a:t00', 'a:t03')),
  'a CRLF end': Buffer.from(`${true1}\r`),
  'a line of 1 MB': Buffer.from(`{"run":"${'x'.repeat(1 << 20)}","sum":"0123456789abcdef"}`),
};

test('lines that are not ours change nothing, wherever they stand, and are counted', async () => {
  await ended(async (place, before) => {
    const records = readFileSync(place.journal, 'utf8').split('\n').filter(Boolean);
    const foreign = Object.values(FOREIGN);
    const step = Math.floor(records.length / foreign.length);
    const parts = records.flatMap((record, i) => {
      const strange = i % step === 0 ? foreign[i / step] : undefined;
      return [...(strange === undefined ? [] : [strange, Buffer.from('\n')]), Buffer.from(`\n${record}\n`)];
    });
    writeFileSync(place.journal, Buffer.concat(parts));
    const status = await place.run(['status', '--json']);
    assert.is(status.stdout, before);
    assert.match(status.stderr, new RegExp(`^${foreign.length} lines of the journal cannot be read`, 'm'));
    const again = await place.run(['all']);
    assert.is(again.code, 0, again.stderr);
    assert.match(again.stdout, `${foreign.length} lines of the journal cannot be read`);
    assert.equal(
      place.said().filter((word) => word === 't00'),
      ['t00'],
    );
  });
});

test('what is appended behind a torn or foreign line without its line end is read', async () => {
  await ended(async (place) => {
    for (const [name, bytes] of Object.entries(FOREIGN)) {
      const unreadable = place.past().unreadable;
      appendFileSync(place.journal, bytes);
      assert.equal(await rerun(place), ['a:t03'], name);
      const past = place.past();
      assert.is(past.unreadable, unreadable + 1, name);
      assert.is(past.tasks.get('a:t03')?.open, undefined, name);
      assert.is(place.records().at(-1)?.event, 'end', name);
    }
    const status = await place.run(['status', '--json']);
    assert.match(status.stderr, new RegExp(`^${Object.keys(FOREIGN).length} lines of the journal`, 'm'));
    assert.is((await place.run(['all', '--json'])).stdout.includes('"event":"start"'), false);
  });
});

/** Takes away what one task left, so that it alone has something to do, and says what a run then began. */
async function rerun(place: Place): Promise<(string | undefined)[]> {
  rmSync(join(place.root, 'made/t03.txt'));
  return started(place);
}

async function started(place: Place): Promise<(string | undefined)[]> {
  const again = await place.run(['a:t03', '--json']);
  assert.is(again.code, 0, again.stderr);
  return eventsOf(again)
    .filter(({ event }) => event === 'start')
    .map(({ task }) => task);
}

test('what is done with leases of a new folder counts', async () => {
  await ended(async (place) => {
    // As after a machine that went down before the folder was on its disk: numbers begin anew.
    for (const text of ['changed once', 'changed twice']) {
      writeFileSync(join(place.root, 'input.txt'), text);
      assert.equal(new Set(await started(place)), new Set(['a:t00', 'a:t03', 'b:t01']), text);
      rmSync(join(place.state, 'leases'), { recursive: true });
    }
    assert.equal(await started(place), []);
  });
});

test.run();
