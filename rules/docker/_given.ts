import { attribute, type View } from 'turnaround/rule';
import { bareImage, type Built } from '../_built.ts';
import { isFileFor } from '../_purpose.ts';

/** Whether a variable of a bundle may be set when an image is built: by anything that names it, or by an env file. */
export function isGiven(view: View, dockerfile: string, name: string): boolean {
  const isNamed = [...view.about('variable.set'), ...view.about('variable.passed')].some(({ value }) => value === name);
  const texts = [
    ...view.about('command').map(({ value }) => value),
    ...view.about('package.script').map((fact) => attribute(fact, 'command') ?? ''),
  ];
  const hasFile = [...view.about('path.named'), ...view.about('command')].some(
    ({ file, value }) => file === dockerfile && /(?:^|[/\s])\.env/.test(value),
  );
  // Settings that the pages read in the browser: `public/config.js`.
  const isLate = view.files.some((path) =>
    /(?:^|\/)public\/(?:[\w-]*env|config|runtime)[\w.-]*\.js(?:on)?$/.test(path),
  );
  return isNamed || hasFile || isLate || texts.some((text) => text.includes(name));
}

/** Whether an image is used beyond this machine, or this machine does not publish the port that its pages call. */
export function isForOthers(view: View, { dockerfile, images, containers }: Built, port: number): boolean {
  if (isFileFor(view, dockerfile, 'development', 'test', 'ci', 'upkeep')) return false;
  const pushes = view.about('command').filter(({ value }) => /^(?:docker|podman) (?:image )?push\b/.test(value));
  const isPushed =
    pushes.some(({ value }) => [...images].some((image) => value.includes(image))) || isPublished(view, images);
  const isHere =
    view.about('port.published').some(({ value }) => Number(value) === port || !/^\d+$/.test(String(value))) ||
    view.about('command').some(({ value }) => new RegExp(`(?<![\\w.])${port}:\\d`).test(value));
  return containers.length > 0 || isPushed || !isHere;
}

/** Whether an action of a workflow pushes one of these images. */
function isPublished(view: View, images: ReadonlySet<string>): boolean {
  const pushing = view.about('workflow.action').filter((action) => attribute(action, 'push') === 'true');
  return pushing.some((action) =>
    view
      .about('image.built', action.file)
      .some((built) => attribute(built, 'job') === attribute(action, 'job') && images.has(bareImage(built.value))),
  );
}
