import { dirname, join, normalize } from 'node:path/posix';
import { rule, locationOf, attribute } from 'turnaround/rule';
import { mayExist } from '../_may-exist.ts';
import { isTemplated } from '../_near.ts';
import { KUSTOMIZATION, lacksKustomization } from './_namespaces.ts';

const TAKEN = /^(?:resources|bases|components|crds|configurations|patches\w*|replacements|configMapGenerator)$/;
const FOLDERS = /^(?:resources|bases|components)$/;

export const pathExists = rule(import.meta, {
  title: 'A kustomization includes a file or folder that does not exist',
  severity: 'fails',
  why: '`kubectl apply -k` fails before anything is deployed.',
  *check(view) {
    for (const named of view.about('path.named')) {
      const [by, path] = [attribute(named, 'by') ?? '', named.value];
      // Values of a generator are often filled in at deployment.
      if (!KUSTOMIZATION.test(named.file) || !TAKEN.test(by) || isTemplated(path) || path.includes('.env')) continue;
      const place = normalize(join(dirname(named.file), path)).replace(/\/$/, '');
      const isEmpty = FOLDERS.test(by) && lacksKustomization(view, place);
      if (!isEmpty && mayExist(view, 'kustomization', { named, path, places: [place] }) !== undefined) continue;
      yield {
        message: `${by} lists ${path}, but ${isEmpty ? 'it contains no kustomization.yaml' : `${place} does not exist`}`,
        at: locationOf(named, `${by}: ${path}`),
        against: [],
        remedy: isEmpty
          ? `add ${place}/kustomization.yaml for the files there, or list the files here`
          : 'correct the path, or commit the file or folder',
      };
    }
  },
});
