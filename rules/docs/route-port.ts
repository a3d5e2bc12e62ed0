import { rule, locationOf, type View } from 'turnaround/rule';
import { isPortOpen, isServed } from '../_served.ts';
import { routesOf } from '../_routes.ts';
import { wordsOf } from '../_commands.ts';
import { isDocument } from './_documents.ts';

export const routePort = rule(import.meta, {
  title: 'A command calls the application on a port where it never listens',
  severity: 'confusing',
  why: 'The connection is refused, and the reader thinks that the application is broken.',
  *check(view) {
    const routes = routesOf(view);
    const ports = view.about('backend.port').filter(({ sure }) => sure !== 'guessed');
    if (routes === undefined || ports.length === 0 || isPortOpen(view)) return;
    for (const command of view.about('command')) {
      const by = command.attributes?.['by'];
      if (by === 'markdown' ? !isDocument(view, command.file) : by !== 'makefile' && by !== 'workflow') continue;
      const words = wordsOf(command);
      const asked = words
        .map((word) => /^https?:\/\/(?:localhost|127\.0\.0\.1):(\d+)(\/[^\s?#$<{]+)/.exec(word))
        .find((match) => match !== null);
      const [, port, path] = asked ?? [];
      if (
        words[0] !== 'curl' ||
        port === undefined ||
        path === undefined ||
        !routes.matches(path) ||
        isServed(view, Number(port)) ||
        isOfAnother(view, Number(port))
      )
        continue;
      yield {
        message: `${path} is requested on port ${port}, but the application listens on ${[...new Set(ports.map(({ value }) => String(value)))].join(', ')}`,
        at: locationOf(command, command.value),
        against: ports.slice(0, 3).map((fact) => locationOf(fact)),
        groupKey: port,
        remedy: `use port ${String(ports[0]?.value)}`,
      };
    }
  },
});

/** If Python code names an address on that port, it is another service: the application does not call itself. */
function isOfAnother(view: View, port: number): boolean {
  return (['port.named', 'port.default'] as const).some((subject) =>
    view.about(subject).some(({ file, value }) => value === port && file.endsWith('.py')),
  );
}
