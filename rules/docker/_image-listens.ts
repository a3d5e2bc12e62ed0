import { attribute, type Fact, type View } from 'turnaround/rule';
import { builtBy, imageOf, serviceOf } from '../_image.ts';

/** The ports on which a container with a health check listens: from its compose command, else from its image. */
export function listensOf(view: View, probe: Fact): Fact[] {
  const listens = view.about('port.listen').filter(({ sure }) => sure !== 'guessed');
  const own = listens.filter(
    (fact) => fact.file === probe.file && attribute(fact, 'service') === attribute(probe, 'service'),
  );
  if (attribute(probe, 'by') === 'compose') {
    const service = serviceOf(view, probe);
    const isStarted = view
      .about('command')
      .some(
        (fact) =>
          fact.file === probe.file &&
          attribute(fact, 'service') === attribute(probe, 'service') &&
          attribute(fact, 'step') !== 'healthcheck',
      );
    if (own.length > 0 || isStarted) return own;
    const built = service === undefined ? undefined : builtBy(view, service);
    // A variable of the service may override the image's default.
    const stated = listens.filter(({ sure }) => sure === 'stated');
    return built === undefined ? [] : ofImage(view, stated, built.dockerfile, attribute(service ?? probe, 'target'));
  }
  const image = imageOf(view, probe.file);
  return image?.has(probe) === true ? ofImage(view, listens, probe.file) : [];
}

/** The ports of an image's command; empty if it starts a script first, which may do anything. */
function ofImage(view: View, listens: readonly Fact[], dockerfile: string, target?: string): Fact[] {
  const image = imageOf(view, dockerfile, target);
  const isOwn = (fact: Fact): boolean =>
    image?.has(fact) === true && /^(?:cmd|entrypoint)$/.test(attribute(fact, 'step') ?? '');
  const hasScript = view
    .about('command')
    .some((fact) => isOwn(fact) && /\.sh\b|supervisord|\.\/|entrypoint/.test(fact.value));
  return hasScript ? [] : listens.filter(isOwn);
}
