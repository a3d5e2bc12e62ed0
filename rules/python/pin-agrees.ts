import { rule, locationOf, type Fact, type View } from 'turnaround/rule';
import { declaredIn, includedBy, isRequirements, pinOf, samePin } from './_requirements.ts';

export const pinAgrees = rule(import.meta, {
  title: 'Two conflicting pins of one package are installed together',
  severity: 'fails',
  why: 'pip fails: "Cannot install a==1 and a==2 because these package versions have conflicting dependencies".',
  *check(view) {
    const files = new Set(
      view
        .about('dependency')
        .map(({ file }) => file)
        .filter(isRequirements),
    );
    const seen = new Set<string>();
    for (const file of files) {
      const together = [...(includedBy(view, file) ?? [])].filter((one) => !isFetched(view, one));
      const pins = new Map<string, Fact>();
      for (const fact of declaredIn(view, new Set(together))) {
        const [pin, name] = [pinOf(fact), fact.value];
        const other = pins.get(name);
        if (pin === undefined) continue;
        pins.set(name, other ?? fact);
        const was = other === undefined ? undefined : pinOf(other);
        const key = `${fact.file}:${fact.line}`;
        if (other === undefined || was === undefined || samePin(pin, was) || seen.has(key)) continue;
        seen.add(key);
        yield {
          message: `${name} is pinned to ${pin} here, but to ${was} in ${other.file}`,
          at: locationOf(fact, `${name}==${pin}`),
          against: [locationOf(other, `${name}==${was}`)],
          remedy: `pin ${name} only once, to the intended version`,
        };
      }
    }
  },
});

/** Whether a file lists several packages twice: they are fetched to build others, each in its own environment. */
function isFetched(view: View, file: string): boolean {
  const names = declaredIn(view, new Set([file])).flatMap((one) => (pinOf(one) === undefined ? [] : one.value));
  return new Set(names.filter((name, at) => names.indexOf(name) !== at)).size > 2;
}
