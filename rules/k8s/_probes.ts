import { attribute, type Fact, type View } from 'turnaround/rule';
import { builtIn } from '../_built.ts';
import { startsApplication } from '../_starts.ts';
import { workloadsOf } from './_manifests.ts';

/** Whether a probe is for the application: by the image or service that starts it, or by port and workload name. */
export function asks(view: View, probe: Fact<'probe.path'>): boolean {
  const starts = view.application?.starts ?? [];
  const by = attribute(probe, 'by');
  if (by === 'dockerfile') return starts.some(({ file }) => file === probe.file);
  if (by === 'compose')
    return starts.some(
      (start) => start.file === probe.file && attribute(start, 'service') === attribute(probe, 'service'),
    );
  const [workload, name, port] = [
    attribute(probe, 'workload') ?? '',
    attribute(probe, 'container'),
    probe.attributes?.['port'],
  ];
  const container = workloadsOf(view)
    .find(({ id, fact }) => id === workload && fact.file === probe.file)
    ?.containers.find((one) => one.name === name);
  const named = container?.ports.find((one) => attribute(one, 'name') === port)?.value;
  const isOpen = view.about('backend.port').some(({ value }) => Number(value) === Number(named ?? port));
  const images = builtIn(view).filter(({ containers }) => containers.some((one) => one === container?.image));
  // Its own command may start another program of the image.
  if (images.length > 0)
    return isOpen && container?.commands.length === 0 && images.some((one) => startsApplication(view, one));
  return isOpen && /back|api|server|app/i.test(workload);
}
