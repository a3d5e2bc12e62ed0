import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AREAS, type AnyTask } from '../plan/catalog.ts';
import { declaredSettings } from '../plan/declared.ts';
import type { Options } from '../task/option.ts';
import { hasKey, withDeclared, type Schema } from '../workspace/settings-schema.ts';
import { loadRules } from '../rule/load-rules.ts';
import type { Rule } from '../rule/rule.ts';
import { criteria, type Criterion } from '../plan/criteria.ts';
import { areaTaskfile, commandTasks, taskTable } from '../generate/taskfile.ts';
import { HOME } from '../workspace/locate.ts';
import { UserError } from '../outcome/user-error.ts';
import { mustBeWritable } from './clone.ts';
import { defineCommand, type Command } from './command.ts';
import { HELP, RUN, WORKSPACE } from './flags.ts';
import { CODES, flagUsage, usageOf } from './help.ts';

export const generate = defineCommand({
  name: 'generate',
  summary: 'refresh Taskfiles, settings schema and tables in docs/ from scripts, rules, commands and checklists',
  flags: { 'dry-run': { type: 'boolean', description: 'only list stale files; exit with 1 if there are any' } },
  workspace: false,
  catalog: true,

  async run({ flags, catalog, commands }) {
    if (!flags['dry-run']) mustBeWritable('generate');
    const files = await generated(catalog, await commands());
    const stale = Object.entries(files).filter(
      ([path, text]) => !existsSync(join(HOME, path)) || readFileSync(join(HOME, path), 'utf8') !== text,
    );
    for (const [path, text] of stale) {
      process.stdout.write(`${flags['dry-run'] ? 'stale' : 'wrote'}: ${path}\n`);
      if (!flags['dry-run']) writeFileSync(join(HOME, path), text);
    }
    if (stale.length === 0) process.stdout.write('generated files are up to date\n');
    return flags['dry-run'] && stale.length > 0 ? 1 : 0;
  },
});

/** Every generated file with its text. */
async function generated(catalog: readonly AnyTask[], commands: readonly Command[]): Promise<Record<string, string>> {
  // It loads every reader of files.
  const { factTable } = await import('../generate/fact-table.ts');
  const lines = criteria();
  refuseUnknownCriteria(catalog, lines);
  const schema = settingsSchema(catalog);
  return {
    ...Object.fromEntries(
      AREAS.map((area) => [
        `scripts/${area}/Taskfile.yml`,
        areaTaskfile(
          area,
          catalog.filter((task) => task.area === area),
        ),
      ]),
    ),
    'Taskfile.yml': inBlock('Taskfile.yml', '  # ', '', commandTasks(commands)),
    'src/workspace/turnaround.schema.json': `${JSON.stringify(schema, null, 2)}\n`,
    ...inDocs('tasks', taskTable(catalog)),
    ...inDocs('criteria', criteriaTable(lines, catalog)),
    ...inDocs('commands', commandTables(commands)),
    ...inDocs('settings', settingsTable(schema)),
    ...inDocs('facts', factTable()),
    ...inDocs('rules', ruleTable(await loadRules(join(HOME, 'rules')))),
  };
}

function refuseUnknownCriteria(catalog: readonly AnyTask[], lines: readonly Criterion[]): void {
  const known = new Set(lines.map(({ id }) => id));
  for (const { id, definition } of catalog) {
    const named = [...(definition.proves ?? []), ...Object.keys(definition.partial ?? {})];
    const strange = named.find((line) => !known.has(line));
    if (strange !== undefined)
      throw new UserError(`${id} names the criterion ${strange}, which no checklist has`, 'see checklists/');
  }
}

/** What `turnaround.yaml` may contain: the keys that several read, and those that scripts declare. */
function settingsSchema(catalog: readonly AnyTask[]): Schema {
  const shared = JSON.parse(readFileSync(join(HOME, 'src/workspace/settings.schema.json'), 'utf8')) as Schema;
  const declared = declaredSettings(catalog);
  const taken = declared.find(({ key }) => hasKey(shared, key.split('.')));
  if (taken !== undefined)
    throw new UserError(
      `a script declares the setting ${taken.key}, which settings.schema.json has`,
      'give it another name',
    );
  return withDeclared(shared, declared);
}

