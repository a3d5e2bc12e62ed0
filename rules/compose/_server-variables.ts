import { isTypo } from '../_near.ts';
import { misspelled } from '../variables/_variables.ts';
import { MYSQL, POSTGRES } from './_services.ts';

/** The variables that the official images read. https://hub.docker.com/_/postgres, _/mysql, _/mariadb, _/mongo */
export const READS: readonly (readonly [images: RegExp, names: readonly string[]])[] = [
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

export function meantBy(name: string, names: readonly string[]): string | undefined {
  const isRead = names.includes(name) || names.some((known) => name === `${known}_FILE`);
  return isRead
    ? undefined
    : (TAKEN_FOR[name] ?? names.find((known) => isTypo(name, known)) ?? misspelled(name, names));
}
