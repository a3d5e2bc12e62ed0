import { join } from 'node:path/posix';
import { rule, side, told, type Fact, type View } from 'turnaround/rule';
import { callOf, foldersOf, tidy } from '../_commands.ts';
import { builtBy, serviceOf } from '../_image.ts';

export const buildArgument = rule(import.meta, {
  title: 'A build argument that the Dockerfile does not take',
  severity: 'wrong',
  why: 'Docker drops it in silence: what is built has the default, or nothing.',
  *check(view) {
    const passed = [
      ...view.about('variable.set').flatMap((fact) => ofService(view, fact)),
      ...view.about('command').flatMap((fact) => ofBuild(view, fact)),
    ];
    const takenBy = (dockerfile: string): Fact[] =>
      [...view.about('variable.passed'), ...view.about('variable.set')].filter(
        (fact) => fact.file === dockerfile && told(fact, 'as') === 'arg',
      );
    const dropped = passed.filter(
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

interface Passed {
  readonly name: string;
  readonly at: Fact;
  readonly dockerfile: string;
}

const PREDEFINED =
  /^(?:(?:https?|ftp|no|all)_proxy|BUILDKIT_\w+|SOURCE_DATE_EPOCH|(?:TARGET|BUILD)(?:PLATFORM|OS|ARCH|VARIANT))$/i;
/** What is told of a build for its own sake; nobody misses it. */
const ABOUT_THE_BUILD =
  /^(?:BUILD_(?:DATE|TIME|NUMBER|VERSION)|(?:VCS|GIT)_(?:REF|URL|SHA|COMMIT|BRANCH|HASH)|COMMIT(?:_SHA|_HASH)?|(?:APP_|NODE_|PYTHON_)?VERSION|REVISION)$/;

function ofService(view: View, fact: Fact): Passed[] {
  if (told(fact, 'by') !== 'compose' || told(fact, 'as') !== 'arg') return [];
  const service = serviceOf(view, fact);
  const built = service === undefined ? undefined : builtBy(view, service);
  return built === undefined ? [] : [{ name: String(fact.value), at: fact, dockerfile: built.dockerfile }];
}

/** `docker build --build-arg X=1 -f web/Dockerfile .` */
function ofBuild(view: View, command: Fact): Passed[] {
  const { program, rest } = callOf(command);
  if (program !== 'docker' || !/^(?:buildx )?build /.test(`${rest.join(' ')} `)) return [];
  const value = (flag: string, at: number): string | undefined =>
    rest[at - 1] === flag
      ? rest[at]
      : rest[at]?.startsWith(`${flag}=`) === true
        ? rest[at]?.slice(flag.length + 1)
        : undefined;
  const valuesOf = (...flags: string[]): string[] =>
    flags.flatMap((flag) => rest.flatMap((_, at) => value(flag, at) ?? []));
  const [file] = valuesOf('-f', '--file');
  const context = rest.at(-1) ?? '.';
  const places = [...(foldersOf(view, command) ?? [])].flatMap((folder) =>
    [join(folder, file ?? join(context, 'Dockerfile'))].map(tidy).filter((path) => view.has(path)),
  );
  const [dockerfile] = places;
  if (dockerfile === undefined || new Set(places).size > 1 || /\$/.test(file ?? context)) return [];
  return valuesOf('--build-arg').flatMap((typed) => {
    const name = typed.split('=')[0] ?? '';
    return /^\w+$/.test(name) ? [{ name, at: command, dockerfile }] : [];
  });
}
