import { dirname } from 'node:path/posix';
import { told, type Fact, type View } from 'turnaround/rule';

/** Files of one folder are laid over one another: what one says of a service holds for the others. */
export function isSame(one: Fact, other: Fact): boolean {
  return dirname(one.file) === dirname(other.file);
}

/** Every mention of a service in the files of a folder. */
export function mentionsOf(view: View, at: Fact, name: string): Fact[] {
  return view.about('service').filter((one) => String(one.value) === name && isSame(one, at));
}

/** What the files of a folder say of a service. */
export function ofService(view: View, at: Fact, name: string, subject: string): Fact[] {
  return view
    .about(subject)
    .filter((one) => told(one, 'service') === name && told(one, 'by') !== 'workflow' && isSame(one, at));
}

/** Variables that a service sets or hands on; those that are only filled in are not among them. */
export function givenTo(view: View, at: Fact, name: string): Fact[] {
  const set = ofService(view, at, name, 'variable.set').filter((one) => told(one, 'as') !== 'arg');
  const places = new Set(set.map(({ file, line }) => `${file}:${line}`));
  const passed = ofService(view, at, name, 'variable.passed').filter(
    ({ file, line, of }) => of?.['required'] === false && of['default'] === undefined && !places.has(`${file}:${line}`),
  );
  return [...set, ...passed];
}

/** What a service runs instead of what its image would. */
export function commandsOf(view: View, at: Fact, name: string): Fact[] {
  return ofService(view, at, name, 'command').filter((one) => /^(?:command|entrypoint)$/.test(told(one, 'step') ?? ''));
}

/** Whether a container of a database's image runs the server, not a client or a backup of it. */
export function isServer(view: View, at: Fact, name: string): boolean {
  return commandsOf(view, at, name).every(({ value }) =>
    /docker-entrypoint\.sh|^(?:-|(?:\S*\/)?(?:postgres|mysqld|mariadbd|mongod)\b)/.test(String(value)),
  );
}

export function listOf({ of }: Fact, name: string): string[] {
  const list = of?.[name];
  return Array.isArray(list) ? list.map(String) : [];
}

/** Names under which containers of the workspace's compose files are reached, and hosts that somebody gave an address. */
export function hostsOf(view: View): Set<string> {
  return new Set(
    view.about('service').flatMap((one) => [String(one.value), ...listOf(one, 'names'), ...listOf(one, 'reaches')]),
  );
}

/** Official images without a HEALTHCHECK of their own. */
export const WITHOUT_HEALTHCHECK =
  /^(?:docker\.io\/)?(?:library\/)?(?:postgres|postgis\/postgis|pgvector\/pgvector|redis|mysql|mariadb|mongo|rabbitmq|nginx|python|node|golang|alpine|debian|ubuntu|busybox|memcached|httpd)$/;

/** Official databases, which all make a database and a user from their environment. */
export const POSTGRES =
  /^(?:docker\.io\/)?(?:(?:library\/)?postgres|postgis\/postgis|pgvector\/pgvector|timescale\/timescaledb)$/;
export const MYSQL = /^(?:docker\.io\/)?(?:library\/)?(?:mysql|mariadb)$/;
