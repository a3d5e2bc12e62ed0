import { dirname } from 'node:path/posix';
import { rule, locationOf, attribute, type Contradiction, type Fact } from 'turnaround/rule';

const SERVICES = [
  ['version.postgres', 'PostgreSQL'],
  ['version.redis', 'Redis'],
] as const;

export const serviceAgrees = rule(import.meta, {
  title: 'A database runs in different major versions',
  severity: 'wrong',
  why: 'Query plans, results and errors differ between major versions, so tests prove nothing about production.',
  *check(view) {
    for (const [subject, name] of SERVICES) {
      const facts = view.about(subject).filter((fact) => fact.sure !== 'guessed');
      const tested = facts.filter(
        (fact) => /\.github\/workflows\//.test(fact.file) && attribute(fact, 'service') !== undefined,
      );
      const local = facts.filter((fact) => !tested.includes(fact) && /compose[^/]*\.ya?ml$/.test(fact.file));
      const deployed = facts.filter((fact) => attribute(fact, 'workload') !== undefined);
      const [production = [], ...others] = [deployed, local, tested].filter((some) => some.length > 0);
      const [first] = production;
      // Places that differ among themselves are alternatives or several systems: it is unclear which one counts.
      if (first === undefined || [production, ...others].some((some) => !isOne(some))) continue;
      for (const [other] of others)
        if (other !== undefined && majorOf(other) !== majorOf(first)) yield differenceOf(name, other, first);
    }
  },
});

function differenceOf(name: string, other: Fact, first: Fact): Contradiction {
  const [was, is] = [String(other.value), String(first.value)];
  const canMend = other.sure === 'stated' && /^\d+$/.test(was) && other.file.includes('.github/');
  return {
    message: `${name} ${was} runs here, but ${name} ${is} runs in ${first.file}`,
    at: locationOf(other, `${name} ${was}`),
    against: [locationOf(first, `${name} ${is}`)],
    remedy: `use ${name} ${majorOf(first)} in both places`,
    ...(canMend ? { mend: [{ file: other.file, line: other.line, was: `:${was}`, is: `:${majorOf(first)}` }] } : {}),
  };
}

function isOne(facts: readonly Fact[]): boolean {
  return new Set(facts.map(majorOf)).size === 1 && new Set(facts.map(({ file }) => dirname(file))).size === 1;
}

function majorOf({ value }: Fact): string {
  return String(value).split('.')[0] ?? '';
}
