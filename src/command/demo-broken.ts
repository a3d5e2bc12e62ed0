import { relative } from 'node:path';
import { isWrong, type Finding } from '../rule/finding.ts';
import { grouped } from '../rule/group.ts';
import { lookAt } from '../rule/find.ts';
import { mendingOf } from '../rule/mend.ts';
import { paintFor } from '../report/paint.ts';
import { text, WORDS } from '../report/findings/text.ts';
import { openWorkspace } from '../workspace/workspace.ts';
import { makeBroken } from './example.ts';
import { diff } from './mend.ts';

/** How many contradictions are shown in full: as many as fit on a screen. */
const SHOWN = 5;

/** What the rules find in the example with the files that the checklists tell people to create. */
export async function demoBroken(): Promise<number> {
  const began = performance.now();
  const { root, files } = makeBroken();
  const paint = paintFor(process.stdout, process.env);
  process.stdout.write(
    `a copy of examples/toolbox with these files from the checklists, unchanged:\n  ${files.join(', ')}\n\n`,
  );
  const workspace = await openWorkspace(root, process.env);
  const { rules, findings } = await lookAt(workspace);
  const wrong = grouped(findings).filter(isWrong);
  // Contradictions between two files come first.
  const two = new Set(findings.flatMap((one) => (isWrong(one) && one.against.length > 0 ? one.fingerprint : [])));
  const worst = wrong.filter(({ fingerprint }) => two.has(fingerprint)).toSorted((a, b) => weight(a) - weight(b));
  const shown = onePerRule(worst).slice(0, SHOWN);
  const report = { root, version: '', rules, findings: shown, waived: [], known: [], unread: [] };
  process.stdout.write(
    text(report, paint)
      .split('\n')
      .slice(0, -2)
      .filter((line) => !/^\d+ rules: |: \.\/task mend/.test(line))
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
        `${wrong.length} contradictions in ${seconds} s: ${count.join(', ')}; the first ${shown.length} are shown above`,
      ),
      ...(first === undefined
        ? []
        : [
            `${mended.length} of them can be fixed automatically, such as:`,
            diff({ ...first, lines: first.lines.slice(0, 3) }),
          ]),
      `all of them        ./task rules --workspace ${here}`,
      ...(first === undefined
        ? []
        : [
            `automatic fixes    ./task mend --dry-run --workspace ${here}, then without --dry-run; ./task undo takes them back`,
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

/** The first of each rule: a reader wants to see every kind before a second of the same. */
function onePerRule(findings: readonly Finding[]): Finding[] {
  return findings.filter((one, index) => findings.findIndex(({ rule }) => rule === one.rule) === index);
}
