import { attribute, type Fact, type View } from 'turnaround/rule';
import { addressOf, type Address } from '../_address.ts';
import { bareImage } from '../_built.ts';
import { usualPort } from './_ports.ts';
import { givenTo, listOf, mentionsOf, MYSQL, ofService, POSTGRES } from './_services.ts';

/** A database address in the environment of a service, and the server in the same files that it points to. */
export interface Used {
  readonly fact: Fact;
  readonly service: string;
  readonly address: Address;
  readonly server: Fact;
  readonly kind: 'postgres' | 'mysql';
}

export function databasesUsed(view: View): Used[] {
  return view.about('database.address').flatMap((fact) => {
    const address = attribute(fact, 'by') === 'compose' ? addressOf(fact.value) : undefined;
    if (address === undefined) return [];
    const server = view
      .about('service')
      .find(
        (one) => one.file === fact.file && (one.value === address.host || listOf(one, 'names').includes(address.host)),
      );
    const image = bareImage(server === undefined ? '' : (attribute(server, 'image') ?? ''));
    const kind = POSTGRES.test(image) ? 'postgres' : MYSQL.test(image) ? 'mysql' : undefined;
    const service = attribute(fact, 'service') ?? '';
    // Another port means another server, or none: this server's settings do not apply.
    const isOther = address.port !== undefined && address.port !== usualPort(image);
    return server === undefined || kind === undefined || isOther || service === server.value
      ? []
      : [{ fact, service, address, server, kind }];
  });
}

/** The value of a variable of a service; null if the value is unknown or may be set elsewhere. */
export function valueOf(view: View, service: Fact, variable: string): Fact | undefined | null {
  const name = String(service.value);
  const set = givenTo(view, service, name).filter(({ value }) => value === variable);
  const mentions = mentionsOf(view, service, name);
  const files = ofService(view, service, name, 'path.named').filter((one) => attribute(one, 'by') === 'env_file');
  const [first, ...others] = set;
  if (others.length > 0 || mentions.some(({ attributes }) => attributes?.['extends'] === true)) return null;
  if (first !== undefined) return attribute(first, 'value') === undefined ? null : first;
  return files.length > 0 ? null : undefined;
}

/** A script at the first start or a client container may create anything; SQL files are fully known. */
export function hasScripts(view: View, { server }: Used): boolean {
  const clients = view
    .about('service.needs', server.file)
    .filter(({ value }) => value === server.value)
    .map((needs) => attribute(needs, 'service'));
  const isClient = view
    .about('service', server.file)
    .some((one) => clients.includes(one.value) && POSTGRES.test(bareImage(attribute(one, 'image') ?? '')));
  if (isClient) return true;
  return ofService(view, server, String(server.value), 'path.named').some((one) => {
    const isInit = attribute(one, 'target')?.startsWith('/docker-entrypoint-initdb.d') === true;
    const knows = (['table', 'database.name', 'index'] as const).some((subject) =>
      view.about(subject).some(({ file }) => file.endsWith('.sql')),
    );
    return isInit && !one.value.endsWith('.sql') && !knows;
  });
}

export function isMade(view: View, database: string): boolean {
  const creates = /createdb|create database/i;
  return (
    /^(?:postgres|template[01]|mysql)$/.test(database) ||
    view.about('database.name').some((one) => one.value === database && attribute(one, 'service') === undefined) ||
    view.about('command').some(({ value }) => creates.test(value) && value.includes(database))
  );
}
