import { attribute, valuesOf, type Fact, type View } from 'turnaround/rule';
import { callOf } from '../_commands.ts';
import { isTemplated } from '../_near.ts';
import { valueOf } from './_databases.ts';
import { POSTGRES } from './_services.ts';
import { serversOf, type Server } from './_servers.ts';

const CLIENTS = /^(?:psql|pg_isready|pg_dump|pg_restore)$/;

/** The value of a variable, or its default if the variable is not set; null if it is unknown. */
export function givenBy(view: View, { set, image }: Server, name: string, otherwise: string | null): string | null {
  if (set.some(({ value }) => value === `${name}_FILE`)) return null;
  const service = view
    .about('service')
    .find(({ file, value }) => file === image.file && value === attribute(image, 'service'));
  const own = service === undefined ? set.find(({ value }) => value === name) : valueOf(view, service, name);
  if (own === undefined) return otherwise;
  const value = own === null ? undefined : attribute(own, 'value');
  return value === undefined || isTemplated(value) ? null : value;
}

/** The commands that use the server: its own health check, and the clients in a job that has only this server. */
export function asked(view: View, { image, has }: Server): Fact<'command'>[] {
  const job = attribute(image, 'by') === 'workflow' ? attribute(image, 'job') : undefined;
  const beside = serversOf(view, POSTGRES).filter(
    (one) => one.image.file === image.file && attribute(one.image, 'job') === job,
  );
  return view.about('command').filter((fact) => {
    const { program, rest } = callOf(fact);
    if (!CLIENTS.test(program) || rest.some((word) => /:\/\//.test(word))) return false;
    if (job === undefined) return has(fact) && attribute(fact, 'step') === 'healthcheck' && !rest.includes('-h');
    const host = valuesOf(rest, '-h', '--host')[0] ?? '';
    return (
      fact.file === image.file &&
      attribute(fact, 'job') === job &&
      beside.length === 1 &&
      /^(?:localhost|127\.0\.0\.1)$/.test(host)
    );
  });
}

/** The name is templated, created by another command or by SQL, or present in every server. */
export function isOpen(view: View, name: string): boolean {
  return (
    isTemplated(name) ||
    /^(?:template[01]|postgres)$/.test(name) ||
    view.about('database.name').some((one) => one.value === name && attribute(one, 'service') === undefined) ||
    view.about('database.user').some(({ value }) => value === name) ||
    view
      .about('command')
      .some(
        ({ value, attributes }) =>
          attributes?.['by'] !== 'markdown' &&
          new RegExp(`create(?:db|user| database| role| user)\\b.*\\b${name}\\b`, 'i').test(value),
      )
  );
}
