import { rule, side, told } from 'turnaround/rule';
import { builtIn } from '../_built.ts';
import { mayBeWritten } from '../_scripts.ts';
import { isBrought } from './_brought.ts';
import { isElsewhere, isOfAnother, isThere, placesOf } from './_copied.ts';
import { isMadeIn } from './_stages.ts';

export const copySource = rule(import.meta, {
  title: 'An image copies a file that does not exist',
  severity: 'fails',
  why: 'The image build fails at the first COPY without a source.',
  *check(view) {
    for (const built of builtIn(view)) {
      const { dockerfile, contexts } = built;
      const isMade = isMadeIn(view, built);
      const copies = view
        .about('path.named', dockerfile)
        .filter((named) => told(named, 'by') === 'copy' && told(named, 'from') === 'context' && isMade(named))
        .map((copy) => ({ copy, ...placesOf(copy, contexts) }));
      const gone = copies.filter(({ places, above }) => ![...places, ...above].some((place) => isThere(view, place)));
      if (
        gone.length > 0 &&
        contexts.size === 0 &&
        isOfAnother(
          view,
          dockerfile,
          copies.map(({ copy }) => copy),
        )
      )
        continue;
      const missing = gone.filter(
        ({ copy, places }) => !isBrought(view, copy, places) && !places.some((place) => mayBeWritten(view, place)),
      );
      const [first, second] = missing;
      // The folder may be filled before the build from outside the workspace: by a download script or by hand.
      const isFilled = gone.length === copies.length && !missing.some(({ copy }) => isElsewhere(view, copy));
      if (first !== undefined && second !== undefined && isFilled) {
        const undecided = `nothing that ${dockerfile} copies is in the workspace: another step may fill the build folder first`;
        yield { undecided, at: side(first.copy, `COPY ${String(first.copy.value)}`) };
        continue;
      }
      for (const { copy, places } of missing)
        yield {
          message: `${String(copy.value)} is copied, but there is no ${places.join(' and no ')}`,
          at: side(copy, `COPY ${String(copy.value)}`),
          against: [],
          together: dockerfile,
          remedy: 'correct the path, or commit the file',
        };
    }
  },
});
