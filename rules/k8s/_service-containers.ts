import { attribute, type Fact, type View } from 'turnaround/rule';
import { builtIn } from '../_built.ts';
import { isSelected, labelsOf } from './_labels.ts';
import { workloadsOf, type Container } from './_manifests.ts';
import { mayMeet } from './_objects.ts';

/** The containers of the pods that the Service of a port selects. */
export function behind(view: View, port: Fact<'port.service'>): Container[] {
  const selector = view
    .about('k8s.selector')
    .find((one) => one.file === port.file && attribute(one, 'by') === attribute(port, 'by') && mayMeet(one, port));
  if (selector === undefined) return [];
  const wanted = labelsOf(selector);
  return workloadsOf(view)
    .filter((one) => mayMeet(one.fact, port) && isSelected(one.labels, wanted))
    .flatMap((one) => one.containers.filter(({ isInit }) => !isInit));
}

/** Whether a container certainly does not listen on a port: its image is known, or it declares one other port. */
export function isClosed(view: View, { image, ports, commands }: Container, port: number, isSingle: boolean): boolean {
  const images = builtIn(view).filter(({ containers }) => containers.some((one) => one === image));
  const known = images.flatMap((one) => [...one.listens, ...one.exposes]);
  const isNamed = commands.some(({ value }) => new RegExp(`\\b${port}\\b`).test(value));
  const isKnown = known.length > 0 || (isSingle && ports.length === 1);
  return ports.length > 0 && isKnown && !isNamed && known.every(({ value }) => value !== port);
}

/** Whether a fact is the `targetPort` of a port. */
export function isOf(target: Fact<'port.target'>, port: Fact<'port.service'>): boolean {
  return (
    target.file === port.file &&
    attribute(target, 'by') === attribute(port, 'by') &&
    target.attributes?.['port'] === port.value &&
    target.value === port.attributes?.['target']
  );
}
