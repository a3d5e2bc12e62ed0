import { attribute, type Fact, type View } from 'turnaround/rule';
import { imageOf } from '../_image.ts';
import type { Ending } from './_ends.ts';

export function isOf({ value }: Fact, key: string, ends: Readonly<Record<string, string>>): boolean {
  const version = /^v?(\d+(?:\.\d+)?)/.exec(String(value))?.[1] ?? '';
  return key === Object.keys(ends).find((one) => version === one || version.startsWith(`${one}.`));
}

export const isJob = (fact: Fact): boolean =>
  attribute(fact, 'by') === 'workflow' || attribute(fact, 'job') !== undefined;

/** Whether it runs: in a final image, a service or a job, and not as one of several versions in a matrix. */
export function runs(view: View, fact: Fact<Ending>): boolean {
  const by = attribute(fact, 'by') ?? '';
  if (isOneOfSeveral(view, fact) || fact.sure === 'guessed' || !/^(?:image|workflow)$/.test(by)) return false;
  const stage = attribute(fact, 'stage');
  // The version of an earlier stage is not shipped.
  return stage === undefined || imageOf(view, fact.file)?.stages.includes(stage) === true;
}

function isOneOfSeveral(view: View, fact: Fact<Ending>): boolean {
  const isBeside = (one: Fact<Ending>): boolean =>
    one.file === fact.file &&
    one.attributes?.['matrix'] === fact.attributes?.['matrix'] &&
    attribute(one, 'job') === attribute(fact, 'job');
  return fact.attributes?.['matrix'] !== undefined && view.about(fact.subject).filter(isBeside).length > 1;
}
