import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AREAS } from '../plan/catalog.ts';
import { UserError } from '../outcome/user-error.ts';
import { HOME } from '../workspace/locate.ts';
import { mustBeWritable } from './clone.ts';
import { defineCommand } from './command.ts';

/** From the files in templates/new. */
export const create = defineCommand({
  name: 'new',
  summary: 'write a new task and its test, or with rule:AREA/NAME a new rule and its cases',
  words: { name: 'AREA:NAME', most: 1, required: true },
  flags: {},
  workspace: false,
  catalog: false,

  run({ words: [id = ''] }) {
    mustBeWritable('new');
    return Promise.resolve(newFiles(id));
  },
});

function newFiles(id: string): number {
  const [, area = '', name = ''] = /^rule:([a-z][a-z0-9]*)\/([a-z][a-z0-9-]*)$/.exec(id) ?? [];
  return id.startsWith('rule:') ? newRule(id, area, name) : newTask(id);
}

function newTask(id: string): number {
  const [, area = '', name = ''] = /^([a-z0-9]+):([a-z][a-z0-9-]*)$/.exec(id) ?? [];
  if (!AREAS.some((known) => known === area)) {
    throw new UserError(
      id === '' ? 'no name was given' : `${id} is not a task's name`,
      `give area:name, such as docs:links, or rule:area/name; areas: ${AREAS.join(', ')}`,
    );
  }
  const test = join('test/scripts', area, `${name}.test.ts`);
  write(join('scripts', area, `${name}.ts`), filled('task.ts', area, name));
  write(test, filled('task.test.ts', area, name));
  process.stdout.write(`Next: write scripts/${area}/${name}.ts, then node --import tsx ${test} and ./task generate\n`);
  return 0;
}

function newRule(id: string, area: string, name: string): number {
  if (name === '')
    throw new UserError(`${id} is not a rule's name`, 'give rule:area/name, such as rule:k8s/probe-path');
  const [rule, cases] = [join('rules', area, `${name}.ts`), join('test/rules/cases', `${area}.ts`)];
  write(rule, filled('rule.ts', area, name));
  const fresh = filled('case.ts', area, name);
  const before = existsSync(join(HOME, cases)) ? readFileSync(join(HOME, cases), 'utf8') : undefined;
  // After the last case.
  const [entry = ''] = /^ {2}'[^]*?^ {2}},\n/m.exec(fresh) ?? [];
  const text = before === undefined ? fresh : before.replace(/};\s*$/, () => `${entry}};\n`);
  mkdirSync(dirname(join(HOME, cases)), { recursive: true });
  writeFileSync(join(HOME, cases), text);
  process.stdout.write(`wrote its case into ${cases}\n`);
  process.stdout.write(`Next: write both, then node --import tsx test/rules/rules.test.ts and ./task generate\n`);
  return 0;
}

function write(file: string, text: string): void {
  if (existsSync(join(HOME, file))) throw new UserError(`${file} exists`, 'choose another name', { file });
  mkdirSync(dirname(join(HOME, file)), { recursive: true });
  writeFileSync(join(HOME, file), text, { flag: 'wx' });
  process.stdout.write(`wrote ${file}\n`);
}

function filled(template: string, area: string, name: string): string {
  const camel = name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  return readFileSync(join(HOME, 'templates/new', template), 'utf8')
    .replaceAll('__CAMEL__', camel)
    .replaceAll('__AREA__', area)
    .replaceAll('__NAME__', name);
}
