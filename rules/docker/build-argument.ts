import { rule, side, told, type Fact } from 'turnaround/rule';
import { passedIn } from './_passed.ts';

export const buildArgument = rule(import.meta, {
  title: 'A build argument that the Dockerfile does not take',
  severity: 'wrong',
  why: 'Docker drops it in silence: what is built has the default, or nothing.',
  *check(view) {
    const takenBy = (dockerfile: string): Fact[] =>
      [...view.about('variable.passed'), ...view.about('variable.set')].filter(
        (fact) => fact.file === dockerfile && told(fact, 'as') === 'arg',
      );
    const dropped = passedIn(view).filter(
      ({ name, dockerfile }) =>
        !PREDEFINED.test(name) &&
        !ABOUT_THE_BUILD.test(name) &&
        !takenBy(dockerfile).some(({ value }) => String(value) === name),
    );
    for (const { name, at, dockerfile } of dropped) {
      const taken = takenBy(dockerfile);
      const from = view.about('image.base').find(({ file }) => file === dockerfile);
      if (from === undefined) continue;
      const isOne = dropped.every((one) => one.dockerfile !== dockerfile || one.name === name);
      yield {
        message: `${name} is passed to the build, and ${dockerfile} has no ARG ${name}`,
        at: side(at, `build argument ${name}`),
        against: [
          side(
            taken[0] ?? from,
            taken[0] === undefined ? 'takes no arguments' : `ARG ${taken.map(({ value }) => String(value)).join(', ')}`,
          ),
        ],
        together: isOne ? name : dockerfile,
        remedy: `declare ARG ${name} in the stage that uses it, or do not pass it`,
        // What nothing reads changes nothing: it only says something that is not so.
        ...(view.about('variable.read').some(({ value }) => value === name) ? {} : { severity: 'confusing' }),
      };
    }
  },
});

const PREDEFINED =
  /^(?:(?:https?|ftp|no|all)_proxy|BUILDKIT_\w+|SOURCE_DATE_EPOCH|(?:TARGET|BUILD)(?:PLATFORM|OS|ARCH|VARIANT))$/i;
/** What is told of a build for its own sake; nobody misses it. */
const ABOUT_THE_BUILD =
  /^(?:BUILD_(?:DATE|TIME|NUMBER|VERSION)|(?:VCS|GIT)_(?:REF|URL|SHA|COMMIT|BRANCH|HASH)|COMMIT(?:_SHA|_HASH)?|(?:APP_|NODE_|PYTHON_)?VERSION|REVISION)$/;
