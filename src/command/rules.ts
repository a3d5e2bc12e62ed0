import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadRules } from '../plan/rules.ts';
import { paintFor, type Paint } from '../report/paint.ts';
import type { Contradiction, Rule, Side, Undecided } from '../task/rule.ts';
import { HOME } from '../workspace/locate.ts';
import type { Workspace } from '../workspace/model.ts';
import { View } from '../workspace/view.ts';
import type { Call } from './call.ts';

type Found = { readonly rule: string; readonly severity: string } & (Contradiction | Undecided);

const WORDS = { fails: 'fails at first start', wrong: 'wrong in production', confusing: 'confusing' } as const;

/** The files of the workspace held against one another. Nothing of it is run. */
export async function rules({ flags, rest }: Call, workspace: Workspace): Promise<number> {
  const all = await loadRules(join(HOME, 'rules'));
  const chosen =
    rest.length === 0 ? all : all.filter(({ id }) => rest.some((name) => id === name || id.startsWith(`${name}/`)));
  const view = new View(await workspace.facts(), await workspace.applications());
  const found = chosen.flatMap((rule) =>
    [...rule.check(view)].map((one): Found => ({ rule: rule.id, severity: rule.severity, ...one })),
  );
  const wrong = found.filter((one) => 'message' in one);
  if (flags.json)
    process.stdout.write(
      `${JSON.stringify({ workspace: workspace.root, rules: chosen.length, findings: found }, null, 1)}\n`,
    );
  else process.stdout.write(`${text(chosen, found, workspace.root)}\n`);
  return wrong.length > 0 ? 1 : found.length > 0 ? 3 : 0;
}

function text(chosen: readonly Rule[], found: readonly Found[], root: string): string {
  const paint = paintFor(process.stdout, process.env);
  const blocks = (['fails', 'wrong', 'confusing'] as const).flatMap((severity) =>
    chosen.filter((rule) => rule.severity === severity).flatMap((rule) => block(rule, found, root, paint)),
  );
  const wrong = found.filter((one) => 'message' in one).length;
  const open = found.length - wrong;
  return [
    ...blocks,
    `${chosen.length} rules: ${wrong} contradictions${open === 0 ? '' : `, ${open} that the files do not decide`}`,
  ].join('\n');
}

function block(rule: Rule, found: readonly Found[], root: string, paint: Paint): string[] {
  const own = found.filter((one) => one.rule === rule.id);
  if (own.length === 0) return [];
  return [
    `${paint.bold(rule.title)} (${rule.id}, ${WORDS[rule.severity]})`,
    paint.dim(`  ${rule.why}`),
    ...own.flatMap((one) => [
      'message' in one
        ? `  ${paint.verdict('unmet')}: ${one.message}`
        : `  ${paint.verdict('unknown')}: ${one.undecided}`,
      ...excerpt(one.at, root, paint),
      ...('against' in one ? one.against.flatMap((side) => excerpt(side, root, paint)) : []),
      ...('remedy' in one ? [`    → ${one.remedy}`] : []),
    ]),
    '',
  ];
}

/** The line itself, as it stands in the file. */
function excerpt({ file, line, says }: Side, root: string, paint: Paint): string[] {
  const content = readFileSync(join(root, file), 'utf8').split('\n')[line - 1]?.trim() ?? '';
  return [`    ${file}:${line}  ${paint.dim(content === '' ? says : content.slice(0, 120))}`];
}