function criteriaTable(lines: readonly Criterion[], catalog: readonly AnyTask[]): string {
  const proving = (id: string): string =>
    catalog
      .filter((task) => task.definition.proves?.includes(id))
      .map((task) => `\`${task.id}\``)
      .join(', ');
  const rows = lines.map(
    ({ id, text, terminal }) => `| \`${id}\` | ${terminal} | ${text} | ${proving(id) || 'nothing yet'} |`,
  );
  return ['| criterion | list | text | proved by |', '|---|---|---|---|', ...rows].join('\n');
}

function commandTables(commands: readonly Command[]): string {
  const rows = commands.map(
    (command) => `| \`${usageOf(command).replaceAll('|', '\\|')}\` | ${command.summary} | ${flagsIn(command.flags)} |`,
  );
  const flags = new Map<string, { description: string; of: string[] }>();
  const every = [{ name: 'every run of tasks', flags: RUN }, ...commands];
  for (const { name, flags: own } of every) {
    for (const flag of Object.entries(own)) {
      const key = `| \`${flagUsage(flag)}\` | ${flag[1].description} |`;
      const row = flags.get(key) ?? { description: key, of: [] };
      row.of.push(name.includes(' ') ? name : `\`${name}\``);
      flags.set(key, row);
    }
  }
  return [
    '| command | what it does | its flags |',
    '|---|---|---|',
    ...rows,
    '',
    '| flag | what it does | of |',
    '|---|---|---|',
    ...[...flags.values()].map(({ description, of }) => `${description} ${of.join(', ')} |`),
    ...Object.entries(WORKSPACE).map(
      (flag) => `| \`${flagUsage(flag)}\` | ${flag[1].description} | what works on a workspace |`,
    ),
    ...Object.entries(HELP).map((flag) => `| \`${flagUsage(flag)}\` | ${flag[1].description} | all |`),
    '',
    `Exit codes: ${CODES}.`,
  ].join('\n');
}

function flagsIn(flags: Options): string {
  return Object.keys(flags)
    .map((name) => `\`--${name}\``)
    .join(' ');
}

function settingsTable(schema: Schema): string {
  const rows = (part: Schema, path: string): string[] =>
    Object.entries(part.properties ?? {}).flatMap(([key, value]) => [
      ...(value.description === undefined ? [] : [`| \`${path}${key}\` | ${value.description} |`]),
      ...rows(value, `${path}${key}.`),
    ]);
  return ['| key | meaning |', '|---|---|', ...rows(schema, '')].join('\n');
}

function ruleTable(rules: readonly Rule[]): string {
  const rows = rules.map(({ id, title, severity, why }) => `| \`${id}\` | ${severity} | ${title} | ${why} |`);
  return ['| rule | effect | what it says | why it matters |', '|---|---|---|---|', ...rows].join('\n');
}

function inDocs(name: string, text: string): Record<string, string> {
  const path = `docs/${name}.md`;
  return { [path]: inBlock(path, '<!-- ', ' -->', `${text}\n`, name) };
}

/** The file with a new text between the marks of `name`; the rest of it is written by hand. */
function inBlock(path: string, open: string, close: string, text: string, name = 'commands'): string {
  const [begin, end] = [`${open}BEGIN GENERATED: ${name}${close}`, `${open}END GENERATED: ${name}${close}`];
  const now = readFileSync(join(HOME, path), 'utf8');
  const [head, rest] = now.split(begin);
  const tail = rest?.split(end)[1];
  if (head === undefined || tail === undefined)
    throw new UserError(`${path} has lost its marks`, `put ${begin.trim()} and ${end.trim()} back`, { file: path });
  return `${head}${begin}\n${text}${end}${tail}`;
}
