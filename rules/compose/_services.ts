import { dirname } from 'node:path/posix';
import { told, type Fact, type View } from 'turnaround/rule';

/** Compose files in one folder are merged: what one file says about a service applies to the others. */
export function isSame(one: Fact, other: Fact): boolean {
  return dirname(one.file) === dirname(other.file);
}

/** Every mention of a service in the files of a folder. */
export function mentionsOf(view: View, at: Fact, name: string): Fact[] {
  return view.about('service').filter((one) => String(one.value) === name && isSame(one, at));
}

/** The facts of a subject about a service in the files of a folder. */
export function ofService(view: View, at: Fact, name: string, subject: string): Fact[] {
  return view
    .about(subject)
    .filter((one) => told(one, 'service') === name && told(one, 'by') !== 'workflow' && isSame(one, at));
}

/** Variables that a service sets or passes on, without those that are only inserted into other values. */
export function givenTo(view: View, at: Fact, name: string): Fact[] {
  const set = ofService(view, at, name, 'variable.set').filter((one) => told(one, 'as') !== 'arg');
  const places = new Set(set.map(({ file, line }) => `${file}:${line}`));
  const passed = ofService(view, at, name, 'variable.passed').filter(
    ({ file, line, of }) => of?.['required'] === false && of['default'] === undefined && !places.has(`${file}:${line}`),
  );
  return [...set, ...passed];
}

/** The commands that a service runs instead of its image's command. */
export function commandsOf(view: View, at: Fact, name: string): Fact[] {
  return ofService(view, at, name, 'command').filter((one) => /^(?:command|entrypoint)$/.test(told(one, 'step') ?? ''));
}

/** Whether a container of a database image runs the server, not a client or a backup. */
export function isServer(view: View, at: Fact, name: string): boolean {
  return commandsOf(view, at, name).every(({ value }) =>
    /docker-entrypoint\.sh|^(?:-|(?:\S*\/)?(?:postgres|mysqld|mariadbd|mongod)\b)/.test(String(value)),
  );
}

export function listOf({ of }: Fact, name: string): string[] {
  const list = of?.[name];
  return Array.isArray(list) ? list.map(String) : [];
}

/** Host names of the containers in the workspace's compose files, and hosts with a configured address. */
export function hostsOf(view: View): Set<string> {
  return new Set(
    view.about('service').flatMap((one) => [String(one.value), ...listOf(one, 'names'), ...listOf(one, 'reaches')]),
  );
}

/** Official images without a HEALTHCHECK. */
export const WITHOUT_HEALTHCHECK =
  /^(?:docker\.io\/)?(?:library\/)?(?:postgres|postgis\/postgis|pgvector\/pgvector|redis|mysql|mariadb|mongo|rabbitmq|nginx|python|node|golang|alpine|debian|ubuntu|busybox|memcached|httpd)$/;

/** Official database images, which create a database and a user from their environment. */
export const POSTGRES =
  /^(?:docker\.io\/)?(?:(?:library\/)?postgres|postgis\/postgis|pgvector\/pgvector|timescale\/timescaledb)$/;
export const MYSQL = /^(?:docker\.io\/)?(?:library\/)?(?:mysql|mariadb)$/;
