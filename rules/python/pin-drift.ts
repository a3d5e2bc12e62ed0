import { basename, dirname } from 'node:path/posix';
import { rule, locationOf, attribute, type Fact } from 'turnaround/rule';
import { isFileFor } from '../_purpose.ts';
import { includedBy, pinOf, samePin } from './_requirements.ts';

const MAIN = /^(?:requirements\.txt|pyproject\.toml)$/;

export const pinDrift = rule(import.meta, {
  title: 'Tests use another version of a package than production',
  severity: 'wrong',
  why: 'The tests prove nothing about the version that is deployed.',
  *check(view) {
    const pins = view
      .about('dependency')
      .filter((fact) => attribute(fact, 'kind') === 'python' && pinOf(fact) !== undefined);
    for (const other of pins) {
      const name = basename(other.file);
      const isTest = /requirements.*\.txt$/.test(name) && isFileFor(view, other.file, 'development', 'test', 'ci');
      if (!isTest && name !== 'requirements.txt') continue;
      const main = pins.find(
        (fact) =>
          fact.value === other.value &&
          dirname(fact.file) === dirname(other.file) &&
          MAIN.test(basename(fact.file)) &&
          fact.file !== other.file &&
          isMain(fact, isTest),
      );
      const [pin, was] = [pinOf(other) ?? '', main === undefined ? undefined : pinOf(main)];
      // Files that are installed together belong to python/pin-agrees.
      if (main === undefined || was === undefined || samePin(pin, was)) continue;
      if (includedBy(view, other.file)?.has(main.file) === true) continue;
      yield {
        message: `${other.value} is pinned to ${pin} here, but to ${was} in ${main.file}`,
        at: locationOf(other, `${other.value}==${pin}`),
        against: [locationOf(main, `${main.value}==${was}`)],
        groupKey: other.file,
        remedy: `pin ${other.value} to ${was} in both`,
      };
    }
  },
});

/** Whether production installs it: not a development group, not an extra. */
function isMain(fact: Fact<'dependency'>, isTest: boolean): boolean {
  if (fact.attributes?.['dev'] === true || fact.attributes?.['optional'] === true) return false;
  return isTest || basename(fact.file) === 'pyproject.toml';
}
