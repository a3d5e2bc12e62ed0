import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mendingOf } from '../src/rule/mend.ts';
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
type Found = Awaited<ReturnType<Awaited<ReturnType<typeof contradictionsIn>>['found']>>[number];

interface Seen {
  readonly mutation: Mutation;
  readonly isFound: boolean;
  /** What the sure mends made of it: what stood there before, another state in which all agrees, or neither. */
  readonly mend?: 'original' | 'consistent' | 'left';
}

function nameOf({ mutation: { kind, subject, file, line, was, is }, isFound }: Seen): string {
  return `${isFound ? 'mended in part' : 'not found'}: ${kind} ${subject} ${file}:${line} ${was} → ${is}`;
}

try {
  const root = join(folder, 'workspace');
  if (source === undefined) cleanWorkspace(root);
  else cpSync(source, root, { recursive: true, filter: (path) => !path.endsWith('/.git') });
  execFileSync('git', ['init', '--quiet', root]);
  const { facts, found } = await contradictionsIn(root);
  const lineOf = ({ rule, at, message }: Found): string => `${rule} ${at.file}:${at.line} ${message}`;
  const before = await found();
  console.log(`unmutated: ${before.length} findings${before.map((one) => `\n  ${lineOf(one)}`).join('')}`);
  const known = new Set(before.map(lineOf));
  const all = mutationsOf(root, facts);
  const next = random(seed);
  const chosen = all
    .map((mutation) => ({ mutation, at: next() }))
    .toSorted((a, b) => a.at - b.at)
    .slice(0, Number(count))
    .map(({ mutation }) => mutation);
  const seen: Seen[] = [];
  for (const mutation of chosen) {
    const original = readFileSync(join(root, mutation.file), 'utf8');
    seen.push({
      mutation,
      ...(await mutated(root, mutation, async () => {
        const now = (await found()).filter((one) => !known.has(lineOf(one)));
        const { changes, mended } = mendingOf(now, root);
        if (mended.length === 0) return { isFound: now.length > 0 };
        const texts = changes.map(({ file, before: text }) => [join(root, file), text] as const);
        for (const { file, after } of changes) writeFileSync(join(root, file), after);
        const isOriginal = changes.every(({ file, after }) => file === mutation.file && after === original);
        const left = (await found()).filter((one) => !known.has(lineOf(one)));
        for (const [path, text] of texts) writeFileSync(path, text);
        return { isFound: true, mend: isOriginal ? 'original' : left.length === 0 ? 'consistent' : 'left' } as const;
      })),
    });
  }
  console.log(`${chosen.length} of ${all.length} possible changes, seed ${seed}\n`);
  console.log(
    '| kind | changes | found | mended to the original | mended to another that agrees | mend left something |',
  );
  console.log('|---|---|---|---|---|---|');
  for (const kind of [...KINDS, 'all'] as const) {
    const own = seen.filter(({ mutation }) => kind === 'all' || mutation.kind === kind);
    const hits = own.filter(({ isFound }) => isFound).length;
    const mends = (['original', 'consistent', 'left'] as const).map(
      (how) => own.filter(({ mend }) => mend === how).length,
    );
    if (own.length > 0)
      console.log(
        `| ${kind} | ${own.length} | ${hits} (${Math.round((hits / own.length) * 100)} %) | ${mends.join(' | ')} |`,
      );
  }
  if (process.argv.includes('-v')) {
    const rows = seen.filter(({ isFound, mend }) => !isFound || mend === 'left');
    const order = (a: Seen, b: Seen): number => (nameOf(a) < nameOf(b) ? -1 : 1);
    for (const one of rows.toSorted(order)) console.log(nameOf(one));
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
