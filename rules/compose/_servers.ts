import { dirname } from 'node:path/posix';
import { attribute, type Fact, type View } from 'turnaround/rule';
import { bareImage } from '../_built.ts';

/** A container of an external image: a service of a compose file or of a job, or a container of a workload. */
export interface Server {
  readonly image: Fact;
  /** Variables that are set for it. */
  readonly set: readonly Fact[];
  readonly has: (fact: Fact) => boolean;
}

/** Every container that runs one of these images, without the tag. */
export function serversOf(view: View, images: RegExp): Server[] {
  return view
    .about('image.used')
    .filter(({ value, attributes }) => images.test(bareImage(value)) && attributes?.['by'] !== 'helm')
    .map((image) => {
      const place = placeOf(image);
      const has = (fact: Fact): boolean => placeOf(fact) === place;
      return {
        image,
        has,
        set: view.about('variable.set').filter((fact) => has(fact) && attribute(fact, 'as') !== 'arg'),
      };
    })
    .filter(({ image }) => attribute(image, 'service') !== undefined || attribute(image, 'container') !== undefined);
}

/** Compose files in one folder are merged. */
function placeOf(fact: Fact): string {
  const file = attribute(fact, 'by') === 'compose' ? dirname(fact.file) : fact.file;
  return [file, ...(['job', 'service', 'workload', 'container'] as const).map((key) => attribute(fact, key))].join(
    '\n',
  );
}
