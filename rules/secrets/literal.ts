import { rule, locationOf, attribute, type Contradiction, type Fact, type View } from 'turnaround/rule';
import { isKept, isStand } from './_kept-secrets.ts';

export const literal = rule(import.meta, {
  title: 'A secret is hard-coded in a file of the workspace',
  severity: 'wrong',
  why: 'Everyone who can read the repository knows the secret, and the history of the repository keeps it forever.',
  *check(view) {
    const literals = view.about('secret.literal').filter((fact) => isKept(view, fact));
    for (const secret of literals) {
      const object = attribute(secret, 'by') ?? '';
      // Secrets in one file, or in one manifest, are committed together and removed together.
      const together = literals.filter(
        ({ file, attributes }) => file === secret.file && (attributes?.['by'] === object || !isSecret(object)),
      );
      if (together[0] !== secret || isStand(view, secret)) continue;
      yield isSecret(object) ? ofObject(object, together) : ofFile(view, together, literals);
    }
  },
});

const isSecret = (by: string): boolean => by.startsWith('Secret/');

function ofFile(view: View, values: readonly Fact[], all: readonly Fact[]): Contradiction {
  const [first] = values as [Fact];
  const names = [...new Set(values.map(({ value }) => String(value)))];
  const shown = names.length > 3 ? [...names.slice(0, 3), `${names.length - 3} more`] : names;
  const others = all.filter((fact) => fact.file !== first.file && names.includes(String(fact.value)));
  return {
    message: `${new Intl.ListFormat('en-GB').format(shown)} ${names.length === 1 ? 'is' : 'are'} hard-coded here`,
    at: locationOf(first, `${names[0]}=…`),
    groupKey: names[0] ?? '',
    against: [...values.slice(1), ...others].slice(0, 3).map((fact) => locationOf(fact, `${String(fact.value)}=…`)),
    remedy: 'read the value from a secret store, and rotate it: it is no longer secret',
  };
}

/** All values in the manifest of a Secret are one finding: they are committed together. */
function ofObject(object: string, values: readonly Fact[]): Contradiction {
  const [first] = values as [Fact];
  const names = values.slice(0, 3).map(({ value }) => String(value));
  const more = values.length > names.length ? ` and ${values.length - names.length} more` : '';
  return {
    message: `${object} is committed with its values: ${names.join(', ')}${more}`,
    at: locationOf(first, `${names[0]}: …`),
    groupKey: object,
    against: values.slice(1, 3).map((fact) => locationOf(fact, `${String(fact.value)}: …`)),
    remedy: 'read the values from a secret store, and rotate them: they are no longer secret',
  };
}
