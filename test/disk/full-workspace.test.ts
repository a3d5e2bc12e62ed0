import { join } from 'node:path';
import { suite } from '../harness.ts';
import { inOwnMounts } from './disk.fixture.ts';
import { untilItFits } from './full.fixture.ts';

const test = suite('full workspace');

const because = inOwnMounts(import.meta.filename)?.because;
const title =
  'the disk of the workspace is full at every point of the job: nothing is lost, and with room it ends as ever';
const body = (): Promise<void> =>
  untilItFits((folder) => {
    const root = join(folder, 'shop');
    return { root, state: join(root, '.turnaround'), full: root, env: {} };
  });

if (because === undefined) test(title, body);
else test.skip(title, because);

test.run();
