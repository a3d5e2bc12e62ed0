import { attribute, valuesOf, type Fact, type View } from 'turnaround/rule';
import { wordsOf } from '../_commands.ts';

/** What creates a Secret: a manifest, an operator's object, or a command in a script or document. */
export interface SecretSource {
  readonly name: string;
  /** Its keys; undefined if not all of them are known. */
  readonly keys: readonly string[] | undefined;
  readonly fact: Fact;
}

export function secretSources(view: View): SecretSource[] {
  const defined = view.about('secret.defined').flatMap((fact) => {
    const keys = fact.attributes?.keys ?? [];
    const isWhole = keys.length > 0 && fact.attributes?.open !== true;
    return attribute(fact, 'by') === 'compose' ? [] : [{ name: fact.value, keys: isWhole ? keys : undefined, fact }];
  });
  return [...defined, ...view.about('command').flatMap(created)];
}

const TYPES = /^(?:generic|tls|docker-registry)$/;

/** `kubectl create secret generic NAME --from-literal=KEY=…`, also inside of a comment. */
function created(fact: Fact<'command'>): SecretSource[] {
  const words = wordsOf(fact);
  const at = words.findIndex((word, index) => word === 'create' && words[index + 1] === 'secret');
  const type = words.findIndex((word, index) => index > at + 1 && TYPES.test(word));
  if (at === -1 || type === -1 || !words.slice(0, at).includes('kubectl')) return [];
  const rest = words.slice(type + 1);
  const name = rest.find((word, index) => !word.startsWith('-') && rest[index - 1] !== '-n');
  if (name === undefined) return [];
  const keys = valuesOf(rest, '--from-literal').map((literal) => literal.replace(/=.*$/s, ''));
  const isWhole = keys.length > 0 && !rest.some((word) => /^--from-(?:env-)?file/.test(word));
  return [{ name, keys: isWhole ? keys : undefined, fact }];
}

/** A Secret for TLS or the registry usually belongs to the cluster; a container's Secret belongs to the application. */
export function secretsNeeded(view: View): Fact<'k8s.reference'>[] {
  return view
    .about('k8s.reference')
    .filter(
      (one) =>
        one.value.startsWith('Secret/') &&
        /^(?:env|envFrom|volume)$/.test(attribute(one, 'as') ?? '') &&
        one.attributes?.['optional'] !== true,
    );
}
