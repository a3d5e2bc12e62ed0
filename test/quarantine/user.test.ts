import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assert, suite } from '../harness.ts';
import { withoutNobody, NOBODY } from '../reach.ts';
import { snapshot } from './snapshot.ts';
import { folder } from './workspace.ts';

const test = suite('user');
const script = join(import.meta.dirname, 'unprivileged.ts');

const name = 'without permission: left alone with the reason, and what was not seen is told';
const because = withoutNobody();
if (because !== undefined) test.skip(name, because);
else {
  test(name, () => {
    using at = folder();
    chmodSync(at.path, 0o777);
    for (const path of ['open', 'closed', 'dark']) mkdirSync(join(at.path, path));
    for (const path of ['open/a.junk', 'closed/b.junk', 'dark/c.junk', 'open/theirs.junk'])
      writeFileSync(join(at.path, path), path);
    for (const path of ['.', 'open', 'open/a.junk', 'closed', 'closed/b.junk', 'dark'])
      chownSync(join(at.path, path), NOBODY, NOBODY);
    chmodSync(join(at.path, 'closed'), 0o555);
    chmodSync(join(at.path, 'dark'), 0o000);
    // Whole seconds: nobody may not be allowed to run the python3 that sets the rest.
    execFileSync('find', [at.path, '-exec', 'touch', '-d', '2024-02-03 04:05:06', '{}', '+']);
    const before = snapshot(at.path);
    const told = execFileSync(process.execPath, ['--import', 'tsx', script, at.path], {
      uid: NOBODY,
      gid: NOBODY,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], HOME: at.path },
    });
    const { unreadable, taken, skipped, restored, conflicts } = JSON.parse(told) as Record<string, unknown>;
    assert.equal(unreadable, ['dark']);
    assert.equal(taken, ['open/a.junk', 'open/theirs.junk']);
    assert.equal(skipped, ['closed/b.junk denied']);
    assert.equal(restored, taken);
    assert.equal(conflicts, []);
    // Somebody else's file cannot be linked, so it came back as a copy of one's own.
    const mine = (lines: readonly string[]): string[] =>
      lines.filter((line) => line !== lines[0]).map((line) => line.replace(/( 644 )0:0/, '$165534:65534'));
    const now = snapshot(at.path);
    assert.equal(mine(now), mine(before));
  });
}

test.run();
