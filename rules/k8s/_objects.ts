import { dirname, join, normalize } from 'node:path/posix';
import { told, type Fact, type View } from 'turnaround/rule';

const PATCHES = /^(?:patches|patchesStrategicMerge|patchesJson6902|replacements|transformers)$/;

/** Files that a kustomization lays over others. */
export function patchFiles(view: View): ReadonlySet<string> {
  const patches = view.about('path.named').filter((fact) => PATCHES.test(told(fact, 'by') ?? ''));
  return new Set(patches.map(({ file, value }) => normalize(join(dirname(file), String(value)))));
}

/** Whether kustomizations take in what lies beside a manifest, and not the manifest: it is not applied. */
export function isLeftOut(view: View, manifest: string): boolean {
  const taken = view.about('path.named').flatMap((fact) => {
    const by = told(fact, 'by') ?? '';
    const isTaken = /^(?:resources|bases|kubectl)$/.test(by) || PATCHES.test(by);
    return isTaken
      ? [normalize(join(told(fact, 'from') === 'file' ? dirname(fact.file) : '', String(fact.value)))]
      : [];
  });
  const folder = dirname(manifest);
  const covers = (path: string): boolean =>
    path === manifest || `${manifest}/`.startsWith(`${path.replace(/\/$/, '')}/`);
  return taken.some((path) => dirname(path) === folder && /\.ya?ml$/.test(path)) && !taken.some(covers);
}

/** Whether two may be in the same namespace: both say it and say the same, or one leaves it to the deployment. */
export function mayMeet(one: Fact, other: Fact): boolean {
  const [a, b] = [told(one, 'namespace'), told(other, 'namespace')];
  return a === undefined || b === undefined || a === b;
}

/** Whether two manifests may be of one deployment: examples and labs lie side by side in folders of their own. */
export function isBeside(one: Fact, other: Fact): boolean {
  const [a, b] = [one.file, other.file].map((file) => (file.includes('/') ? file.slice(0, file.indexOf('/')) : ''));
  // Workflows are of all of them.
  return a === b || [a, b].some((top) => top === '' || top === '.github' || top === 'scripts');
}

/** Names of the objects of a kind that the manifests define. */
export function namesOf(view: View, kind: string): Set<string> {
  return new Set(
    view.about('k8s.object').flatMap(({ value }) => {
      const [is, name = ''] = String(value).split('/');
      return is === kind ? [name] : [];
    }),
  );
}

/** Whether a manifest, a command or a kustomization that gives other names makes it. */
export function hasObject(view: View, kind: string, name: string): boolean {
  const made = new RegExp(`^kubectl .*\\bcreate ${kind.toLowerCase()} (?:.* )?${name}\\b`);
  return (
    namesOf(view, kind).has(name) ||
    view.about('k8s.affix').some(({ value }) => name.startsWith(String(value)) || name.endsWith(String(value))) ||
    view.about('command').some(({ value }) => made.test(String(value)))
  );
}
