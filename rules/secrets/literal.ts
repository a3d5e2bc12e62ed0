import { basename, dirname, join, normalize } from 'node:path/posix';
import { rule, side, told, type Contradiction, type Fact, type View } from 'turnaround/rule';

/** Files for a developer's own machine: nothing in them is secret. */
const LOCAL =
  /(?:^|[-._/])(?:dev|devel|development|developers?|local|test|tests|testing|ci|e2e|override|example|sample|template|demo|debug|cypress|playwright|seed|minikube|kind|\.devcontainer)(?=[-._/]|$)/i;
const DEPLOYS = /deploy|release|publish|prod|staging/i;

export const literal = rule(import.meta, {
  title: 'A secret is hard-coded in a file of the workspace',
  severity: 'wrong',
  why: 'Everyone who can read the repository knows the secret, and the history of the repository keeps it forever.',
  *check(view) {
    const samples = view.about('sample').map(({ file }) => dirname(file));
    const literals = view
      .about('secret.literal')
      .filter((fact) => isOpen(fact) && fact.of?.['plain'] !== true && !isForDevelopment(view, fact))
      // A README marks the folder as a sample, so its secrets protect nothing.
      .filter(({ file }) => !samples.some((folder) => folder === '.' || file.startsWith(`${folder}/`)));
    for (const secret of literals) {
      const object = told(secret, 'by') ?? '';
      // Secrets in one file, or in one manifest, are committed together and removed together.
      const together = literals.filter(
        ({ file, of }) => file === secret.file && (of?.['by'] === object || !isSecret(object)),
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
    at: side(first, `${names[0]}=…`),
    together: names[0] ?? '',
    against: [...values.slice(1), ...others].slice(0, 3).map((fact) => side(fact, `${String(fact.value)}=…`)),
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
    at: side(first, `${names[0]}: …`),
    together: object,
    against: values.slice(1, 3).map((fact) => side(fact, `${String(fact.value)}: …`)),
    remedy: 'read the values from a secret store, and rotate them: they are no longer secret',
  };
}

/** Third-party servers for development: a compose file without any part of the workspace, unless its name says more. */
function isStand(view: View, secret: Fact): boolean {
  if (told(secret, 'by') !== 'compose' || DEPLOYS.test(secret.file)) return false;
  return view.about('service', secret.file).every((one) => told(one, 'context') === undefined);
}

/** If there is a compose file for production, the plain one is for development. */
function isForDevelopment(view: View, { file, of }: Fact<'secret.literal'>): boolean {
  const production = ['prod', 'production', 'staging', 'deploy'].flatMap((name) =>
    ['docker-compose', 'compose'].flatMap((stem) =>
      ['.', '-'].flatMap((dash) => ['yml', 'yaml'].map((end) => `${stem}${dash}${name}.${end}`)),
    ),
  );
  const isPlain = /^(?:docker-)?compose\.ya?ml$/.test(basename(file));
  return (
    of?.['by'] === 'compose' && isPlain && production.some((name) => view.has(normalize(join(dirname(file), name))))
  );
}

function isOpen(secret: Fact<'secret.literal'>): boolean {
  const { file, of, sure } = secret;
  if (sure === 'guessed' || of?.['placeholder'] === true || of?.['default'] === true || of?.['usual'] === true)
    return false;
  if (LOCAL.test(`${dirname(file)}/${basename(file)}`)) return false;
  const by = told(secret, 'by') ?? '';
  // The secrets that a test job gives to its services exist only during the job.
  if (by === 'workflow') return told(secret, 'service') === undefined && DEPLOYS.test(told(secret, 'job') ?? '');
  return /^(?:compose|dockerfile|kubernetes|kustomize)$/.test(by) || /^(?:Secret|ConfigMap)\//.test(by);
}
