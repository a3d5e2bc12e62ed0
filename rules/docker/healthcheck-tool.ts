import { rule, locationOf, attribute, type Fact, type View } from 'turnaround/rule';
import { builtBy, imageOf, serviceOf, type Image } from '../_image.ts';
import { PACKAGES, lacks } from './_image-lacks.ts';

export const healthcheckTool = rule(import.meta, {
  title: 'A health check runs a program that the image does not contain',
  severity: 'fails',
  why: 'Every check fails with "not found": the container stays "unhealthy", and services that wait for it never start.',
  *check(view) {
    for (const command of view.about('command')) {
      if (attribute(command, 'step') !== 'healthcheck') continue;
      const image = checkedBy(view, command);
      const asked = (command.attributes?.programs ?? []).filter((program) => Object.hasOwn(PACKAGES, program));
      // `curl … || wget …` works with either program.
      const [program] = asked;
      if (image === undefined || program === undefined || asked.some((one) => !lacks(view, image, one))) continue;
      yield {
        message: `the health check runs ${program}, but ${String(image.base.value)} does not contain it`,
        at: locationOf(command, command.value),
        against: [locationOf(image.base, `based on ${String(image.base.value)}`)],
        remedy: `install ${program} in the image, or use a program that it contains`,
      };
    }
  },
});

/** The image in whose container a health check runs, if it is built here. */
function checkedBy(view: View, command: Fact): Image | undefined {
  if (attribute(command, 'by') === 'dockerfile') {
    const image = imageOf(view, command.file);
    return image?.has(command) === true ? image : undefined;
  }
  const service = serviceOf(view, command);
  const built = service === undefined ? undefined : builtBy(view, service);
  return built === undefined ? undefined : imageOf(view, built.dockerfile, attribute(service ?? command, 'target'));
}
