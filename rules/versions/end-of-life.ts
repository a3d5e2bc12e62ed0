import { basename } from 'node:path/posix';
import { rule, side, told, type Fact, type View } from 'turnaround/rule';
import { imageOf } from '../_image.ts';
import { ENDS } from './_ends.ts';
import { isFloor } from './_floor.ts';

export const endOfLife = rule(import.meta, {
  title: 'A version whose support has ended',
  severity: 'wrong',
  why: 'Security holes that are found from now on are never closed in it.',
  *check(view) {
    const today = new Date(Date.now()).toISOString().slice(0, 10);
    for (const [subject, { name, ends }] of Object.entries(ENDS)) {
      for (const [key, end] of Object.entries(ends)) {
        if (end >= today) continue;
        const used = view
          .about(subject)
          .filter(
            (fact) =>
              isOf(fact, key, ends) && !isLocal(fact) && runs(view, fact) && !(isJob(fact) && isFloor(view, fact, key)),
          );
        // What is shipped stands first: what only tests and builds is reached by nobody.
        const [first, ...others] = used.toSorted((x, y) => rankOf(x) - rankOf(y));
        if (first === undefined) continue;
        const files = new Set(others.flatMap(({ file }) => (file === first.file ? [] : [file])));
        const more = files.size === 0 ? '' : `, here and in ${files.size} other ${files.size === 1 ? 'file' : 'files'}`;
        yield {
          message: `the support of ${name} ${key} ended on ${end}${more}`,
          at: side(first, `${name} ${String(first.value)}`),
          against: others
            .filter(({ file }, at) => file !== first.file && others.findIndex((one) => one.file === file) === at)
            .slice(0, 3)
            .map((fact) => side(fact, `${name} ${String(fact.value)}`)),
          remedy: `use a version of ${name} that still gets fixes`,
          ...(isJob(first) ? { severity: 'confusing' } : {}),
        };
      }
    }
  },
});

function isOf({ value }: Fact, key: string, ends: Readonly<Record<string, string>>): boolean {
  const version = /^v?(\d+(?:\.\d+)?)/.exec(String(value))?.[1] ?? '';
  return key === Object.keys(ends).find((one) => version === one || version.startsWith(`${one}.`));
}

const isJob = (fact: Fact): boolean => told(fact, 'by') === 'workflow' || told(fact, 'job') !== undefined;

/** The main image before those of a corner, and jobs last. */
const rankOf = (fact: Fact): number =>
  (isJob(fact) ? 1000 : 0) + (fact.file.startsWith('.') ? 100 : 0) + fact.file.split('/').length;

const isLocal = (fact: Fact): boolean =>
  isJob(fact) ? ASIDE.test(`${basename(fact.file)} ${told(fact, 'job')}`) : LOCAL.test(fact.file);

/** Jobs that neither build nor test what is shipped. */
const ASIDE =
  /(?:^|[-._ ])(?:lint(?:ing|er)?|docs?|labels?|labeler|stale|triage|licen[cs]e|automation|copilot)(?=[-._ ]|$)/i;

/** Where nobody but who develops and tests is. */
const LOCAL =
  /(?:^|[-._/])(?:devcontainer|dev|develop|development|local|tests?|testing|e2e|regtest|sandbox)(?=[-._/]|$)/i;

/** Whether it is what runs: the result of an image, a service, a job; not one of several that a matrix tries. */
function runs(view: View, fact: Fact): boolean {
  const by = told(fact, 'by') ?? '';
  if (isOneOfSeveral(view, fact) || fact.sure === 'guessed' || !/^(?:image|workflow)$/.test(by)) return false;
  const stage = told(fact, 'stage');
  // What a stage before builds with is not what is shipped.
  return stage === undefined || imageOf(view, fact.file)?.stages.includes(stage) === true;
}

function isOneOfSeveral(view: View, fact: Fact): boolean {
  const isBeside = (one: Fact): boolean =>
    one.file === fact.file && one.of?.['matrix'] === fact.of?.['matrix'] && told(one, 'job') === told(fact, 'job');
  return fact.of?.['matrix'] !== undefined && view.about(fact.subject).filter(isBeside).length > 1;
}
