import { told, type Fact, type View } from 'turnaround/rule';
import type { Built } from './_built.ts';

/** The ports that an image is known to have: what it listens on, and what it exposes. */
export function knownPorts(view: View, { dockerfile, ports }: Built): { known: Fact[]; listens: Fact[] } {
  const last = view.about('image.base').find(({ file, of }) => file === dockerfile && of?.['final'] === true);
  const exposed = view
    .about('port.exposed')
    .filter((one) => one.file === dockerfile && told(one, 'stage') === told(last ?? one, 'stage'));
  const listens = ports.filter(({ subject }) => subject === 'port.listen');
  return { known: [...listens, ...exposed], listens };
}
