import { relative } from 'node:path';
import { isWrong, type Finding } from '../rule/finding.ts';
import { gathered } from '../rule/group.ts';
import { lookAt } from '../rule/find.ts';
import { mendingOf } from '../rule/mend.ts';
import { paintFor } from '../report/paint.ts';
import { text, WORDS } from '../report/findings/text.ts';
import { openWorkspace } from '../workspace/workspace.ts';
import { makeBroken } from './example.ts';
import { diff } from './mend.ts';

/** How many contradictions are shown in full: what fits on a screen. */
const SHOWN = 5;

/** The example with the files that the checklists tell people to create: what the rules say of them. */
export async function broken(): Promise<number> {
  const began = performance.now();
  const { root, files } = makeBroken();
  const paint = paintFor(process.stdout, process.env);
  process.stdout.write(
    `a copy of examples/toolbox with these files of the checklists in it, as they stand there:\n  ${files.join(', ')}\n\n`,
  );
  const workspace = await openWorkspace(root, process.env);
  const { rules, findings } = await lookAt(workspace);
  const wrong = gathered(findings).filter(isWrong);
  // What two files say, rather than what one says in several places.
  const two = new Set(findings.flatMap((one) => (isWrong(one) && one.against.length > 0 ? one.fingerprint : [])));
  const worst = wrong.filter(({ fingerprint }) => two.has(fingerprint)).toSorted((a, b) => weight(a) - weight(b));
  const shown = onePerRule(worst).slice(0, SHOWN);
  const report = { root, version: '', rules, findings: shown, waived: [], known: [], unread: [] };
  process.stdout.write(
    text(report, paint)
      .split('\n')
      .slice(0, -2)
      .filter((line) => !/^\d+ rules: |^\.\/task mend/.test(line))
      .join('\n'),
  );
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  const count = (['fails', 'wrong', 'confusing'] as const).map(
    (severity) => `${wrong.filter((one) => one.severity === severity).length} ${WORDS[severity]}`,
  );
  const { changes, mended } = mendingOf(findings, root);
  const [first] = changes;
  const here = relative(process.env['TURNAROUND_CWD'] ?? process.cwd(), root) || '.';
  process.stdout.write(
    [
      '',
      paint.bold(
        `${wrong.length} contradictions in ${seconds} s: ${count.join(', ')}; the first ${shown.length} stand above`,
      ),
      ...(first === undefined
        ? []
        : [
            `${mended.length} of them have a mend that nobody needs to think about, such as:`,
            diff({ ...first, lines: first.lines.slice(0, 3) }),
          ]),
      `all of them        ./task rules --workspace ${here}`,
      ...(first === undefined
        ? []
        : [
            `the sure mends     ./task mend --dry-run --workspace ${here}, then without --dry-run; back with ./task undo`,
          ]),
      `for your CI        ./task rules --format github --since origin/main`,
      '',
    ].join('\n'),
  );
  return 0;
}

function weight({ severity }: Finding): number {
  return ['fails', 'wrong', 'confusing'].indexOf(severity);
}

/** A person wants to see what kinds there are before the second of a kind. */
function onePerRule(findings: readonly Finding[]): Finding[] {
  return findings.filter((one, index) => findings.findIndex(({ rule }) => rule === one.rule) === index);
}
