import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AREAS, type AnyTask } from '../plan/catalog.ts';
import { loadRules } from '../rule/load-rules.ts';
import type { Rule } from '../rule/rule.ts';
import { criteria, type Criterion } from '../plan/criteria.ts';
import { areaTaskfile, taskTable } from '../generate/taskfile.ts';
import { DERIVED_SUBJECTS } from '../facts/derive.ts';
import { EXTRACTORS } from '../facts/extractors.ts';
import { HOME } from '../workspace/locate.ts';
import { Fault } from '../outcome/user-error.ts';
import type { Call } from './call.ts';
import { CODES, COMMANDS, FLAGS } from './help.ts';

/** Refreshes what is made from the scripts and the checklists; `--check` in CI is the test of it. */
export async function generate(call: Call, catalog: readonly AnyTask[]): Promise<number> {
  const rules = await loadRules(join(HOME, 'rules'));
  const lines = criteria();
  const known = new Set(lines.map(({ id }) => id));
  for (const task of catalog) {
    for (const id of [...(task.definition.settles ?? []), ...Object.keys(task.definition.leaves ?? {})]) {
      if (!known.has(id))
        throw new Fault(`${task.id} names the criterion ${id}, which no checklist has`, 'see checklists/');
    }
  }
  const files: Record<string, string> = {};
  for (const area of AREAS) {
    files[`scripts/${area}/Taskfile.yml`] = areaTaskfile(
      area,
      catalog.filter((task) => task.area === area),
    );
  }
  for (const [path, name, text] of [
    ['docs/tasks.md', 'tasks', taskTable(catalog)],
    ['docs/criteria.md', 'criteria', criteriaTable(lines, catalog)],
    ['docs/commands.md', 'commands', commandTables()],
    ['docs/settings.md', 'settings', settingsTable()],
    ['docs/facts.md', 'facts', factTable()],
    ['docs/rules.md', 'rules', ruleTable(rules)],
  ] as const) {
    files[path] = inBlock(path, name, text);
  }
  const stale = Object.entries(files).filter(
    ([path, text]) => !existsSync(join(HOME, path)) || readFileSync(join(HOME, path), 'utf8') !== text,
  );
  for (const [path, text] of stale) {
    process.stdout.write(`${call.flags.dryRun ? 'is not as the scripts are' : 'wrote'}: ${path}\n`);
    if (!call.flags.dryRun) writeFileSync(join(HOME, path), text);
  }
  if (stale.length === 0) process.stdout.write('everything is as the scripts are\n');
  return call.flags.dryRun && stale.length > 0 ? 1 : 0;
}

function criteriaTable(lines: readonly Criterion[], catalog: readonly AnyTask[]): string {
  const proving = (id: string): string =>
    catalog
      .filter((task) => task.definition.settles?.includes(id))
      .map((task) => `\`${task.id}\``)
      .join(', ');
  const rows = lines.map(
    ({ id, text, terminal }) => `| \`${id}\` | ${terminal} | ${text} | ${proving(id) || 'nothing yet'} |`,
  );
  return ['| criterion | list | its words | proved by |', '|---|---|---|---|', ...rows].join('\n');
}

function commandTables(): string {
  const commands = Object.entries(COMMANDS).map(
    ([name, [takes, does]]) => `| \`${`${name} ${takes}`.trim().replaceAll('|', '\\|')}\` | ${does} |`,
  );
  const flags = FLAGS.map(([name, does]) => `| \`${name}\` | ${does} |`);
  return [
    '| command | what it does |',
    '|---|---|',
    ...commands,
    '',
    '| flag | what it does |',
    '|---|---|',
    ...flags,
    '',
    `Exit codes: ${CODES}.`,
  ].join('\n');
}

interface Schema {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
}

function settingsTable(): string {
  const schema = JSON.parse(readFileSync(join(HOME, 'src/workspace/settings.schema.json'), 'utf8')) as Schema;
  const rows = (part: Schema, path: string): string[] =>
    Object.entries(part.properties ?? {}).flatMap(([key, value]) => [
      `| \`${path}${key}\` | ${value.description ?? ''} |`,
      ...rows(value, `${path}${key}.`),
    ]);
  return ['| key | meaning |', '|---|---|', ...rows(schema, '')].join('\n');
}

function ruleTable(rules: readonly Rule[]): string {
  const rows = rules.map(({ id, title, severity, why }) => `| \`${id}\` | ${severity} | ${title} | ${why} |`);
  return ['| rule | effect | what it says | why it matters |', '|---|---|---|---|', ...rows].join('\n');
}

/** Every subject, with the kinds of file that it is read from. */
function factTable(): string {
  const rows = new Map<string, { means: string; from: string[] }>();
  const add = (subject: string, means: string, from: string): void => {
    const row = rows.get(subject);
    if (row === undefined) rows.set(subject, { means, from: [from] });
    else if (!row.from.includes(from)) row.from.push(from);
  };
  for (const { name, subjects } of EXTRACTORS) {
    for (const [subject, means] of Object.entries(subjects)) add(subject, means, name);
  }
  for (const [subject, means] of Object.entries(DERIVED_SUBJECTS)) add(subject, means, 'several together');
  const lines = [...rows]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([subject, { means, from }]) => `| \`${subject}\` | ${means.replaceAll('|', '\\|')} | ${from.join(', ')} |`);
  return ['| subject | its value | read from |', '|---|---|---|', ...lines].join('\n');
}

/** The file with what stands between the marks of `name` replaced; the rest of it is written by hand. */
function inBlock(path: string, name: string, text: string): string {
  const [begin, end] = [`<!-- BEGIN GENERATED: ${name} -->`, `<!-- END GENERATED: ${name} -->`];
  const now = readFileSync(join(HOME, path), 'utf8');
  const [head, rest] = now.split(begin);
  const tail = rest?.split(end)[1];
  if (head === undefined || tail === undefined)
    throw new Fault(`${path} has lost its marks`, `put ${begin} and ${end} back`, { file: path });
  return `${head}${begin}\n${text}\n${end}${tail}`;
}
