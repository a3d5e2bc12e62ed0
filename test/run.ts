import { spawn, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join, relative } from 'node:path';
import { HOME } from '../src/workspace/locate.ts';
import { TSX } from './try.ts';

/**
 * The whole check: what the tools say of our code, then every test file in a process of its own. uvu ends with 0 for
 * a file that never calls `test.run()` and for no file at all, so both are failures here.
 */
const LIMIT = 600_000;

interface Outcome {
  readonly name: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly output: string;
}

const CHECKS: Readonly<Record<string, readonly string[]>> = {
  types: ['tsc', '-p', '.'],
  lint: ['oxlint', '--type-aware', '--deny-warnings'],
  format: ['oxfmt', '--check', '.'],
  unused: ['knip'],
};

function check(name: string, [program = '', ...args]: readonly string[]): Outcome {
  const { status, stdout, stderr } = spawnSync(join(HOME, 'node_modules/.bin', program), args, {
    cwd: HOME,
    encoding: 'utf8',
    timeout: LIMIT,
  });
  const ok = status === 0;
  return { name, passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0, output: ok ? '' : `${stdout}${stderr}` };
}

function testFile(file: string): Promise<Outcome> {
  const name = relative(HOME, file);
  if (!/^test\.run\(\);$/m.test(readFileSync(file, 'utf8')))
    return Promise.resolve(broken(name, 'never calls test.run()'));
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [...TSX, file], {
      cwd: HOME,
      env: { ...process.env, FORCE_COLOR: '0', NO_COLOR: '1' },
      timeout: LIMIT,
      killSignal: 'SIGKILL',
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.once('close', (code, signal) => {
      const count = (word: string): number =>
        [...output.matchAll(new RegExp(`^ {2}${word}: +(\\d+)`, 'gm'))].reduce(
          (sum, match) => sum + Number(match[1]),
          0,
        );
      const [total, passed, skipped] = [count('Total'), count('Passed'), count('Skipped')];
      if (total + skipped === 0) resolve(broken(name, `ran no test (${signal ?? `exit ${code}`})\n${output}`));
      else resolve({ name, passed, skipped, failed: Math.max(total - passed, code === 0 ? 0 : 1), output });
    });
  });
}

function broken(name: string, why: string): Outcome {
  return { name, passed: 0, failed: 1, skipped: 0, output: `${name} ${why}` };
}

function report({ name, passed, failed, skipped, output }: Outcome): void {
  console.log(
    `${failed > 0 ? '✖' : '✔'} ${name}: ${passed} passed${failed > 0 ? `, ${failed} failed` : ''}${skipped > 0 ? `, ${skipped} skipped` : ''}`,
  );
  for (const line of output.split('\n')) if (line.startsWith('skipped: ')) console.log(`    ${line}`);
  if (failed > 0) console.log(output.replaceAll(/^/gm, '    '));
}

const wanted = process.argv.slice(2);
const files = readdirSync(join(HOME, 'test'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.test.ts') && (wanted.length === 0 || wanted.some((part) => name.includes(part))))
  .toSorted()
  .map((name) => join(HOME, 'test', name));
const outcomes: Outcome[] = [];
const ended = (outcome: Outcome): void => {
  outcomes.push(outcome);
  report(outcome);
};

if (wanted.length === 0) for (const [name, command] of Object.entries(CHECKS)) ended(check(name, command));
if (files.length === 0)
  ended(broken('test/', `has no test file${wanted.length === 0 ? '' : ` named like ${wanted.join(', ')}`}`));
const queue = [...files];
await Promise.all(
  Array.from({ length: Math.min(2, cpus().length) }, async () => {
    for (let file = queue.shift(); file !== undefined; file = queue.shift()) ended(await testFile(file));
  }),
);
const sum = (part: 'passed' | 'failed' | 'skipped'): number =>
  outcomes.reduce((total, outcome) => total + outcome[part], 0);
const skipped = sum('skipped');
console.log(`${sum('passed')} passed, ${sum('failed')} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = sum('failed') > 0 ? 1 : 0;
