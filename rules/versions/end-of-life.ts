import { rule, side, told, type Fact, type View } from 'turnaround/rule';
import { imageOf } from '../_image.ts';
import { ENDS } from './_ends.ts';

export const endOfLife = rule(import.meta, {
  title: 'A version whose support has ended',
  severity: 'wrong',
  why: 'Security holes that are found from now on are never closed in it.',
  *check(view) {
    const today = new Date(Date.now()).toISOString().slice(0, 10);
    for (const [subject, { name, ends }] of Object.entries(ENDS)) {
      const seen = new Set<string>();
      for (const fact of view.about(subject)) {
        const version = /^v?(\d+(?:\.\d+)?)/.exec(String(fact.value))?.[1] ?? '';
        const key = Object.keys(ends).find((one) => version === one || version.startsWith(`${one}.`));
        const end = key === undefined ? undefined : ends[key];
        if (
          end === undefined ||
          end >= today ||
          (told(fact, 'by') === 'image' && told(fact, 'job') === undefined && LOCAL.test(fact.file)) ||
          !runs(view, fact) ||
          seen.has(`${fact.file} ${key}`)
        )
          continue;
        seen.add(`${fact.file} ${key}`);
        yield {
          message: `the support of ${name} ${key} ended on ${end}`,
          at: side(fact, `${name} ${String(fact.value)}`),
          against: [],
          remedy: `use a version of ${name} that still gets fixes`,
          // What only tests and builds is reached by nobody.
          ...(told(fact, 'by') === 'workflow' || told(fact, 'job') !== undefined ? { severity: 'confusing' } : {}),
        };
      }
    }
  },
});

/** Where nobody but who develops and tests is. */
const LOCAL =
  /(?:^|[-._/])(?:devcontainer|dev|develop|development|local|tests?|testing|e2e|regtest|sandbox)(?=[-._/])/i;

/** Whether it is what runs: the result of an image, a service, a job; not one of several that a matrix tries. */
function runs(view: View, fact: Fact): boolean {
  const by = told(fact, 'by') ?? '';
  if (fact.of?.['matrix'] !== undefined || fact.sure === 'guessed' || !/^(?:image|workflow)$/.test(by)) return false;
  const stage = told(fact, 'stage');
  // What a stage before builds with is not what is shipped.
  return stage === undefined || imageOf(view, fact.file)?.stages.includes(stage) === true;
}
