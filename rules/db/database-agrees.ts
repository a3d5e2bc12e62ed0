import { dirname } from 'node:path/posix';
import { rule, side, told, type Fact, type View } from 'turnaround/rule';
import { valuesOf, wordsOf } from '../_commands.ts';

export const databaseAgrees = rule(import.meta, {
  title: 'A database is asked for that nobody creates',
  severity: 'fails',
  why: 'PostgreSQL answers "database does not exist": the application, or the step of the job, ends there.',
  *check(view) {
    for (const address of view.about('database.address')) {
      const [, host, database] =
        /^postgres(?:ql)?(?:\+\w+)?:\/\/(?:[^@/]*@)?([\w.-]+)(?::\d+)?\/(\w[\w-]*)(?:\?|$)/.exec(
          String(address.value),
        ) ?? [];
      if (told(address, 'by') !== 'compose' || host === undefined || database === undefined) continue;
      const created = view
        .about('database.name')
        .filter((fact) => dirname(fact.file) === dirname(address.file) && told(fact, 'service') === host);
      yield* said(
        view,
        address,
        database,
        created,
        `${told(address, 'variable') ?? 'the address'} names the database ${database}`,
      );
    }
    for (const command of view.about('command')) {
      const words = wordsOf(String(command.value));
      const [database = ''] = words[0] === 'psql' ? valuesOf(words, '-d', '--dbname') : [];
      if (told(command, 'by') !== 'workflow' || !/^\w[\w-]*$/.test(database)) continue;
      const created = view
        .about('variable.set')
        .filter(
          (fact) =>
            fact.file === command.file &&
            told(fact, 'job') === told(command, 'job') &&
            fact.value === 'POSTGRES_DB' &&
            told(fact, 'service') !== undefined,
        );
      const named = created
        .map((fact) => ({ ...fact, value: told(fact, 'value') ?? '' }))
        .filter(({ value }) => value !== '');
      yield* said(
        view,
        command,
        database,
        named.length === created.length ? named : [],
        `psql connects to ${database}`,
      );
    }
  },
});

function* said(view: View, at: Fact, database: string, created: readonly Fact[], says: string) {
  const [first] = created;
  if (
    first === undefined ||
    created.some(({ value }) => value === database) ||
    /^(?:postgres|template\d)$/.test(database)
  )
    return;
  const isMade =
    view.about('database.name').some((fact) => fact.value === database && told(fact, 'by') === 'create') ||
    view
      .about('command')
      .some(
        ({ value }) =>
          /createdb|CREATE DATABASE|\.sh\b|manage\.py|\.py\b/i.test(String(value)) && String(value).includes(database),
      ) ||
    // A script that the container runs at its first start may create more.
    view
      .about('path.named')
      .some(
        (path) =>
          path.file === first.file &&
          (told(path, 'target') ?? '').startsWith('/docker-entrypoint-initdb.d') &&
          !view.about('table').some(({ file }) => file.startsWith(String(path.value).replace(/^\.\//, ''))),
      );
  if (isMade) return;
  yield {
    message: `${says}, and ${told(first, 'service') ?? 'the service'} creates ${created.map(({ value }) => String(value)).join(', ')}`,
    at: side(at, says),
    against: created.map((fact) => side(fact, `creates ${String(fact.value)}`)),
    remedy: `connect to ${String(first.value)}, or create ${database}`,
  };
}
