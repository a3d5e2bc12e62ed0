import { dirname, join, normalize } from 'node:path/posix';
import { attribute, type Fact, type View } from 'turnaround/rule';

export const KUSTOMIZATION = /(?:^|\/)(?:kustomization\.ya?ml|Kustomization)$/;

const NAMES = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/** Whether a folder exists in which `kubectl apply -k` finds no kustomization. */
export function lacksKustomization(view: View, path: string): boolean {
  return view.has(path) && !view.files.includes(path) && !NAMES.some((name) => view.has(join(path, name)));
}

/**
 * The namespaces that an object gets: that of the outermost kustomization that includes its file, or its own. Undefined
 * if they are chosen at deployment.
 */
export function namespacesOf(view: View, fact: Fact): ReadonlySet<string> | undefined {
  const parents = new Map<string, Set<string>>();
  for (const taken of view.about('path.named')) {
    if (!KUSTOMIZATION.test(taken.file) || !/^(?:resources|bases|components)$/.test(attribute(taken, 'by') ?? ''))
      continue;
    const path = normalize(join(dirname(taken.file), taken.value)).replace(/\/$/, '');
    // Without a kustomization in the folder, the build fails there; the fix will include the files below.
    const below = lacksKustomization(view, path) ? view.files.filter((file) => file.startsWith(`${path}/`)) : [];
    for (const place of [path, ...NAMES.map((name) => join(path, name)), ...below])
      parents.set(place, (parents.get(place) ?? new Set()).add(taken.file));
  }
  // If no kustomization beside it includes it, the namespace is chosen when it is applied, if it is applied at all.
  const isBeside = NAMES.some((name) => view.files.includes(join(dirname(fact.file), name)));
  if (isBeside && !KUSTOMIZATION.test(fact.file) && !parents.has(fact.file)) return undefined;
  const own = new Map(view.about('k8s.namespace').map(({ file, value }) => [file, value]));
  const reached = (file: string, namespace: string | undefined, seen: readonly string[]): (string | undefined)[] => {
    const above = [...(parents.get(file) ?? [])].filter((one) => !seen.includes(one));
    return above.length === 0
      ? [namespace]
      : above.flatMap((one) => reached(one, own.get(one) ?? namespace, [...seen, one]));
  };
  const found = reached(fact.file, own.get(fact.file) ?? attribute(fact, 'namespace'), []);
  const whole = found.filter((one) => one !== undefined);
  return whole.length === found.length ? new Set(whole) : undefined;
}
