import { join } from 'node:path';
import { undo } from '../../src/quarantine/quarantine.ts';
import { walk, type Seen } from '../../src/files/walk.ts';
import { takeJunk } from './workspace.ts';

const [root = ''] = process.argv.slice(2);
const entries: Seen[] = [];
const tree = walk(root);
for await (const entry of tree) {
  const seen = entry.path.toString().endsWith('.junk') ? entry.seen() : undefined;
  if (seen) entries.push(seen);
}
const { taken, skipped } = await takeJunk(root, { entries });
const { restored, conflicts } = await undo({ root, state: join(root, '.turnaround') });
const strings = (paths: readonly Buffer[]): string[] => paths.map(String).toSorted();
console.log(
  JSON.stringify({
    unreadable: tree.unreadable.map(({ path }) => String(path)),
    taken: strings(taken.map(({ path }) => path)),
    skipped: skipped.map(({ path, code }) => `${path} ${code}`),
    restored: strings(restored),
    conflicts: conflicts.map(({ path, because }) => `${path} ${because}`),
  }),
);
