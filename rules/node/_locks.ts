import { dirname, join } from 'node:path/posix';
import { satisfies } from 'semver';
import { attribute, type Fact, type View } from 'turnaround/rule';
import { tidy } from '../_folders.ts';
import { isIncluded } from '../_glob.ts';

/** Outdated: another manager's lock is beside it (node/several-locks reports that) or in a workspace around it. */
export function isLeft(view: View, lock: Fact): boolean {
  const folder = dirname(lock.file);
  return view.about('lock').some((other) => {
    const above = dirname(other.file);
    if (!/^(?:pnpm|yarn|bun)$/.test(attribute(other, 'manager') ?? '')) return false;
    if (above === folder) return true;
    const members = view
      .about('package.member')
      .filter((member) => dirname(member.file) === above)
      .map(({ value }) => value.replace(/^(!?)(.*)$/, (_, not: string, path: string) => not + tidy(join(above, path))));
    return isIncluded(members, folder);
  });
}

export function isWithin(locked: Fact, wanted: string): boolean {
  return satisfies(attribute(locked, 'version') ?? '', wanted, { loose: true });
}
