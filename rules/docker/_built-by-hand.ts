import { attribute, type View } from 'turnaround/rule';
import { bareImage, type Built } from '../_built.ts';

export function isBuiltByHand(view: View, { images }: Built): boolean {
  return view
    .about('image.built')
    .some((fact) => attribute(fact, 'by') !== 'workflow' && images.has(bareImage(fact.value)));
}
