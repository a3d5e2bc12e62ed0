import { rule, locationOf, attribute } from 'turnaround/rule';
import { readersOf } from './_nginx.ts';

export const listenPort = rule(import.meta, {
  title: 'nginx listens on another port than its image exposes',
  severity: 'wrong',
  why: 'If the exposed port is published or probed, nothing answers on it.',
  *check(view) {
    const files = new Set(
      view.about('port.listen').flatMap((one) => (attribute(one, 'by') === 'nginx' ? [one.file] : [])),
    );
    for (const file of files) {
      const listens = view.about('port.listen').filter((one) => one.file === file && attribute(one, 'by') === 'nginx');
      for (const reader of readersOf(view, file)) {
        const exposed = view
          .about('port.exposed')
          .filter((one) => one.file === reader.file && attribute(one, 'stage') === attribute(reader, 'stage'));
        // Beside the base image's own configuration, nginx listens on both ports.
        const isOnly = /\/(?:default|nginx)\.conf$/.test(attribute(reader, 'to') ?? '');
        const isMet = exposed.some(({ value }) => listens.some((one) => one.value === value));
        const [first] = exposed;
        if (first === undefined || !isOnly || isMet) continue;
        const ports = [...new Set(listens.map(({ value }) => String(value)))].join(', ');
        yield {
          message: `nginx listens on ${ports}, but its image exposes ${exposed.map(({ value }) => String(value)).join(', ')}`,
          at: locationOf(first, `EXPOSE ${String(first.value)}`),
          against: listens.map((one) => locationOf(one, `listens on ${String(one.value)}`)),
          remedy: `use EXPOSE ${ports}, or listen on the exposed port`,
        };
      }
    }
  },
});
