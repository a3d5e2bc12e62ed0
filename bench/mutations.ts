import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contradictionsIn } from '../test/rules/check.ts';
import { cleanWorkspace } from '../test/rules/clean.ts';
import { KINDS, mutated, mutationsOf, type Mutation } from '../test/rules/mutate.ts';
import { random } from '../test/random.ts';

/**
 * How many single changes of a clean workspace the rules find, by kind: `node --import tsx bench/mutations.ts [COUNT]
 * [FOLDER]`, SEED=n for other ones. Without a folder: the example with the files of a deployment. `-v` lists what is not
 * found.
 */
const [count = '500', source] = process.argv.slice(2).filter((word) => word !== '-v');
const seed = Number(process.env['SEED'] ?? 1);
const folder = mkdtempSync(join(tmpdir(), 'turnaround-mutations-'));
try {
  const root = join(folder, 'workspace');
  if (source === undefined) cleanWorkspace(root);
  else cpSync(source, root, { recursive: true, filter: (path) => !path.endsWith('/.git') });
  execFileSync('git', ['init', '--quiet', root]);
  const { facts, found } = await contradictionsIn(root);
  const before = await found();
  console.log(`unmutated: ${before.length} findings${before.map((line) => `\n  ${line}`).join('')}`);
  const all = mutationsOf(root, facts);
  const next = random(seed);
  const chosen = all
    .map((mutation) => ({ mutation, at: next() }))
    .toSorted((a, b) => a.at - b.at)
    .slice(0, Number(count))
    .map(({ mutation }) => mutation);
  const missed: Mutation[] = [];
  for (const mutation of chosen) {
    const now = await mutated(root, mutation, found);
    if (!now.some((line) => !before.includes(line))) missed.push(mutation);
  }
  console.log(
    `${chosen.length} of ${all.length} possible changes, seed ${seed}\n\n| kind | changes | found |\n|---|---|---|`,
  );
  for (const kind of KINDS) {
    const own = chosen.filter((one) => one.kind === kind).length;
    const lost = missed.filter((one) => one.kind === kind).length;
    if (own > 0) console.log(`| ${kind} | ${own} | ${own - lost} (${Math.round(((own - lost) / own) * 100)} %) |`);
  }
  console.log(`| all | ${chosen.length} | ${chosen.length - missed.length} |`);
  if (process.argv.includes('-v')) {
    const order = (a: Mutation, b: Mutation): number =>
      `${a.kind}${a.subject}${a.file}` < `${b.kind}${b.subject}${b.file}` ? -1 : 1;
    for (const { kind, subject, file, line, was, is } of missed.toSorted(order))
      console.log(`not found: ${kind} ${subject} ${file}:${line} ${was} → ${is}`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
