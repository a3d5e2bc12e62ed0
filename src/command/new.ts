import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { AREAS } from '../plan/catalog.ts';
import { Fault } from '../task/fault.ts';
import { HOME } from '../workspace/locate.ts';
import type { Call } from './call.ts';

/** Writes the script of a new task and its test, from the templates. */
export function newTask({ rest }: Call): number {
  const [id = ''] = rest;
  const [, area = '', name = ''] = /^([a-z0-9]+):([a-z][a-z0-9-]*)$/.exec(id) ?? [];
  if (!AREAS.some((known) => known === area)) {
    throw new Fault(
      id === '' ? 'no name was given' : `${id} is not a task's name`,
      `give area:name, such as docs:links; areas: ${AREAS.join(', ')}`,
    );
  }
  const files = {
    'task.ts': join('scripts', area, `${name}.ts`),
    'task.test.ts': join('test/scripts', area, `${name}.test.ts`),
  };
  for (const file of Object.values(files)) {
    if (existsSync(join(HOME, file))) throw new Fault(`${file} exists`, 'choose another name', { file });
  }
  const camel = name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  for (const [template, file] of Object.entries(files)) {
    const text = readFileSync(join(HOME, 'templates/new', template), 'utf8')
      .replaceAll('__CAMEL__', camel)
      .replaceAll('__AREA__', area)
      .replaceAll('__NAME__', name);
    mkdirSync(dirname(join(HOME, file)), { recursive: true });
    writeFileSync(join(HOME, file), text, { flag: 'wx' });
    process.stdout.write(`wrote ${relative(HOME, join(HOME, file))}\n`);
  }
  process.stdout.write(
    `Next: write ${files['task.ts']}, then node --import tsx ${files['task.test.ts']} and ./task generate\n`,
  );
  return 0;
}
