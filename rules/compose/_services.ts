import { dirname } from 'node:path/posix';
import { attribute, type Fact, type FactAbout, type View } from 'turnaround/rule';

/** Compose files in one folder are merged: what one file says about a service applies to the others. */
export function isSame(one: { readonly file: string }, other: { readonly file: string }): boolean {
  return dirname(one.file) === dirname(other.file);
}

/** Every mention of a service in the files of a folder. */
export function mentionsOf(view: View, at: Fact, name: string): Fact<'service'>[] {
  return view.about('service').filter((one) => one.value === name && isSame(one, at));
}

type OfService = 'command' | 'path.named' | 'variable.set' | 'variable.passed';

/** The facts of a subject about a service in the files of a folder. */
export function ofService<S extends OfService>(view: View, at: Fact, name: string, subject: S): Fact<S>[] {
  const isOwn = (one: FactAbout<OfService>): boolean =>
    attribute(one, 'service') === name && attribute(one, 'by') !== 'workflow' && isSame(one, at);
  return view.about(subject).filter(isOwn);
}

/** Variables that a service sets or passes on, without those that are only inserted into other values. */
export function givenTo(view: View, at: Fact, name: string): Fact<'variable.set' | 'variable.passed'>[] {
  const set = ofService(view, at, name, 'variable.set').filter((one) => attribute(one, 'as') !== 'arg');
  const places = new Set(set.map(({ file, line }) => `${file}:${line}`));
  const passed = ofService(view, at, name, 'variable.passed').filter(
    ({ file, line, attributes }) =>
      attributes?.['required'] === false && attributes['default'] === undefined && !places.has(`${file}:${line}`),
  );
  return [...set, ...passed];
}

/** The commands that a service runs instead of its image's command. */
export function commandsOf(view: View, at: Fact, name: string): Fact<'command'>[] {
  return ofService(view, at, name, 'command').filter((one) =>
    /^(?:command|entrypoint)$/.test(attribute(one, 'step') ?? ''),
  );
}

/** Whether a container of a database image runs the server, not a client or a backup. */
export function isServer(view: View, at: Fact, name: string): boolean {
  return commandsOf(view, at, name).every(({ value }) =>
    /docker-entrypoint\.sh|^(?:-|(?:\S*\/)?(?:postgres|mysqld|mariadbd|mongod)\b)/.test(value),
  );
}

export function listOf({ attributes }: Fact<'service'>, name: 'names' | 'profiles' | 'reaches'): readonly string[] {
  return attributes?.[name] ?? [];
}

/** Host names of the containers in the workspace's compose files, and hosts with a configured address. */
export function hostsOf(view: View): Set<string> {
  return new Set(
    view.about('service').flatMap((one) => [one.value, ...listOf(one, 'names'), ...listOf(one, 'reaches')]),
  );
}

/** Official images without a HEALTHCHECK. */
export const WITHOUT_HEALTHCHECK =
  /^(?:docker\.io\/)?(?:library\/)?(?:postgres|postgis\/postgis|pgvector\/pgvector|redis|mysql|mariadb|mongo|rabbitmq|nginx|python|node|golang|alpine|debian|ubuntu|busybox|memcached|httpd)$/;

/** Official database images, which create a database and a user from their environment. */
export const POSTGRES =
  /^(?:docker\.io\/)?(?:(?:library\/)?postgres|postgis\/postgis|pgvector\/pgvector|timescale\/timescaledb)$/;
export const MYSQL = /^(?:docker\.io\/)?(?:library\/)?(?:mysql|mariadb)$/;
