import { dirname } from 'node:path/posix';
import { told, type Fact, type View } from 'turnaround/rule';
import { bareImage } from '../_built.ts';

/** A container that runs an image of somebody else: a service of compose or of a job, a container of a workload. */
export interface Server {
  readonly image: Fact;
  /** Variables that are set for it. */
  readonly set: readonly Fact[];
  readonly has: (fact: Fact) => boolean;
}

/** Every container whose image, without tag, is one of these. */
export function serversOf(view: View, images: RegExp): Server[] {
  return view
    .about('image.used')
    .filter(({ value, of }) => images.test(bareImage(String(value))) && of?.['by'] !== 'helm')
    .map((image) => {
      const place = placeOf(image);
      const has = (fact: Fact): boolean => placeOf(fact) === place;
      return { image, has, set: view.about('variable.set').filter((fact) => has(fact) && told(fact, 'as') !== 'arg') };
    })
    .filter(({ image }) => told(image, 'service') !== undefined || told(image, 'container') !== undefined);
}

/** Files of compose in one folder are laid over one another. */
function placeOf(fact: Fact): string {
  const file = told(fact, 'by') === 'compose' ? dirname(fact.file) : fact.file;
  return [file, ...['job', 'service', 'workload', 'container'].map((key) => told(fact, key))].join('\n');
}
