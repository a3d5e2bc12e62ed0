import { isStandIn } from '../redact.ts';
import type { Fact } from '../fact.ts';
import { isPlaceholder, type Source } from '../read/source.ts';
import { isSecretName, withoutPassword } from '../variable.ts';
import type { AttributesOf } from '../subjects.ts';
import { filledIn, LONG, NOTHING, type Of } from './_script.ts';
import { isSameTwice } from './_usual.ts';

export const IMAGE_SUBJECTS = [
  'version.python',
  'version.node',
  'version.go',
  'version.bun',
  'version.postgres',
  'version.redis',
] as const;

export const VARIABLE_SUBJECTS = [
  'variable.set',
  'secret.literal',
  'database.name',
  'database.address',
  'cache.address',
] as const;

// Only the names of Docker's own images: `acme/python:1.0` says nothing of Python.
const OFFICIAL =
  /^(?:docker\.io\/|public\.ecr\.aws\/docker\/|mirror\.gcr\.io\/|index\.docker\.io\/)?(?:library\/|cimg\/|bitnami\/)?/;
const LANGUAGES: Readonly<Record<string, 'python' | 'node' | 'go' | 'bun' | 'postgres' | 'redis'>> = {
  python: 'python',
  node: 'node',
  golang: 'go',
  'oven/bun': 'bun',
  postgres: 'postgres',
  postgresql: 'postgres',
  'postgis/postgis': 'postgres',
  'pgvector/pgvector': 'postgres',
  redis: 'redis',
};
const TAG = /^(?:v|pg)?(\d+(?:\.\d+)*(?:rc\d+|a\d+|b\d+)?)/;

/** The image, and the version that its tag states. */
export function imageFacts(
  source: Source,
  image: string,
  line: number,
  of: Of & Pick<AttributesOf<'image.used'>, 'at' | 'job'>,
  sure?: Fact['sure'],
): Fact[] {
  return [...source.fact('image.used', image, line, of, sure), ...versionFacts(source, image, line, of, sure)];
}

/** The version that the tag of a known image states. */
export function versionFacts(
  source: Source,
  image: string,
  line: number,
  of: AttributesOf<'version.python'>,
  sure?: Fact['sure'],
): Fact[] {
  const [whole = ''] = image.split('@');
  const colon = whole.indexOf(':', whole.lastIndexOf('/') + 1);
  const [name, tag] = colon === -1 ? [whole, ''] : [whole.slice(0, colon), whole.slice(colon + 1)];
  const known = LANGUAGES[name.replace(OFFICIAL, '')];
  const version = known === undefined ? /(?:^|-)python-?(\d+(?:\.\d+)+)/.exec(tag)?.[1] : TAG.exec(tag)?.[1];
  return source.fact(`version.${known ?? 'python'}`, version ?? '', line, { ...of, by: 'image', image: name }, sure);
}

const NOT_ITSELF =
  /(MINUTES|SECONDS|HOURS|DAYS|EXPIR\w*|TTL|FILE|PATH|NAME|LENGTH|ALGORITHM|HOST|LIFETIME|ENABLED|LIMIT|MAX_TOKENS|ISSUER|HEADER|TYPE|URL|URI|\w*(?:MAX|MIN|TOTAL|NUM)\w*_TOKENS|DIR|DIRECTORY|FOLDER)$|(?:PUBLIC|PUBLISHABLE|SITE|PUSHER_APP|SOKETI\w*_APP|POSTHOG)_(?:API_)?KEY$|^(?:NEXT_PUBLIC|NUXT_PUBLIC|EXPO_PUBLIC|VITE|REACT_APP|PUBLIC)_/i;
const SHOWS =
  /^(?:sk-|sk_live_|gh[pousr]_|glpat-|xox[abp]-|AKIA[0-9A-Z]{12}|AIza|-----BEGIN)|[?&]\w*(?:password|token|secret|key)=/i;

/** What a variable that is set belongs to. */
export type OfVariable = AttributesOf<'database.name'>;

/** A variable that is set: its name, its value where that is no secret, and what its value is known to mean. */
export function variableFacts(
  source: Source,
  name: string,
  value: string,
  line: number,
  of: OfVariable,
  known = NOTHING,
): Fact<(typeof VARIABLE_SUBJECTS)[number]>[] {
  const filled = filledIn(value.slice(0, LONG), known);
  const sure = filled === value ? 'stated' : 'derived';
  const open = withoutPassword(filled);
  const isOpen =
    open !== '' &&
    open.length < 500 &&
    !isSecretName(name) &&
    !SHOWS.test(filled) &&
    !hasLeft(open) &&
    !/[$\n]/.test(open) &&
    !isPlaceholder(open);
  const secret = isOpen ? secretOf(name, PASSWORD.test(value.slice(0, LONG)) ? value : '') : secretOf(name, value);
  const address = value.slice(0, LONG);
  const stands = hasStandIn(address)
    ? { ...of, placeholder: true }
    : isSameTwice(address)
      ? { ...of, usual: true }
      : of;
  return [
    ...source.fact('variable.set', name, line, isOpen ? { ...of, value: open } : of, isOpen ? sure : 'stated'),
    ...(secret === undefined ? [] : secretFacts(source, name, secret, line, stands)),
    ...(DATABASE_NAME.test(name) && !filled.includes('$') ? source.fact('database.name', filled, line, of, sure) : []),
    ...(hasLeft(open) ? [] : addressFacts(source, open, line, { ...of, variable: name }, sure)),
  ];
}

