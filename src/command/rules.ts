import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isWrong, type Finding } from '../rule/finding.ts';
import { grouped } from '../rule/group.ts';
import { allRules, lookAt, ofRules, type Look } from '../rule/find.ts';
import { accepted, BASELINE, baselineText, loosened, readBaseline, type Baseline } from '../rule/waivers.ts';
import type { AnyTask } from '../plan/catalog.ts';
import { paintFor } from '../report/paint.ts';
import type { Report } from '../report/findings/report.ts';
import { UserError, messageOf } from '../outcome/user-error.ts';
import type { Options } from '../task/option.ts';
import { met } from '../outcome/outcome.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { defineCommand, type Call } from './command.ts';
import { CHANGES, JSON_FLAG } from './flags.ts';

const FORMATS = ['text', 'json', 'sarif', 'junit', 'github', 'markdown'] as const;

const FLAGS = {
  format: { type: 'string', value: 'F', choices: FORMATS, description: `print the findings as ${FORMATS.join(', ')}` },
  output: { type: 'string', value: 'FILE', description: 'write the findings into a file instead of printing them' },
  since: { type: 'string', value: 'REF', description: 'only findings that are new since a commit' },
  baseline: {
    type: 'boolean',
    description: 'accept the present findings; an existing baseline only loses those that are gone',
  },
  fold: {
    type: 'string',
    value: 'FILE',
    multiple: true,
    description: 'add the findings of another tool (SARIF); may be given several times',
  },
  'dry-run': { type: 'boolean', description: 'with --baseline: print what would be written, change nothing' },
  'no-wait': CHANGES['no-wait'],
  ...JSON_FLAG,
} as const satisfies Options;

type RulesCall = Call<typeof FLAGS, true, false>;

/** Compares the files of the workspace with each other. Nothing of it is run. */
export const rules = defineCommand({
  name: 'rules',
  summary: 'find contradictions between the files of the workspace, with both places',
  words: { name: 'RULE', most: Infinity },
  flags: FLAGS,
  workspace: true,
  catalog: false,
  readOnly: true,

  async run(call) {
    const { flags, words, workspace } = call;
    const look = ofRules(await lookAt(workspace), words);
    if (flags.baseline) return writeBaseline(call, look.findings);
    const report = await reportOf(call, look);
    const text = await written(report, flags.json ? 'json' : (flags.format ?? 'text'));
    if (flags.output === undefined) process.stdout.write(text);
    else save(fromCaller(flags.output), text);
    return report.findings.some(isWrong) ? 1 : report.findings.length > 0 ? 3 : 0;
  },
});

async function reportOf(
  { flags, words, workspace, version }: RulesCall,
  { rules: asked, findings, unread }: Look,
): Promise<Report> {
  const { root, settings } = workspace;
  const all = flags.fold.length === 0 ? findings : await foldIn(findings, flags.fold, root);
  const waivers = (settings.rules?.waive ?? []).filter(
    ({ rule }) => words.length === 0 || asked.some(({ id }) => id === rule),
  );
  const baseline = readBaseline(root);
  const today = new Date().toISOString().slice(0, 10);
  const { open, waived, known, about } = await accepted(all, waivers, baseline, root, today);
  const isLoose = waivers.length > 0 || Object.keys(baseline).length > 0;
  const [before, looser] = await compared(workspace, flags.since, isLoose ? baseline : undefined);
  return {
    root,
    version,
    rules: asked,
    findings: grouped([...open.filter(({ fingerprint }) => before?.has(fingerprint) !== true), ...about, ...looser]),
    waived,
    known,
    unread,
    ...(flags.since === undefined ? {} : { since: flags.since }),
  };
}

/** What was found at the commit that a call names; and what is accepted now that was not there, if anything is. */
async function compared(
  { root, settings }: Workspace,
  since: string | undefined,
  baseline: Baseline | undefined,
): Promise<[ReadonlySet<string> | undefined, Finding[]]> {
  if (since === undefined && baseline === undefined) return [undefined, []];
  const { commitOf, defaultBranch } = await import('../rule/since.ts');
  const commit = since === undefined ? undefined : commitOf(root, since);
  // A change that accepts more than the default branch does is reported.
  const base = commit === undefined ? defaultBranch(root) : { ref: since ?? commit.id, commit };
  const looser =
    base === undefined || baseline === undefined
      ? []
      : await loosened(root, settings, baseline, base.ref, (path) => base.commit.file(path));
  return [await commit?.findings(await allRules()), looser];
}

async function foldIn(found: readonly Finding[], files: readonly string[], root: string): Promise<Finding[]> {
  return (await import('../rule/import-sarif.ts')).importSarif(found, files.map(fromCaller), root);
}

/** A path relative to the current directory of the caller. */
function fromCaller(path: string): string {
  return resolve(process.env['TURNAROUND_CWD'] ?? process.cwd(), path);
}

function textOf(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

/** Each format is loaded when it is asked for. */
async function written(report: Report, format: string): Promise<string> {
  switch (format) {
    case 'json':
      return `${JSON.stringify({ workspace: report.root, rules: report.rules.length, findings: report.findings, waived: report.waived, baseline: report.known.length, unread: report.unread }, null, 1)}\n`;
    case 'sarif':
      return (await import('../report/findings/sarif.ts')).sarif(report);
    case 'junit':
      return (await import('../report/findings/junit.ts')).junit(report);
    case 'github':
      return (await import('../report/findings/github.ts')).github(report);
    case 'markdown':
      return (await import('../report/findings/markdown.ts')).markdown(report);
    default:
      return (await import('../report/findings/text.ts')).text(report, paintFor(process.stdout, process.env));
  }
}

function save(path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (error) {
    throw new UserError(`cannot write ${path}: ${messageOf(error)}`, 'name a file in a writable folder');
  }
}

/** The baseline is written as a task is: journalled, planned with --dry-run, taken back by `undo`. */
async function writeBaseline(
  { words, flags, workspace, version }: RulesCall,
  found: readonly Finding[],
): Promise<number> {
  if (words.length > 0) throw new UserError('a baseline covers all rules', './task rules --baseline');
  const before = readBaseline(workspace.root);
  const text = baselineText(Object.keys(before).length === 0 ? undefined : before, found.filter(isWrong));
  const task: AnyTask = {
    id: 'rules:baseline',
    area: 'rules',
    file: import.meta.filename,
    needs: [],
    definition: {
      summary: `Write ${BASELINE}`,
      effect: 'reversible',
      settings: [() => ({ text })],
      run: ({ write, workspace: { root } }) =>
        Promise.resolve(met({ wrote: write(BASELINE, text, textOf(join(root, BASELINE))) })),
    },
  };
  const { runTasks } = await import('./run.ts');
  return runTasks([task], { call: [task.id], flags, workspace, version });
}
