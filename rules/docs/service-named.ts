import { rule, locationOf, attribute } from 'turnaround/rule';
import { wordsOf } from '../_commands.ts';
import { nearest } from '../_near.ts';
import { areKnown, callOf, counterpart, isOpen } from './_compose.ts';
import { isDocument } from './_documents.ts';

export const serviceNamed = rule(import.meta, {
  title: 'A command names a service that no compose file defines',
  severity: 'confusing',
  why: 'The command fails with `no such service`.',
  *check(view) {
    const services = view.about('service');
    if (services.length === 0 || isOpen(view)) return;
    const known = services.map(({ value }) => value);
    for (const command of view.about('command')) {
      const by = attribute(command, 'by') ?? '';
      if (
        !/^(?:markdown|makefile|justfile|taskfile|workflow|script|shell)$/.test(by) ||
        (by === 'markdown' && !isDocument(view, command.file))
      )
        continue;
      const words = wordsOf(command);
      const start = words[0] === 'docker-compose' ? 1 : words[0] === 'docker' && words[1] === 'compose' ? 2 : 0;
      const { files, names } = callOf(words.slice(start));
      if (start === 0 || !areKnown(services, files, command.file)) continue;
      for (const name of names) {
        if (services.some(({ value }) => value === name)) continue;
        const meant = nearest(name, known) ?? counterpart(name, known);
        // A document may describe a service that the reader is going to add.
        if (meant === undefined && by === 'markdown') continue;
        const against = services.filter(({ value }) => meant === undefined || value === meant).slice(0, 4);
        yield {
          message: `the command names the service ${name}, but the compose files define ${[...new Set(against.map(({ value }) => value))].join(', ')}`,
          at: locationOf(command, command.value),
          against: against.map((fact) => locationOf(fact)),
          remedy: meant === undefined ? 'name an existing service' : `name ${meant}`,
        };
      }
    }
  },
});
