import { rule, locationOf, attribute, type Fact, type View } from 'turnaround/rule';
import { builtIn } from '../_built.ts';
import { mayExist, type Reason } from '../_may-exist.ts';
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
        .filter((named) => attribute(named, 'by') === 'copy' && attribute(named, 'from') === 'context' && isMade(named))
        .map((copy) => reasonFor(view, copy, contexts));
      const gone = copies.filter(({ reason }) => reason !== 'committed');
      const all = copies.map(({ copy }) => copy);
      if (gone.length > 0 && contexts.size === 0 && isOfAnother(view, dockerfile, all)) continue;
      const missing = gone.filter(({ reason }) => reason === undefined);
      const [first, second] = missing;
      // The folder may be filled before the build from outside the workspace: by a download script or by hand.
      const isFilled = gone.length === copies.length && !missing.some(({ copy }) => isElsewhere(view, copy));
      if (first !== undefined && second !== undefined && isFilled) {
        const undecided = `nothing that ${dockerfile} copies is in the workspace: another step may fill the build folder first`;
        yield { undecided, at: locationOf(first.copy, `COPY ${first.copy.value}`) };
        continue;
      }
      for (const { copy, places } of missing)
        yield {
          message: `${copy.value} is copied, but there is no ${places.join(' and no ')}`,
          at: locationOf(copy, `COPY ${copy.value}`),
          against: [],
          groupKey: dockerfile,
          remedy: 'correct the path, or commit the file',
        };
    }
  },
});

interface Copied {
  readonly copy: Fact<'path.named'>;
  readonly places: readonly string[];
  readonly reason: Reason | undefined;
}

function reasonFor(view: View, copy: Fact<'path.named'>, contexts: ReadonlySet<string>): Copied {
  const { places, above } = placesOf(copy, contexts);
  const isAbove = above.some((place) => isThere(view, place));
  const wanted = { named: copy, path: copy.value, places };
  return { copy, places, reason: isAbove ? 'committed' : mayExist(view, 'image', wanted) };
}
