import { join } from 'node:path';
import { suite } from '../harness.ts';
import { inOwnMounts } from './disk.fixture.ts';
import { untilItFits } from './full.fixture.ts';

const test = suite('full state');

const because = inOwnMounts(import.meta.filename)?.because;
const title =
  'the disk of TURNAROUND_STATE is full at every point of the job: nothing is lost, and with room it ends as ever';
const body = (): Promise<void> =>
  untilItFits((folder) => {
    const [root, full] = [join(folder, 'shop'), join(folder, 'disk')];
    const state = join(full, 'state');
    return { root, state, full, env: { TURNAROUND_STATE: state } };
  });

if (because === undefined) test(title, body);
else test.skip(title, because);

test.run();
