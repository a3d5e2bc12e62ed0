import { rule, side, told, type Contradiction, type View } from 'turnaround/rule';
import { bareImage } from '../_built.ts';
import { databasesUsed, valueOf, type Used } from './_databases.ts';
import { ofService, POSTGRES } from './_services.ts';

export const databaseExists = rule(import.meta, {
  title: 'An address names a database that its server does not create',
  severity: 'fails',
  why: 'The server refuses the connection: the database or the user does not exist.',
  *check(view) {
    for (const used of databasesUsed(view)) {
      if (used.fact.sure !== 'stated' || hasScripts(view, used)) continue;
      yield* differs(view, used);
    }
  },
});

function* differs(view: View, { fact, address, server, kind }: Used): Iterable<Contradiction> {
  const isPostgres = kind === 'postgres';
  const [user, made] = isPostgres
    ? (['POSTGRES_USER', 'POSTGRES_DB'] as const)
    : (['MYSQL_USER', 'MYSQL_DATABASE'] as const);
  const [owner, base] = [valueOf(view, server, user), valueOf(view, server, made)];
  // Without a name, MySQL creates no database, and it may have users besides root.
  if (owner === null || base === null || (!isPostgres && base === undefined)) return;
  const name = String(server.value);
  const signsIn = (owner && told(owner, 'value')) ?? 'postgres';
  const makes = (base && told(base, 'value')) ?? signsIn;
  const variable = told(fact, 'variable') ?? 'it';
  const wanted = address.path.replace(/^\//, '');
  if (/^[\w-]+$/.test(wanted) && wanted !== makes && !isMade(view, wanted)) {
    yield {
      message: `${variable} names the database ${wanted}, but ${name} creates ${makes}`,
      at: side(base ?? server, `${name} creates ${makes}`),
      against: [side(fact, `database ${wanted}`)],
      remedy: `set ${made} to ${wanted}, or use ${makes}`,
    };
  }
  const signs = address.user ?? signsIn;
  if (!isPostgres || signs === signsIn || view.about('database.user').some(({ value }) => value === signs)) return;
  yield {
    message: `${variable} signs in as ${signs}, but ${name} creates the user ${signsIn}`,
    at: side(owner ?? server, `creates the user ${signsIn}`),
    against: [side(fact, `signs in as ${signs}`)],
    remedy: `set POSTGRES_USER to ${signs}, or sign in as ${signsIn}`,
  };
}

/** A script at the first start or a client container may create anything; SQL files are fully known. */
function hasScripts(view: View, { server }: Used): boolean {
  const clients = view
    .about('service.needs', server.file)
    .filter(({ value }) => value === server.value)
    .map((needs) => told(needs, 'service'));
  const isClient = view
    .about('service', server.file)
    .some((one) => clients.includes(String(one.value)) && POSTGRES.test(bareImage(told(one, 'image') ?? '')));
  if (isClient) return true;
  return ofService(view, server, String(server.value), 'path.named').some((one) => {
    const isInit = told(one, 'target')?.startsWith('/docker-entrypoint-initdb.d') === true;
    const knows = (['table', 'database.name', 'index'] as const).some((subject) =>
      view.about(subject).some(({ file }) => file.endsWith('.sql')),
    );
    return isInit && !String(one.value).endsWith('.sql') && !knows;
  });
}

function isMade(view: View, database: string): boolean {
  const creates = /createdb|create database/i;
  return (
    /^(?:postgres|template[01]|mysql)$/.test(database) ||
    view.about('database.name').some((one) => one.value === database && told(one, 'service') === undefined) ||
    view.about('command').some(({ value }) => creates.test(String(value)) && String(value).includes(database))
  );
}
