import { isWrong, messageOf, type Finding } from '../rule/finding.ts';
import { lookAt, ofRules } from '../rule/find.ts';
import { mendingOf, type Change, type Mending } from '../rule/mend.ts';
import { accepted, readBaseline } from '../rule/waivers.ts';
import type { AnyTask } from '../plan/catalog.ts';
import { paintFor } from '../report/paint.ts';
import { met, unmet } from '../outcome/outcome.ts';
import { openWorkspace } from '../workspace/workspace.ts';
import { defineCommand } from './command.ts';
import { CHANGES } from './flags.ts';
import { runTasks } from './run.ts';

/** Shows each change first; afterwards it checks that the findings are gone and that no new ones came. */
export const mend = defineCommand({
  name: 'mend',
  summary: 'fix the findings that can be fixed automatically; `undo` takes the changes back',
  words: { name: 'RULE', most: Infinity },
  flags: CHANGES,
  workspace: true,
  catalog: false,

  async run({ words, flags, workspace, version }) {
    const all = await lookAt(workspace);
    const today = new Date().toISOString().slice(0, 10);
    const { open } = await accepted(
      ofRules(all, words).findings,
      workspace.settings.rules?.waive ?? [],
      readBaseline(workspace.root),
      workspace.root,
      today,
    );
    const mending = mendingOf(open, workspace.root);
    const out = flags.json ? process.stderr : process.stdout;
    out.write(shown(mending, open));
    if (mending.changes.length === 0) return open.some(isWrong) ? 1 : 0;
    const before = new Set(all.findings.map(sameness));
    return runTasks([changer(mending, before)], { call: [TASK], flags, workspace, version });
  },
});

const TASK = 'mend:rules';

/** One task, whose changes `undo` takes back together. */
function changer({ changes, mended }: Mending, before: ReadonlySet<string>): AnyTask {
  return {
    id: TASK,
    area: 'mend',
    file: import.meta.filename,
    needs: [],
    definition: {
      summary: `Fix ${changes.map(({ file }) => file).join(', ')}`,
      effect: 'reversible',
      settings: [() => ({ changes: changes.map(({ file, before: from, after }) => ({ file, from, after })) })],
      async run({ write, workspace, planned }) {
        for (const { file, before: from, after } of changes) write(file, after, from);
        if (planned) return met({ mended: mended.length });
        const now = (await lookAt(await openWorkspace(workspace.root, process.env))).findings;
        const gone = new Set(mended.map(sameness));
        const wrong = now.filter((one) => isWrong(one) && (gone.has(sameness(one)) || !before.has(sameness(one))));
        if (wrong.length === 0) return met({ mended: mended.length });
        return unmet(
          wrong.map((one) => ({
            message: `${gone.has(sameness(one)) ? 'remains' : 'is new'} after the fix: ${messageOf(one)}`,
            remedy: './task undo takes the fix back',
            place: { file: one.at.file, line: one.at.line },
          })),
        );
      },
    },
  };
}

/** The same finding, wherever its line has moved to. */
function sameness(finding: Finding): string {
  return [finding.rule, finding.at.file, messageOf(finding)].join('\0');
}

function shown({ changes, mended, refused }: Mending, open: readonly Finding[]): string {
  const wrong = open.filter(isWrong).length;
  return [
    ...changes.map(diff),
    ...refused.map(
      ({ finding, because }) => `not fixed: ${finding.at.file}:${finding.at.line} ${messageOf(finding)}: ${because}`,
    ),
    `${mended.length} of ${wrong} ${wrong === 1 ? 'finding' : 'findings'} can be fixed automatically`,
    '',
  ].join('\n');
}

/** The lines of a file that change, each before and after. */
export function diff({ file, lines }: Change): string {
  const paint = paintFor(process.stdout, process.env);
  return [
    paint.bold(file),
    ...lines.flatMap(({ line, was, is }) => [
      `  ${String(line).padStart(4)} ${paint.removed(`- ${was}`)}`,
      ...is.split(/\r\n|[\r\n]/).map((text) => `  ${' '.repeat(4)} ${paint.added(`+ ${text}`)}`),
    ]),
    '',
  ].join('\n');
}
