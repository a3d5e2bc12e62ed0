import { rule, locationOf, attribute, type Fact } from 'turnaround/rule';
import { passedIn } from './_passed.ts';

export const buildArgument = rule(import.meta, {
  title: 'The Dockerfile does not declare a build argument',
  severity: 'wrong',
  why: 'Docker ignores it silently: the image gets the default value, or none.',
  *check(view) {
    const takenBy = (dockerfile: string): Fact[] =>
      [...view.about('variable.passed'), ...view.about('variable.set')].filter(
        (fact) => fact.file === dockerfile && attribute(fact, 'as') === 'arg',
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
        message: `${name} is passed to the build, but ${dockerfile} has no ARG ${name}`,
        at: locationOf(at, `build argument ${name}`),
        against: [
          locationOf(
            taken[0] ?? from,
            taken[0] === undefined
              ? 'declares no arguments'
              : `ARG ${taken.map(({ value }) => String(value)).join(', ')}`,
          ),
        ],
        groupKey: isOne ? name : dockerfile,
        remedy: `declare ARG ${name} in the stage that uses it, or do not pass it`,
        // If no code reads the variable, its absence changes nothing.
        ...(view.about('variable.read').some(({ value }) => value === name) ? {} : { severity: 'confusing' }),
      };
    }
  },
});

const PREDEFINED =
  /^(?:(?:https?|ftp|no|all)_proxy|BUILDKIT_\w+|SOURCE_DATE_EPOCH|(?:TARGET|BUILD)(?:PLATFORM|OS|ARCH|VARIANT))$/i;
/** Metadata about the build, which nothing depends on. */
const ABOUT_THE_BUILD =
  /^(?:BUILD_(?:DATE|TIME|NUMBER|VERSION)|(?:VCS|GIT)_(?:REF|URL|SHA|COMMIT|BRANCH|HASH)|COMMIT(?:_SHA|_HASH)?|(?:APP_|NODE_|PYTHON_)?VERSION|REVISION)$/;
