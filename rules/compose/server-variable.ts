import { rule, side, told, type Fact } from 'turnaround/rule';
import { isTypo } from '../_near.ts';
import { misspelled } from '../variables/_variables.ts';
import { MYSQL, POSTGRES } from './_services.ts';
import { serversOf } from './_servers.ts';

/** The variables that the official images read. https://hub.docker.com/_/postgres, _/mysql, _/mariadb, _/mongo */
const READS: readonly (readonly [images: RegExp, names: readonly string[]])[] = [
  [
    POSTGRES,
    ['DB', 'USER', 'PASSWORD', 'INITDB_ARGS', 'INITDB_WALDIR', 'HOST_AUTH_METHOD'].map((name) => `POSTGRES_${name}`),
  ],
  [
    MYSQL,
    ['DATABASE', 'USER', 'PASSWORD', 'ROOT_PASSWORD', 'ROOT_HOST', 'ALLOW_EMPTY_PASSWORD', 'RANDOM_ROOT_PASSWORD'].map(
      (name) => `MYSQL_${name}`,
    ),
  ],
  [
    /^(?:docker\.io\/)?(?:library\/)?mongo$/,
    ['ROOT_USERNAME', 'ROOT_PASSWORD', 'DATABASE'].map((name) => `MONGO_INITDB_${name}`),
  ],
];

/** Names from other images and libraries that are mistaken for these. */
const TAKEN_FOR: Readonly<Record<string, string>> = {
  POSTGRES_DATABASE: 'POSTGRES_DB',
  POSTGRES_DB_NAME: 'POSTGRES_DB',
  POSTGRES_NAME: 'POSTGRES_DB',
  POSTGRES_USERNAME: 'POSTGRES_USER',
  POSTGRES_DB_USER: 'POSTGRES_USER',
  POSTGRES_PASS: 'POSTGRES_PASSWORD',
  POSTGRES_PWD: 'POSTGRES_PASSWORD',
  POSTGRES_DB_PASSWORD: 'POSTGRES_PASSWORD',
  MYSQL_DB: 'MYSQL_DATABASE',
  MYSQL_USERNAME: 'MYSQL_USER',
  MYSQL_PASS: 'MYSQL_PASSWORD',
  MYSQL_ROOT_PASS: 'MYSQL_ROOT_PASSWORD',
  MONGO_INITDB_USERNAME: 'MONGO_INITDB_ROOT_USERNAME',
  MONGO_INITDB_PASSWORD: 'MONGO_INITDB_ROOT_PASSWORD',
};

export const serverVariable = rule(import.meta, {
  title: 'A database server gets a variable that its image does not read',
  severity: 'fails',
  why: 'The server uses its default: the intended database or user is missing, or the server does not start without a password.',
  *check(view) {
    for (const [images, names] of READS) {
      for (const { image, set } of serversOf(view, images)) {
        const given = new Set(set.map(({ value }) => String(value)));
        for (const variable of set) {
          const name = String(variable.value);
          const meant = meantBy(name, names);
          // If the right variable is also set, this one is for something else: a client, a script at the first start.
          if (meant === undefined || given.has(meant) || given.has(`${meant}_FILE`)) continue;
          // Without POSTGRES_DB, the database gets the name of the user: then nothing fails.
          const user = set.find(({ value }) => value === 'POSTGRES_USER');
          const isSame =
            meant === 'POSTGRES_DB' && user !== undefined && told(user, 'value') === told(variable, 'value');
          yield {
            message: `${name} is set for ${String(image.value)}, but the image reads ${meant}`,
            at: side(variable, `sets ${name}`),
            against: [side(image, `runs ${String(image.value)}`)],
            remedy: `set ${meant}`,
            ...mend(variable, meant),
            ...(isSame ? { severity: 'confusing' } : {}),
          };
        }
      }
    }
  },
});

function meantBy(name: string, names: readonly string[]): string | undefined {
  const isRead = names.includes(name) || names.some((known) => name === `${known}_FILE`);
  return isRead
    ? undefined
    : (TAKEN_FOR[name] ?? names.find((known) => isTypo(name, known)) ?? misspelled(name, names));
}

function mend({ file, line, value }: Fact, meant: string) {
  return { mend: [{ file, line, was: String(value), is: meant }] };
}
