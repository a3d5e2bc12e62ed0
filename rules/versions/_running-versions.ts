import { told, type Fact, type View } from 'turnaround/rule';
import { imageOf } from '../_image.ts';
import type { Ending } from './_ends.ts';

export function isOf({ value }: Fact, key: string, ends: Readonly<Record<string, string>>): boolean {
  const version = /^v?(\d+(?:\.\d+)?)/.exec(String(value))?.[1] ?? '';
  return key === Object.keys(ends).find((one) => version === one || version.startsWith(`${one}.`));
}

export const isJob = (fact: Fact): boolean => told(fact, 'by') === 'workflow' || told(fact, 'job') !== undefined;

/** Whether it runs: in a final image, a service or a job, and not as one of several versions in a matrix. */
export function runs(view: View, fact: Fact<Ending>): boolean {
  const by = told(fact, 'by') ?? '';
  if (isOneOfSeveral(view, fact) || fact.sure === 'guessed' || !/^(?:image|workflow)$/.test(by)) return false;
  const stage = told(fact, 'stage');
  // The version of an earlier stage is not shipped.
  return stage === undefined || imageOf(view, fact.file)?.stages.includes(stage) === true;
}

function isOneOfSeveral(view: View, fact: Fact<Ending>): boolean {
  const isBeside = (one: Fact<Ending>): boolean =>
    one.file === fact.file && one.of?.['matrix'] === fact.of?.['matrix'] && told(one, 'job') === told(fact, 'job');
  return fact.of?.['matrix'] !== undefined && view.about(fact.subject).filter(isBeside).length > 1;
}
