import { basename, dirname, join } from 'node:path/posix';
import { rule, side, told, type Fact, type View } from 'turnaround/rule';
import { builtIn } from '../_built.ts';
import { isElsewhere, isOfAnother, isThere, placesOf } from './_copied.ts';
import { isMadeIn } from './_stages.ts';

export const copySource = rule(import.meta, {
  title: 'An image copies what is not there',
  severity: 'fails',
  why: 'The build of the image stops at the first COPY without a source.',
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
      const missing = gone.filter(({ copy, places }) => !isBrought(view, copy, places));
      const [first, second] = missing;
      // Somebody fills the folder before, with what the workspace has nowhere: a script that downloads, an operator.
      const isFilled = gone.length === copies.length && !missing.some(({ copy }) => isElsewhere(view, copy));
      if (first !== undefined && second !== undefined && isFilled) {
        const undecided = `nothing that ${dockerfile} copies is in the workspace: it may be built in a folder that is filled before`;
        yield { undecided, at: side(first.copy, `COPY ${String(first.copy.value)}`) };
        continue;
      }
      for (const { copy, places } of missing)
        yield {
          message: `${String(copy.value)} is copied, and there is no ${places.join(' and no ')}`,
          at: side(copy, `COPY ${String(copy.value)}`),
          against: [],
          together: dockerfile,
          remedy: 'correct the path, or commit the file',
        };
    }
  },
});

/** Where the image is built a file of values may lie that git ignores, the keys of who runs it, what a build makes. */
function isBrought(view: View, copy: Fact, places: readonly string[]): boolean {
  const path = String(copy.value);
  const isOpen =
    /[[$]|\*\*/.test(path) || OWN.test(path) || places.some((place) => MADE.test(place)) || isOutput(view, path);
  return isOpen || isOptional(view, copy, places);
}

/** A recipe, a script or a workflow names it, such as by `go build -o bin/server`. */
function isOutput(view: View, path: string): boolean {
  const name = path.replace(/^\.\//, '').replace(/\/$/, '');
  return (
    name.includes('/') &&
    view
      .about('command')
      .some(
        (command) =>
          /^(?:makefile|justfile|taskfile|workflow|shell|script)$/.test(told(command, 'by') ?? '') &&
          /\s(?:-o|--out\w*|--target|>)[ =]/.test(String(command.value)) &&
          String(command.value).includes(name),
      )
  );
}

const OWN = /(^|\/)(?:\.env|ssl|tls|certs?|certificates?|keys?|secrets?)(?:[./]|$)/i;

/** A pattern may match nothing: it is how people copy what is not always there. What is installed from has to be. */
function isOptional(view: View, copy: Fact, places: readonly string[]): boolean {
  const isPattern = /[*?][^/]*$/.test(String(copy.value));
  const isNeeded = /(?:^|\/)(?:package|requirements)[^/]*$/.test(String(copy.value));
  const beside = view.about('path.named', copy.file).filter((one) => one !== copy && one.line === copy.line);
  const isSecond = places.some((place) =>
    beside.some(({ value }) => isThere(view, join(dirname(place), basename(String(value))))),
  );
  return isPattern && (isSecond || (!isNeeded && places.some((place) => isThere(view, dirname(place)))));
}

/** What a build makes before the image is built. */
const MADE = /(^|\/)(\.git|dist|\.?build|out|target|node_modules|\.next)(\/|$)|\.(whl|jar|tar|gz|zip)$/;
