import { dirname, join, normalize } from 'node:path/posix';
import { rule, side, told, type Fact, type View } from 'turnaround/rule';
import { isTemplated, slipsOf } from '../_near.ts';
import { KUSTOMIZATION, lacksKustomization } from './_namespaces.ts';

const TAKEN = /^(?:resources|bases|components|crds|configurations|patches\w*|replacements|configMapGenerator)$/;
const FOLDERS = /^(?:resources|bases|components)$/;

export const pathExists = rule(import.meta, {
  title: 'A kustomization includes a file or folder that does not exist',
  severity: 'fails',
  why: '`kubectl apply -k` fails before anything is deployed.',
  *check(view) {
    for (const named of view.about('path.named')) {
      const [by, path] = [told(named, 'by') ?? '', String(named.value)];
      // Values of a generator are often filled in at deployment.
      if (!KUSTOMIZATION.test(named.file) || !TAKEN.test(by) || isTemplated(path) || path.includes('.env')) continue;
      const place = normalize(join(dirname(named.file), path)).replace(/\/$/, '');
      const isEmpty = FOLDERS.test(by) && lacksKustomization(view, place);
      if (!isEmpty && !isMissing(view, named, place)) continue;
      yield {
        message: `${by} lists ${path}, but ${isEmpty ? 'it contains no kustomization.yaml' : `${place} does not exist`}`,
        at: side(named, `${by}: ${path}`),
        against: [],
        remedy: isEmpty
          ? `add ${place}/kustomization.yaml for the files there, or list the files here`
          : 'correct the path, or commit the file or folder',
      };
    }
  },
});

function isMissing(view: View, { value }: Fact, place: string): boolean {
  if (place.startsWith('..') || view.has(place)) return false;
  // Secrets are often kept out of git: they are reported only if another file has a similar name.
  const files = view.about('k8s.object').map(({ file }) => file);
  return !/secret/i.test(String(value)) || slipsOf(place, files).length > 0;
}
