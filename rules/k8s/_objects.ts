import { dirname, join, normalize } from 'node:path/posix';
import { attribute, type Fact, type View } from 'turnaround/rule';

const PATCHES = /^(?:patches|patchesStrategicMerge|patchesJson6902|replacements|transformers)$/;

/** Files that a kustomization applies as patches. */
export function patchFiles(view: View): ReadonlySet<string> {
  const patches = view.about('path.named').filter((fact) => PATCHES.test(attribute(fact, 'by') ?? ''));
  return new Set(patches.map(({ file, value }) => normalize(join(dirname(file), value))));
}

/** Whether kustomizations include files beside a manifest, but not the manifest: then it is not applied. */
export function isLeftOut(view: View, manifest: string): boolean {
  const taken = view.about('path.named').flatMap((fact) => {
    const by = attribute(fact, 'by') ?? '';
    const isTaken = /^(?:resources|bases|kubectl)$/.test(by) || PATCHES.test(by);
    return isTaken ? [normalize(join(attribute(fact, 'from') === 'file' ? dirname(fact.file) : '', fact.value))] : [];
  });
  const folder = dirname(manifest);
  const covers = (path: string): boolean =>
    path === manifest || `${manifest}/`.startsWith(`${path.replace(/\/$/, '')}/`);
  return taken.some((path) => dirname(path) === folder && /\.ya?ml$/.test(path)) && !taken.some(covers);
}

/** Whether two objects may be in the same namespace: both name the same one, or one leaves it to the deployment. */
export function mayMeet(one: Fact, other: Fact): boolean {
  const [a, b] = [attribute(one, 'namespace'), attribute(other, 'namespace')];
  return a === undefined || b === undefined || a === b;
}

/** Whether two manifests may belong to one deployment: examples and labs are in separate top-level folders. */
export function isBeside(one: Fact, other: Fact): boolean {
  const [a, b] = [one.file, other.file].map((file) => (file.includes('/') ? file.slice(0, file.indexOf('/')) : ''));
  // Workflows belong to all of them.
  return a === b || [a, b].some((top) => top === '' || top === '.github' || top === 'scripts');
}

/** Names of the objects of a kind that the manifests define. */
export function namesOf(view: View, kind: string): Set<string> {
  return new Set(
    view.about('k8s.object').flatMap(({ value }) => {
      const [is, name = ''] = value.split('/');
      return is === kind ? [name] : [];
    }),
  );
}

/** Whether a manifest, a command or a kustomization with a name prefix or suffix creates the object. */
export function hasObject(view: View, kind: string, name: string): boolean {
  const made = new RegExp(`^kubectl .*\\bcreate ${kind.toLowerCase()} (?:.* )?${name}\\b`);
  return (
    namesOf(view, kind).has(name) ||
    view.about('k8s.affix').some(({ value }) => name.startsWith(value) || name.endsWith(value)) ||
    view.about('command').some(({ value }) => made.test(value))
  );
}
