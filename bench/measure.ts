import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

export interface Command {
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** Called before each run, not measured. */
  readonly before?: () => void;
}

export interface Figures {
  readonly name: string;
  /** Medians over the rounds, in milliseconds; CPU is user and system time of the whole process tree. */
  readonly wall: number;
  readonly cpu: number;
}

/** Runs the commands one after the other, round by round, so that a busy machine is as busy for each of them. */
export function measure(commands: readonly Command[], rounds: number): Figures[] {
  const seen = commands.map(() => ({ wall: [] as number[], cpu: [] as number[] }));
  for (let round = 0; round < rounds; round += 1) {
    for (const [at, { name, program, args, env, before }] of commands.entries()) {
      before?.();
      const cpu = childTime();
      const began = performance.now();
      const { status, stderr } = spawnSync(program, [...args], {
        env: { ...process.env, ...env },
        encoding: 'utf8',
        maxBuffer: 1 << 28,
      });
      if (status !== 0) throw new Error(`${name} ended with ${status}: ${stderr}`);
      seen[at]?.wall.push(performance.now() - began);
      seen[at]?.cpu.push(childTime() - cpu);
    }
  }
  return commands.map(({ name }, at) => ({
    name,
    wall: median(seen[at]?.wall ?? []),
    cpu: median(seen[at]?.cpu ?? []),
  }));
}

/** User and system time of the children that have ended, in milliseconds (proc(5): cutime and cstime, in 1/100 s). */
function childTime(): number {
  const stat = readFileSync('/proc/self/stat', 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[13]) + Number(fields[14])) * 10;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** The figures as a table, each in ratio to the first `against`. */
export function table(title: string, figures: readonly Figures[], against: string): string {
  const base = figures.find(({ name }) => name === against);
  const row = ({ name, wall, cpu }: Figures): string =>
    `| ${name} | ${wall.toFixed(0)} | ${cpu.toFixed(0)} | ${ratio(wall, base?.wall)} | ${ratio(cpu, base?.cpu)} |`;
  return [
    `### ${title}`,
    '',
    `| | wall ms | CPU ms | wall ÷ ${against} | CPU ÷ ${against} |`,
    '|---|---|---|---|---|',
    ...figures.map(row),
    '',
  ].join('\n');
}

function ratio(value: number, base: number | undefined): string {
  return base === undefined || base === 0 ? '' : (value / base).toFixed(2);
}
