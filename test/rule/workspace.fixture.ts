import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { rule, locationOf, attribute, type Rule } from '../../src/rule/rule.ts';
import { readSurvey } from '../../src/facts/survey.ts';
import { View } from '../../src/facts/view.ts';
import { turnaround, withFolder, type Ran } from '../try.ts';

export type Files = Readonly<Record<string, string>>;

/** An image that exposes another port than it listens on: found by docker/exposed-port, which has a mend. */
export const IMAGE = 'FROM python:3.11\nEXPOSE 8000\nCMD ["uvicorn", "main:app", "--port", "8008"]\n';

export function lay(root: string, files: Files): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

/** A workspace of these files, and calls on it as a person would type them. */
export function within(
  files: Files,
  body: (root: string, call: (...args: string[]) => Promise<Ran>) => Promise<void>,
): Promise<void> {
  return withFolder(async (folder) => {
    const root = join(folder, 'shop');
    lay(root, files);
    const env = { XDG_CACHE_HOME: join(folder, 'cache') };
    await body(root, (...args) => turnaround([...args, '--workspace', root], { env, cwd: root }));
  });
}

export function git(root: string, ...args: string[]): void {
  const who = [
    '-c',
    'user.name=a',
    '-c',
    'user.email=a@b.c',
    '-c',
    'init.defaultBranch=main',
    '-c',
    'core.hooksPath=/dev/null',
  ];
  execFileSync('git', [...who, ...args], { cwd: root, stdio: 'ignore' });
}

/** A rule that says something of each port that is exposed; what is above 9000 it does not decide. */
export const PORTS: Rule = {
  ...rule(import.meta, {
    title: 'A port',
    severity: 'wrong',
    why: 'So that there is something to find.',
    *check(view) {
      for (const port of view.about('port.exposed')) {
        if (Number(port.value) > 9000) yield { undecided: `${port.value} may be meant`, at: locationOf(port) };
        else
          yield {
            message: `<port> ${port.value} | is "open"`,
            at: locationOf(port, `EXPOSE ${port.value}`),
            against: [{ file: 'k8s/a b.yaml', line: 3, says: `stage ${attribute(port, 'stage')}` }],
            remedy: 'close it, 100 %',
            mend: [{ file: port.file, line: port.line, was: String(port.value), is: '1' }],
          };
      }
    },
  }),
  id: 'test/ports',
};

export async function viewOf(root: string): Promise<View> {
  const { facts, applications } = await readSurvey(root, join(root, '../cache'));
  return new View(facts, applications);
}
