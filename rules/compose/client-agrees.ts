import { rule, side, told, type Fact, type View } from 'turnaround/rule';
import { callOf, valuesOf } from '../_commands.ts';
import { isTemplated } from '../_near.ts';
import { valueOf } from './_databases.ts';
import { POSTGRES } from './_services.ts';
import { serversOf, type Server } from './_servers.ts';

const CLIENTS = /^(?:psql|pg_isready|pg_dump|pg_restore)$/;

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
            at: side(command, String(command.value)),
            against: [side(from ?? server.image, `creates the ${what} ${made}`)],
            remedy: `use ${made}, or set ${variable} to ${name}`,
          };
        }
      }
    }
  },
});

/** The value of a variable, or its default if the variable is not set; null if it is unknown. */
function givenBy(view: View, { set, image }: Server, name: string, otherwise: string | null): string | null {
  if (set.some(({ value }) => value === `${name}_FILE`)) return null;
  const service = view
    .about('service')
    .find(({ file, value }) => file === image.file && value === told(image, 'service'));
  const own = service === undefined ? set.find(({ value }) => value === name) : valueOf(view, service, name);
  if (own === undefined) return otherwise;
  const value = own === null ? undefined : told(own, 'value');
  return value === undefined || isTemplated(value) ? null : value;
}

/** The commands that use the server: its own health check, and the clients in a job that has only this server. */
function asked(view: View, { image, has }: Server): Fact[] {
  const job = told(image, 'by') === 'workflow' ? told(image, 'job') : undefined;
  const beside = serversOf(view, POSTGRES).filter(
    (one) => one.image.file === image.file && told(one.image, 'job') === job,
  );
  return view.about('command').filter((fact) => {
    const { program, rest } = callOf(fact);
    if (!CLIENTS.test(program) || rest.some((word) => /:\/\//.test(word))) return false;
    if (job === undefined) return has(fact) && told(fact, 'step') === 'healthcheck' && !rest.includes('-h');
    const host = valuesOf(rest, '-h', '--host')[0] ?? '';
    return (
      fact.file === image.file &&
      told(fact, 'job') === job &&
      beside.length === 1 &&
      /^(?:localhost|127\.0\.0\.1)$/.test(host)
    );
  });
}

/** The name is templated, created by another command or by SQL, or present in every server. */
function isOpen(view: View, name: string): boolean {
  return (
    isTemplated(name) ||
    /^(?:template[01]|postgres)$/.test(name) ||
    view.about('database.name').some((one) => one.value === name && told(one, 'service') === undefined) ||
    view.about('database.user').some(({ value }) => value === name) ||
    view
      .about('command')
      .some(
        ({ value, of }) =>
          of?.['by'] !== 'markdown' &&
          new RegExp(`create(?:db|user| database| role| user)\\b.*\\b${name}\\b`, 'i').test(String(value)),
      )
  );
}
