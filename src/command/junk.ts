import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const DAY = 86_400_000;

/** Adds the junk of a year of work to the copy of the example, some of it under names that scripts often mishandle. */
export function plantJunk(root: string): void {
  for (const folder of ['backend/app', 'backend/app/routers', 'backend/tests', 'old backups']) {
    put(root, `${folder}/__pycache__/module.cpython-311.pyc`, 'bytecode');
    put(root, `${folder}/__pycache__/new\nline.cpython-311.pyc`, 'bytecode');
  }
  // Without its source, a .pyc is the program itself and must be kept.
  put(root, 'backend/vendored/legacy.pyc', 'the only copy');
  for (const folder of ['', 'backend/', 'dashboard/src/', 'database/'])
    put(root, `${folder}.DS_Store`, '\0\0\0\u0001Bud1');
  for (const [age, name] of [
    [30, 'server.log'],
    [12, 'worker 2.log'],
    [9, 'café.log'],
    [0, 'today.log'],
  ] as const) {
    put(root, `logs/${name}`, 'x'.repeat(4000));
    const then = new Date(Date.now() - age * DAY);
    utimesSync(join(root, 'logs', name), then, then);
  }
  const latin = Buffer.concat([Buffer.from(join(root, 'logs/caf')), Buffer.from([0xe9]), Buffer.from('.log')]);
  writeFileSync(latin, 'an old name');
  const old = new Date(Date.now() - 40 * DAY);
  utimesSync(latin, old, old);
}

function put(root: string, path: string, content: string): void {
  const full = join(root, path);
  mkdirSync(join(full, '..'), { recursive: true });
  writeFileSync(full, content);
}
