import { basename, dirname, join, normalize } from 'node:path/posix';
import { attribute, type Fact, type View } from 'turnaround/rule';
import { isFileFor, isPartFor } from '../_purpose.ts';

/** Attributes of values that protect nothing. */
const MARKS = ['plain', 'placeholder', 'default', 'usual'] as const;

/** Whether a literal is a real secret in a file that is deployed. */
export function isKept(view: View, secret: Fact<'secret.literal'>): boolean {
  const { file, attributes, sure } = secret;
  if (sure === 'guessed' || MARKS.some((mark) => attributes?.[mark] === true)) return false;
  // Nothing is secret in a sample, or on a developer's own machine.
  if (isFileFor(view, file, 'development', 'test', 'ci', 'example') || isBesideProduction(view, secret)) return false;
  const by = attribute(secret, 'by') ?? '';
  // The secrets that a test job gives to its services exist only during the job.
  if (by === 'workflow') return attribute(secret, 'service') === undefined && isPartFor(view, secret, 'production');
  return /^(?:compose|dockerfile|kubernetes|kustomize)$/.test(by) || /^(?:Secret|ConfigMap)\//.test(by);
}

/** If there is a compose file for production, the plain one is for development. */
function isBesideProduction(view: View, { file, attributes }: Fact<'secret.literal'>): boolean {
  const production = ['prod', 'production', 'staging', 'deploy'].flatMap((name) =>
    ['docker-compose', 'compose'].flatMap((stem) =>
      ['.', '-'].flatMap((dash) => ['yml', 'yaml'].map((end) => `${stem}${dash}${name}.${end}`)),
    ),
  );
  const isPlain = /^(?:docker-)?compose\.ya?ml$/.test(basename(file));
  return (
    attributes?.['by'] === 'compose' &&
    isPlain &&
    production.some((name) => view.has(normalize(join(dirname(file), name))))
  );
}

/** Third-party servers for development: a compose file without any part of the workspace, unless its name says more. */
export function isStand(view: View, secret: Fact): boolean {
  if (attribute(secret, 'by') !== 'compose' || isFileFor(view, secret.file, 'production')) return false;
  return view.about('service', secret.file).every((one) => attribute(one, 'context') === undefined);
}
