import { rule, locationOf, attribute, type Contradiction, type View } from 'turnaround/rule';
import { databasesUsed, valueOf, type Used, hasScripts, isMade } from './_databases.ts';

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
  const signsIn = (owner && attribute(owner, 'value')) ?? 'postgres';
  const makes = (base && attribute(base, 'value')) ?? signsIn;
  const variable = attribute(fact, 'variable') ?? 'it';
  const wanted = address.path.replace(/^\//, '');
  if (/^[\w-]+$/.test(wanted) && wanted !== makes && !isMade(view, wanted)) {
    yield {
      message: `${variable} names the database ${wanted}, but ${name} creates ${makes}`,
      at: locationOf(base ?? server, `${name} creates ${makes}`),
      against: [locationOf(fact, `database ${wanted}`)],
      remedy: `set ${made} to ${wanted}, or use ${makes}`,
    };
  }
  const signs = address.user ?? signsIn;
  if (!isPostgres || signs === signsIn || view.about('database.user').some(({ value }) => value === signs)) return;
  yield {
    message: `${variable} signs in as ${signs}, but ${name} creates the user ${signsIn}`,
    at: locationOf(owner ?? server, `creates the user ${signsIn}`),
    against: [locationOf(fact, `signs in as ${signs}`)],
    remedy: `set POSTGRES_USER to ${signs}, or sign in as ${signsIn}`,
  };
}
