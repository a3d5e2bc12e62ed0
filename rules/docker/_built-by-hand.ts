import { told, type View } from 'turnaround/rule';
import { bareImage, type Built } from '../_built.ts';

export function isBuiltByHand(view: View, { images }: Built): boolean {
  return view.about('image.built').some((fact) => told(fact, 'by') !== 'workflow' && images.has(bareImage(fact.value)));
}