/** A URL such as `postgres://user:pass@db/x` is judged by its two names; the part after them says nothing about the password. */
function hasStandIn(address: string): boolean {
  const who = /:\/\/[^/@]*@/.exec(address)?.[0];
  return who !== undefined && isStandIn(who);
}

/** States that a secret is here, but never the secret itself. */
export function secretFacts(
  source: Source,
  name: string,
  secret: string,
  line: number,
  of: AttributesOf<'secret.literal'>,
): Fact<'secret.literal'>[] {
  // `GOOGLE_API_KEY=GOOGLE_API_KEY_VAL` is filled in by a script.
  const isName = name.includes('_') && secret.toUpperCase().startsWith(name.toUpperCase());
  return source.fact('secret.literal', name, line, isStandIn(secret) || isName ? { ...of, placeholder: true } : of);
}

const PASSWORD = /:\/\/[^/:@\s]*:([^@\s$]{1,200})@/;
const DATABASE_NAME = /^(?:POSTGRES_DB|POSTGRESQL_DATABASE|(?:MYSQL|MARIADB|MONGO_INITDB)_DATABASE)$/;
const DATABASE = /^(?:postgres(?:ql)?|mysql|mariadb|mongodb|sqlite)(?:\+\w+)?:\/\//;
const CACHE = /^(?:rediss?|valkey|memcached):\/\//;

/** A password in an unusual address, which contains `/` or `@`. */
function hasLeft(address: string): boolean {
  const user = address.slice(address.indexOf('://') + 3, Math.max(0, address.lastIndexOf('@')));
  return address.includes('://') && user.includes(':') && !user.endsWith(':…');
}

/** The secret in a value: the whole value if the name is that of a secret, or the password in an address. */
function secretOf(name: string, value: string): string | undefined {
  const password = PASSWORD.exec(value.slice(0, LONG))?.[1];
  if (password !== undefined) return password;
  if (/\$|\{\{/.test(value)) return undefined;
  if (SHOWS.test(value)) return value;
  // The place of a secret, or its name in a store: `/run/secrets/db`, `app/production`.
  if (/^\/[\w./-]+$|^[a-z][\w-]*(?:\/[\w-]+)+$/.test(value)) return undefined;
  // An address without a password leads to no secret.
  if (/^[a-z][\w+.-]*:\/\//i.test(value)) return undefined;
  // ACCESS_TOKEN_EXPIRE_MINUTES=30 and TOKEN_URL=… are about a secret, but are not secret.
  const isSecret =
    isSecretName(name) && !NOT_ITSELF.test(name) && !/^(?:true|false|yes|no|on|off|none|null|\d{1,3})$/i.test(value);
  return isSecret ? value : undefined;
}

function addressFacts(
  source: Source,
  address: string,
  line: number,
  of: AttributesOf<'database.address'>,
  sure: Fact['sure'],
): Fact<'database.address' | 'cache.address'>[] {
  if (DATABASE.test(address)) return source.fact('database.address', address, line, of, sure);
  return CACHE.test(address) ? source.fact('cache.address', address, line, of, sure) : [];
}

/** The path and the port that the command of a health check asks for. */
export function probeFacts(
  source: Source,
  command: string,
  line: number,
  of: AttributesOf<'probe.path'>,
  known = NOTHING,
): Fact[] {
  const filled = filledIn(command, known);
  const [, scheme, host = '', port, path] =
    /(https?:\/\/)?(\[::1\]|[\w.-]+)(?::(\d+|\$\{?\w+\}?))?(\/[^\s"'`|;,)]*)?/.exec(
      filled.slice(Math.max(0, placeOf(filled))),
    ) ?? [];
  if (placeOf(filled) === -1 || (scheme === undefined && path === undefined)) return [];
  const number = Number(port);
  const more = {
    ...of,
    ...(number > 0 ? { port: number } : {}),
    ...(/^(localhost|127|0\.0|\[)/.test(host) ? {} : { host }),
  };
  return source.fact('probe.path', path ?? '/', line, more, filled === command ? 'stated' : 'derived');
}

function placeOf(command: string): number {
  return command.search(/https?:\/\/|\b(?:localhost|127\.0\.0\.1|0\.0\.0\.0)[:/]/);
}
