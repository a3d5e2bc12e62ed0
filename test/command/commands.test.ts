import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { allCommands, commandOf, NAMES } from '../../src/command/commands.ts';
import { HELP, WORKSPACE } from '../../src/command/flags.ts';
import { flagsOf, flagUsage, usageOf } from '../../src/command/help.ts';
import { HOME } from '../../src/workspace/locate.ts';
import { assert, suite } from '../harness.ts';
import { turnaround } from '../try.ts';

const test = suite('commands');

const commands = await allCommands();

test('every file that declares a command is in the table, under its name', async () => {
  assert.equal(
    commands.map(({ name }) => name),
    NAMES,
  );
  const folder = join(HOME, 'src/command');
  const declaring = readdirSync(folder).filter((file) =>
    /^export const \w+ = defineCommand/m.test(readFileSync(join(folder, file), 'utf8')),
  );
  assert.equal(declaring.toSorted(), [...NAMES, 'overview'].map((name) => `${name}.ts`).toSorted());
  assert.is(await commandOf('constructor'), undefined);
});

test('a summary and a description are one line without a full stop', () => {
  for (const command of commands) {
    const lines = [command.summary, ...Object.values(command.flags).map(({ description }) => description)];
    for (const line of lines) assert.match(line, /^[a-z][^\n]*[^.\n]$/, command.name);
  }
});

test('help of a command has its own flags and no others', async () => {
  for (const command of commands.filter(({ name }) => name !== 'test')) {
    const { code, stdout } = await turnaround([command.name, '--help']);
    assert.is(code, 0);
    assert.is(stdout.split('\n')[0], `usage: ./task ${usageOf(command)} [flags]`);
    const shown = stdout.match(/^ {2}--\S+(?: [A-Z]\S*)?(?= {2})/gm)?.map((line) => line.trim());
    const own = { ...command.flags, ...(command.workspace ? WORKSPACE : {}), ...HELP };
    assert.equal(shown, Object.entries(own).map(flagUsage), command.name);
  }
});

test('completion knows every name, and the flags of each', async () => {
  const { stdout } = await turnaround(['completion']);
  const complete = (...words: string[]): string[] => {
    const quoted = words.map((word) => `'${word}'`).join(' ');
    const ask = `COMP_WORDS=(./task ${quoted}); COMP_CWORD=${words.length}; _turnaround; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const ran = spawnSync('bash', ['--norc', '-c', `${stdout}\n${ask}`], { encoding: 'utf8' });
    assert.is(ran.stderr, '');
    return ran.stdout.split('\n').filter(Boolean);
  };
  assert.equal(complete('st'), ['status']);
  assert.equal(complete('docs:'), ['docs:openapi', 'docs:all']);
  assert.equal(complete('docs:openapi', '--m'), ['--make-env']);
  assert.equal(complete('cleanup:all', '--m'), []);
  assert.equal(complete('WORKSPACE=x', 'cleanup:all', '--of'), ['--offline']);
  for (const command of commands)
    assert.equal(
      complete(command.name, '--'),
      Object.keys(flagsOf(command)).map((name) => `--${name}`),
      command.name,
    );
});

test.run();
