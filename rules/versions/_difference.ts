import { side, type Contradiction } from 'turnaround/rule';
import type { Runtime } from './_runtime.ts';
import type { Use } from './_uses.ts';

/** That something has another version than the image, or than all others, which may be mended where those are sure. */
export function differenceOf(runtime: Runtime, other: Use, image: Use, agreeing: readonly Use[]): Contradiction {
  const was = String(other.fact.value);
  const isSaidTwice = new Set(agreeing.map(({ fact }) => fact.file)).size > 1;
  const isExact = was === other.key && other.fact.sure === 'stated' && other.fact.of?.['matrix'] === undefined;
  return {
    message:
      other.kind === image.kind
        ? `one place has ${runtime.name} ${was}, and the others have ${String(image.fact.value)}`
        : `${other.says}, and ${image.says.replace('asks', `${image.fact.file} asks`)}`,
    at: side(other.fact, other.says),
    against: (agreeing.length > 0 ? agreeing : [image]).slice(0, 3).map(({ fact, says }) => side(fact, says)),
    remedy: `use ${runtime.name} ${image.key} in all of these places`,
    ...(other.kind === 'workflow' ? { together: `${runtime.name} ${other.key} ${image.fact.file}` } : {}),
    ...(isExact && isSaidTwice ? { mend: [{ file: other.fact.file, line: other.fact.line, was, is: image.key }] } : {}),
  };
}
