import { attribute, type Fact, type View } from 'turnaround/rule';

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

function created(fact: Fact): SecretSource[] {
  const text = String(fact.value);
  const [, rest] =
    /\bkubectl\s(?:.*\s)?create\s+secret\s+(?:-\S+\s+(?:[\w${}"-]+\s+)?)*?(?:generic|tls|docker-registry)\s+(.*)$/s.exec(
      text,
    ) ?? [];
  const name = rest
    ?.replaceAll(/(?:^|\s)-n\s+\S+/g, ' ')
    .trim()
    .split(/\s+/)
    .find((word) => !word.startsWith('-'));
  if (rest === undefined || name === undefined) return [];
  const keys = [...rest.matchAll(/--from-literal[= ]["']?([\w.-]+)=/g)].map(([, key]) => key ?? '');
  const isWhole = keys.length > 0 && !/--from-(?:env-)?file/.test(rest);
  return [{ name: name.replaceAll(/["']/g, ''), keys: isWhole ? keys : undefined, fact }];
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
