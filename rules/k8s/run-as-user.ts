import { rule, locationOf, attribute, type Fact, type View } from 'turnaround/rule';
import { bareImage, builtIn } from '../_built.ts';
import { workloadsOf } from './_manifests.ts';

export const runAsUser = rule(import.meta, {
  title: 'The kubelet cannot verify that the image does not run as root',
  severity: 'fails',
  why: 'With runAsNonRoot and no numeric user, the kubelet rejects the container: CreateContainerConfigError.',
  *check(view) {
    const built = builtIn(view);
    for (const { containers, id } of workloadsOf(view)) {
      for (const { fact, image, name } of containers) {
        if (fact.attributes?.['nonRoot'] !== true || fact.attributes['user'] !== undefined) continue;
        const images = built.filter((one) => one.containers.some((used) => used === image));
        const [own, ...others] = images;
        if (own === undefined || others.length > 0) continue;
        const found = userOf(view, own.dockerfile);
        if (found === undefined || /^\d/.test(found.value)) continue;
        const isNamed = found.subject === 'image.user';
        const runs = isNamed
          ? `sets USER ${found.value}, which is not a number`
          : `has no USER: ${found.value} runs as root`;
        yield {
          message: `${id} runs ${name} as non-root, but its image ${runs}`,
          at: locationOf(found, isNamed ? `USER ${found.value}` : `FROM ${found.value}`),
          against: [locationOf(fact, `${name}: runAsNonRoot without runAsUser`)],
          remedy: 'end the Dockerfile with a numeric USER, or set runAsUser',
        };
      }
    }
  },
});

/** Official images that run as root by default. */
const ROOT =
  /^(?:docker\.io\/)?(?:library\/)?(?:python|node|golang|debian|ubuntu|alpine|nginx|httpd|ruby|php|rust|openjdk|eclipse-temurin|busybox)$/;

/** The last USER of the final stage, or the base image if there is none; undefined if it is unknown. */
function userOf(view: View, dockerfile: string): Fact<'image.user' | 'image.base'> | undefined {
  const bases = view.about('image.base', dockerfile);
  let stage = bases.find(({ attributes }) => attributes?.['final'] === true);
  for (let depth = 0; stage !== undefined && depth < 9; depth += 1) {
    const name = attribute(stage, 'stage');
    const last = view.about('image.user', dockerfile).findLast((one) => attribute(one, 'stage') === name);
    if (last !== undefined) return last;
    // USER $UID creates no fact, but its argument does.
    const passes = [...view.about('variable.passed', dockerfile), ...view.about('variable.set', dockerfile)];
    if (passes.some(({ value }) => /UID|USER|GID/i.test(value))) return undefined;
    const parent = attribute(stage, 'on');
    if (parent === undefined) return ROOT.test(bareImage(stage.value)) ? stage : undefined;
    stage = bases.find((one) => attribute(one, 'stage') === parent);
  }
  return undefined;
}
