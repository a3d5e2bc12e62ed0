import { basename } from 'node:path/posix';
import { rule, side, told, type Fact, type View } from 'turnaround/rule';
import { imageOf } from '../_image.ts';
import { ENDING, ENDS, type Ending } from './_ends.ts';
import { isFloor } from './_floor.ts';

export const endOfLife = rule(import.meta, {
  title: 'A version is no longer supported',
  severity: 'wrong',
  why: 'It gets no more security fixes.',
  *check(view) {
    const today = new Date(Date.now()).toISOString().slice(0, 10);
    for (const subject of ENDING) {
      const { name, ends } = ENDS[subject];
      for (const [key, end] of Object.entries(ends)) {
        if (end >= today) continue;
        const used = view
          .about(subject)
          .filter(
            (fact) =>
              isOf(fact, key, ends) && !isLocal(fact) && runs(view, fact) && !(isJob(fact) && isFloor(view, fact, key)),
          );
        // Versions that are shipped come first: versions that only test and build are not exposed.
        const [first, ...others] = used.toSorted((x, y) => rankOf(x) - rankOf(y));
        if (first === undefined) continue;
        const files = new Set(others.flatMap(({ file }) => (file === first.file ? [] : [file])));
        const more = files.size === 0 ? '' : `, here and in ${files.size} other ${files.size === 1 ? 'file' : 'files'}`;
        yield {
          message: `support for ${name} ${key} ended on ${end}${more}`,
          at: side(first, `${name} ${String(first.value)}`),
          against: others
            .filter(({ file }, at) => file !== first.file && others.findIndex((one) => one.file === file) === at)
            .slice(0, 3)
            .map((fact) => side(fact, `${name} ${String(fact.value)}`)),
          remedy: `use a supported version of ${name}`,
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

/** The main image before images in subfolders, and jobs last. */
const rankOf = (fact: Fact): number =>
  (isJob(fact) ? 1000 : 0) + (fact.file.startsWith('.') ? 100 : 0) + fact.file.split('/').length;

const isLocal = (fact: Fact): boolean =>
  isJob(fact) ? ASIDE.test(`${basename(fact.file)} ${told(fact, 'job')}`) : LOCAL.test(fact.file);

/** Jobs that neither build nor test what is shipped. */
const ASIDE =
  /(?:^|[-._ ])(?:lint(?:ing|er)?|docs?|labels?|labeler|stale|triage|licen[cs]e|automation|copilot)(?=[-._ ]|$)/i;

/** Files that only developers and tests use. */
const LOCAL =
  /(?:^|[-._/])(?:devcontainer|dev|develop|development|local|tests?|testing|e2e|regtest|sandbox)(?=[-._/]|$)/i;

/** Whether it runs: in a final image, a service or a job, and not as one of several versions in a matrix. */
function runs(view: View, fact: Fact<Ending>): boolean {
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
