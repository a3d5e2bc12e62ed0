import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assert, suite } from '../harness.ts';
import { turnaround, withFolder, type Ran } from '../try.ts';
import { contradictionsIn } from './check.ts';
import { cleanWorkspace } from './clean.ts';

const test = suite('mend of a workspace');

/** What a person might have mistyped, in five files. */
const SLIPS = [
  ['backend/Dockerfile', 'EXPOSE 8000', 'EXPOSE 8001'],
  ['k8s/backend.yaml', 'targetPort: 8000', 'targetPort: 8080'],
  ['dashboard/nginx.conf', 'root /usr/share/nginx/html', 'root /usr/share/nginx/htlm'],
  ['.github/workflows/deploy.yml', 'set image deployment/backend "backend=', 'set image deployment/backend "bakcend='],
  ['compose.yaml', 'TOOLBOX_JWT_SECRET: $', 'TOOLBOX_JWT_SECERT: $'],
] as const;

test('nothing is found in a workspace whose files agree', () =>
  withFolder(async (folder) => {
    const root = join(folder, 'workspace');
    cleanWorkspace(root);
    const { found } = await contradictionsIn(root);
    assert.equal(
      (await found()).map(({ rule, at, message }) => `${rule} ${at.file}:${at.line} ${message}`),
      [],
    );
  }));

test('slips in five files: found, mended to what stood there before, and brought back by undo', () =>
  withFolder(async (folder) => {
    const root = join(folder, 'workspace');
    cleanWorkspace(root);
    const env = { XDG_CACHE_HOME: join(folder, 'cache') };
    const call = (...args: string[]): Promise<Ran> => turnaround([...args, '--workspace', root], { env, cwd: root });
    const texts = SLIPS.map(([file, was, is]) => {
      const before = readFileSync(join(root, file), 'utf8');
      assert.ok(before.includes(was), `${file} has no ${was}`);
      writeFileSync(join(root, file), before.replace(was, is));
      return { file, before, wrong: before.replace(was, is) };
    });
    assert.is((await call('rules')).code, 1);
    const mended = await call('mend');
    assert.is(mended.code, 0, mended.stdout + mended.stderr);
    for (const { file, before } of texts) assert.is(readFileSync(join(root, file), 'utf8'), before, file);
    assert.is((await call('rules')).code, 0);
    assert.is((await call('undo')).code, 0);
    for (const { file, wrong } of texts) assert.is(readFileSync(join(root, file), 'utf8'), wrong, file);
  }));

test.run();
