import { locationOf, attribute, type Contradiction, type View } from 'turnaround/rule';
import { imageOf } from '../_image.ts';
import { hasEnded } from './_ends.ts';
import type { Runtime } from './_runtime.ts';
import type { Use } from './_uses.ts';

/** The finding for a version that differs from the image or from all others, with a mend if these are certain. */
export function differenceOf(
  view: View,
  runtime: Runtime,
  other: Use,
  image: Use,
  agreeing: readonly Use[],
): Contradiction {
  const { name, subject } = runtime;
  const was = other.fact.value;
  const isOld = hasEnded(subject, image.key);
  // A version that has ended is never the target: the newer version is right.
  const [wrong, right] = isOld && !hasEnded(subject, other.key) ? [image, other] : [other, image];
  const others = agreeing.length > 0 ? agreeing : [image];
  const isSaidTwice = new Set(agreeing.map(({ fact }) => fact.file)).size > 1;
  const isExact = was === other.key && other.fact.sure === 'stated' && other.fact.attributes?.['matrix'] === undefined;
  return {
    message:
      other.kind === image.kind
        ? `one place has ${name} ${was}, but the others have ${image.fact.value}`
        : `${wrong.says}, but ${right.says.replace('asks', `${right.fact.file} asks`)}`,
    at: locationOf(wrong.fact, wrong.says),
    against: (wrong === other ? others : [other]).slice(0, 3).map(({ fact, says }) => locationOf(fact, says)),
    remedy: hasEnded(subject, right.key)
      ? `use one supported version of ${name} in all of these places`
      : `use ${name} ${right.key} in all of these places`,
    ...(other.kind === 'workflow'
      ? {
          groupKey: `${name} ${other.fact.attributes?.['matrix'] === undefined ? other.key : other.fact.file} ${image.fact.file}`,
        }
      : {}),
    ...(isShipped(view, image) ? {} : { severity: 'confusing' }),
    ...(isExact && isSaidTwice && !isOld
      ? { mend: [{ file: other.fact.file, line: other.fact.line, was, is: image.key }] }
      : {}),
  };
}

/** Whether it runs: not a stage that only builds the pages that another image serves. */
function isShipped(view: View, { kind, fact }: Use): boolean {
  const stage = attribute(fact, 'stage');
  return kind !== 'image' || stage === undefined || imageOf(view, fact.file)?.stages.includes(stage) === true;
}
