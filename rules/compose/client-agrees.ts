import { rule, locationOf, valuesOf } from 'turnaround/rule';
import { callOf } from '../_commands.ts';
import { POSTGRES } from './_services.ts';
import { serversOf } from './_servers.ts';
import { givenBy, asked, isOpen } from './_database-clients.ts';

export const clientAgrees = rule(import.meta, {
  title: 'A client uses a database or user that its server does not create',
  severity: 'wrong',
  why: 'The server refuses: role or database "…" does not exist. `pg_isready` still reports ready, and the log fills with errors.',
  *check(view) {
    for (const server of serversOf(view, POSTGRES)) {
      const user = givenBy(view, server, 'POSTGRES_USER', 'postgres');
      const base = givenBy(view, server, 'POSTGRES_DB', user);
      for (const command of asked(view, server)) {
        const { rest } = callOf(command);
        const wanted = [
          ['user', valuesOf(rest, '-U', '--username')[0], user, 'POSTGRES_USER'],
          ['database', valuesOf(rest, '-d', '--dbname')[0], base, 'POSTGRES_DB'],
        ] as const;
        for (const [what, name, made, variable] of wanted) {
          if (name === undefined || made === null || name === made || isOpen(view, name)) continue;
          const from = server.set.find(({ value }) => value === variable);
          yield {
            message: `${callOf(command).program} asks for the ${what} ${name}, but ${String(server.image.value)} creates ${made}`,
            at: locationOf(command, command.value),
            against: [locationOf(from ?? server.image, `creates the ${what} ${made}`)],
            remedy: `use ${made}, or set ${variable} to ${name}`,
          };
        }
      }
    }
  },
});
