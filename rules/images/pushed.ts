import { rule, locationOf, attribute, type View } from 'turnaround/rule';
import { isNear } from '../_near.ts';
import { bare, deployed, isOpen, pushesOf, tagged } from './_images.ts';

export const pushed = rule(import.meta, {
  title: 'An image is built for a registry but never pushed there',
  severity: 'fails',
  why: 'The image stays on the machine that built it: the cluster finds no image with this name or tag.',
  *check(view) {
    yield* misnamed(view);
    if (isOpen(view)) return;
    const runs = deployed(view).filter((fact) => attribute(fact, 'by') !== 'compose');
    const seen = new Set<string>();
    for (const built of view.about('image.built')) {
      const name = bare(built);
      if (attribute(built, 'by') !== 'workflow' || !/^[\w-]+(?:\.[\w-]+)+(?::\d+)?\//.test(name) || seen.has(name))
        continue;
      const [run] = runs.filter((fact) => bare(fact) === name);
      const pushes = [...new Set(view.about('job').map(({ file }) => file))].flatMap((file) => pushesOf(view, file));
      if (run === undefined || pushes.some(({ image }) => image === '' || image === name)) continue;
      seen.add(name);
      yield {
        message: `${name} is built here and run in the cluster, but no step pushes it`,
        at: locationOf(built, `builds ${built.value}`),
        against: [
          locationOf(run, `runs ${String(run.value)}`),
          ...pushes.slice(0, 2).map(({ fact }) => locationOf(fact)),
        ],
        remedy: `run docker push ${name} with its tag`,
      };
    }
  },
});

/** `docker push` with a name that differs only by a typo from an image that the same workflow builds. */
function* misnamed(view: View) {
  const others = tagged(view);
  for (const file of new Set(view.about('job').map((job) => job.file))) {
    const builds = view.about('image.built', file);
    const names = new Set([...builds.map(bare), ...others]);
    for (const { fact, image } of pushesOf(view, file)) {
      const [built] = builds.filter((each) => isNear(bare(each), image));
      // A templated name may contain a registry.
      if (image === '' || /[…$]/.test(image) || names.has(image) || built === undefined || fact.subject !== 'command')
        continue;
      yield {
        message: `${image} is pushed, but the workflow builds ${bare(built)}`,
        at: locationOf(fact, `pushes ${image}`),
        against: [locationOf(built, `builds ${built.value}`)],
        remedy: `push ${bare(built)}, or build ${image}`,
      };
    }
  }
}
