import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { AnyTask } from '../plan/catalog.ts';
import { declaredSettings } from '../plan/declared.ts';
import { paintFor } from '../report/paint.ts';
import { JournalState } from '../run/journal-state.ts';
import { UserError } from '../outcome/user-error.ts';
import { met } from '../outcome/outcome.ts';
import { isNotDeployed } from '../facts/not-deployed.ts';
import { foundIn, type Found } from '../facts/found.ts';
import { SETTINGS } from '../workspace/locate.ts';
import { surveyOf } from '../facts/survey.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { parseSettings } from '../workspace/settings.ts';
import { defineCommand } from './command.ts';
import { CHANGES } from './flags.ts';
import { runTasks } from './run.ts';
import { settingsText, type Told } from './settings-text.ts';

export const init = defineCommand({
  name: 'init',
  summary: 'show what was found and where; write turnaround.yaml with what detection cannot know',
  words: { name: 'KEY=VALUE', most: Infinity },
  flags: {
    check: { type: 'boolean', description: 'only print what changed since init ran; exit with 1 if something did' },
    ...CHANGES,
  },
  workspace: true,
  catalog: true,

  async run({ words, flags, workspace, catalog, version }) {
    const survey = await surveyOf(workspace);
    const found = foundIn(survey.facts, survey.applications);
    if (flags.check) return changes(workspace, found, flags.json);
    if (!flags.json) process.stdout.write(`${foundLines(found)}\n\n`);
    const told = await tell(words, workspace);
    const text = settingsText(told);
    const exists = existsSync(join(workspace.root, SETTINGS));
    if (exists && words.length > 0) {
      throw new UserError(
        `${SETTINGS} already exists`,
        `add to it by hand: ${told.map(({ key, value }) => `${key}: ${value}`).join(', ')}`,
      );
    }
    if (!exists && told.length === 0) process.stdout.write(`everything was detected: no ${SETTINGS} is needed\n`);
    const writes = !exists && told.length > 0;
    if (writes) await parseSettings(workspace.root, text, () => Promise.resolve(declaredSettings(catalog)));
    return runTasks([writer(found, writes ? text : undefined)], { call: [TASK], flags, workspace, version });
  },
});

const TASK = 'init:settings';

/** The writing is a task as any other: journalled, planned with --dry-run, taken back by `undo`. */
function writer(found: readonly Found[], text: string | undefined): AnyTask {
  return {
    id: TASK,
    area: 'init',
    file: import.meta.filename,
    needs: [],
    definition: {
      summary: `Write ${SETTINGS} and record what was found`,
      effect: 'reversible',
      settings: [() => ({ found: [...found], text: text ?? null })],
      run: ({ write }) =>
        Promise.resolve(met({ found: [...found], wrote: text === undefined ? null : write(SETTINGS, text) })),
    },
  };
}

/** What the call gives, and which of several applications is the likeliest. */
async function tell(words: readonly string[], workspace: Workspace): Promise<Told[]> {
  const told = words.map((word) => {
    const [, key, value] = /^([a-z][\w.-]*)=(.+)$/s.exec(word) ?? [];
    if (key === undefined || value === undefined) {
      throw new UserError(
        `${word} is not KEY=VALUE`,
        'such as ./task init application.app=app.main:app; docs/settings.md lists the keys',
      );
    }
    return { key, value, because: 'given to init' };
  });
  const [first, ...others] = (await surveyOf(workspace)).applications.filter(({ file }) => !isNotDeployed(file));
  const isGiven =
    told.some(({ key }) => key.startsWith('application.')) || workspace.settings.application !== undefined;
  const rivals = others.filter(({ starts }) => starts.length >= Math.min(1, first?.starts.length ?? 0));
  if (isGiven || first === undefined || rivals.length === 0) return told;
  const because = `the likeliest of ${rivals.length + 1}; the others: ${rivals.map(({ app, file }) => `${app} (${file})`).join(', ')}`;
  const folder = first.folder === '' ? [] : [{ key: 'application.folder', value: first.folder, because: undefined }];
  return [...told, { key: 'application.app', value: first.app, because }, ...folder];
}

function foundLines(found: readonly Found[]): string {
  const paint = paintFor(process.stdout, process.env);
  const width = Math.max(0, ...found.map(({ what }) => what.length));
  const lines = found.map(({ what, value, places }) => {
    const more = places.length > 3 ? `, and ${places.length - 3} more` : '';
    return `${what.padEnd(width)}  ${paint.bold(value)}  ${paint.dim(`${places.slice(0, 3).join(', ')}${more}`)}`;
  });
  return lines.length === 0 ? 'nothing was found that a task works on' : lines.join('\n');
}

/** What changed since `init` ran last. */
function changes(workspace: Workspace, now: readonly Found[], json: boolean): number {
  const value = new JournalState(workspace.state).refresh().tasks.get(TASK)?.ended?.value;
  const before = (value as { found?: readonly Found[] } | null | undefined)?.found;
  if (before === undefined) {
    process.stdout.write('init has not run here yet: ./task init records what is found, to compare with later\n');
    return 3;
  }
  const key = ({ what, value: said }: Found): string => `${what} ${said}`;
  const [then, today] = [
    new Map(before.map((each) => [key(each), each])),
    new Map(now.map((each) => [key(each), each])),
  ];
  const gone = before.filter((each) => !today.has(key(each)));
  const added = now.filter((each) => !then.has(key(each)));
  if (json) process.stdout.write(`${JSON.stringify({ gone, added }, null, 1)}\n`);
  else {
    for (const each of gone) process.stdout.write(`- ${key(each)}  ${each.places.join(', ')}\n`);
    for (const each of added) process.stdout.write(`+ ${key(each)}  ${each.places.join(', ')}\n`);
    if (gone.length + added.length === 0) process.stdout.write('nothing changed since init ran\n');
  }
  return gone.length + added.length === 0 ? 0 : 1;
}
