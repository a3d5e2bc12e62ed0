import { join } from 'node:path/posix';
import { locationOf, attribute, type Contradiction, type Fact, type View } from 'turnaround/rule';
import { isOutsideOfPython } from 'turnaround/tools/python-range';
import { isOutside } from '../_range.ts';
import { callOf } from '../_commands.ts';
import { tidy } from '../_folders.ts';
import { sidesOf, unsupportedBy } from './_packages.ts';
import { projectsOf } from './_projects.ts';
import type { Runtime } from './_runtime.ts';
import type { Use } from './_uses.ts';

export function isRuledOut({ fact, key }: Use, ranges: readonly Fact[]): boolean {
  const version = /^v?\d/.test(fact.value) ? fact.value : key;
  return ranges.some((range) => isOutsideOf(range, version));
}

/** Whether a range that a manifest declares certainly excludes a version. */
export function isOutsideOf({ subject, value }: Fact, version: string): boolean {
  return (subject === 'version.python' ? isOutsideOfPython : isOutside)(version, String(value));
}

/** `<=3.11` looks as if it allowed 3.11, but allows only 3.11.0. */
function hintOf(range: Fact, version: string): string {
  const isFirst = range.subject === 'version.python' && !isOutsideOf(range, `${version}.0`);
  return isFirst ? `, which excludes ${version}.1 and later` : '';
}

/** Versions in use that the project's manifest rules out. */
export function* outsideOf(view: View, runtime: Runtime): Generator<Contradiction> {
  for (const { folder, uses, ranges } of projectsOf(view, runtime)) {
    // npm only warns; yarn and pnpm refuse.
    const isNpm = view.has(tidy(join(folder, 'package-lock.json')));
    // The version for development shows which version is intended.
    const meant = uses.find((use) => use.kind === 'file' && !isRuledOut(use, ranges));
    for (const range of ranges) {
      for (const use of uses) {
        const { fact, says } = use;
        if (!isRuledOut(use, [range])) continue;
        const asked = String(range.value);
        const isWarned = runtime.kind === 'npm' && (isNpm || isOfNpm(view, use));
        yield {
          message: `${says}, but ${range.file} requires ${asked}${hintOf(range, fact.value)}`,
          at: locationOf(fact, says),
          against: [
            locationOf(range, `${runtime.name} ${asked}`),
            ...(meant === undefined ? [] : [locationOf(meant.fact, meant.says)]),
            ...(runtime.kind === 'npm' ? sidesOf(unsupportedBy(view, folder, use)) : []),
          ],
          remedy:
            meant === undefined
              ? `use a version that ${asked} allows, or widen the range`
              : `use ${runtime.name} ${meant.key}, as ${meant.fact.file} does`,
          groupKey: `${range.file} ${use.key}`,
          ...(isWarned ? { severity: 'wrong' } : {}),
        };
      }
    }
  }
}

/** Whether the job of a workflow runs no other package manager than npm. */
function isOfNpm(view: View, { fact, kind }: Use): boolean {
  const programs = view
    .about('command', fact.file)
    .filter((command) => attribute(command, 'job') === attribute(fact, 'job'))
    .map((command) => callOf(command).program);
  return kind === 'workflow' && !programs.some((program) => /^(?:yarn|pnpm|bun)$/.test(program));
}
