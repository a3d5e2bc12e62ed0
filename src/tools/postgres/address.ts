import { isIPv4 } from 'node:net';

export type Address = {
  kind: 'postgresql' | 'mysql' | 'sqlite' | 'other';
  /** A name, an IP address, or the folder of a Unix socket; the first one if the address names several. */
  host: string;
  port: number | null;
  database: string;
  user: string;
  /** Whether every host is this machine. */
  local: boolean;
  /** In pg's format, with the password: must never be printed. */
  url: string;
  /** For display: without password and options. */
  shown: string;
  /** The hosts of `a:5432,b:5433`, in the order in which to try them. */
  hosts: { host: string; port: number | null }[];
};
/** The parts of a PostgreSQL address that only a connection needs. */
export type Secrets = { password: string | undefined; options: Map<string, string> };

const schemes: Record<string, Address['kind']> = {
  postgresql: 'postgresql',
  postgres: 'postgresql',
  pgsql: 'postgresql',
  postgis: 'postgresql',
  mysql: 'mysql',
  mysql2: 'mysql',
  mariadb: 'mysql',
  sqlite: 'sqlite',
  sqlite3: 'sqlite',
  file: 'sqlite',
};
const ports: Record<Address['kind'], number | null> = { postgresql: 5432, mysql: 3306, sqlite: null, other: null };
/** The options that our connections use; options of a particular driver are ignored. */
const heeded = ['sslmode', 'sslrootcert', 'sslcert', 'sslkey', 'options', 'target_session_attrs'];

const one = String.raw`(?:\[[^\]]*\]|[^[\]:/?#@,]*)(?::\d*)?`;
const rest = String.raw`(?<hosts>${one}(?:,${one})*)(?<path>\/[^?#@]*)?(?:\?(?<query>(?:[\w.-]+=.*)?))?$`;
// Passwords often contain unescaped / ? # @. The shortest password that leaves a valid address is used.
const plain = new RegExp(`^${rest}`, 's');
const withUser = new RegExp(`^(?<user>[^:/?#@]*)(?::(?<password>.*?))?@${rest}`, 's');

/** Parses a database address, also SQLAlchemy’s `postgresql+driver://`. Errors never contain the unparsed text. */
export function parseAddress(text: string): Address | { error: string } {
  const parsed = parse(text);
  return 'error' in parsed ? parsed : parsed.address;
}

export function secretsOf(address: Address): Secrets {
  const parsed = parse(address.url);
  return 'error' in parsed ? { password: undefined, options: new Map() } : parsed.secrets;
}

const form = 'it does not have the form postgresql://user:password@host:port/database';
const unfilled = 'it contains a placeholder that was not replaced';

function parse(text: string): { address: Address; secrets: Secrets } | { error: string } {
  const [, scheme, body] = /^(?:jdbc:)?([a-z][\w.-]*)(?:\+[\w.-]*)?:(.*)$/is.exec(text.trim()) ?? [];
  if (/\$\{[^}]*\}|\{\{[^}]*\}\}/.test(text)) return { error: unfilled };
  if (scheme === undefined || body === undefined) return { error: form };
  const kind = schemes[scheme.toLowerCase()] ?? 'other';
  if (kind === 'sqlite') {
    return { address: sqlite(text.trim(), body), secrets: { password: undefined, options: new Map() } };
  }
  const parts = split(body, ports[kind]);
  if ('error' in parts) return parts;
  const { first, hosts, user, database, password, options } = parts;
  const name = kind === 'postgresql' ? kind : scheme.toLowerCase();
  const address: Address = {
    kind,
    ...first,
    database,
    user,
    local: hosts.every(({ host }) => isLocal(host)),
    url: kind === 'postgresql' ? write(name, { ...parts, hosts: [first] }) : text.trim(),
    shown: write(name, { database, user, hosts }),
    hosts,
  };
  return { address, secrets: { password, options } };
}

type Parts = Pick<Address, 'hosts' | 'user' | 'database'> & Secrets & { first: Address['hosts'][number] };

/** The part after the scheme; the options apply only if the address itself lacks a value. */
function split(body: string, standard: number | null): Parts | { error: string } {
  if (!body.startsWith('//')) return { error: form };
  const groups = (plain.exec(body.slice(2)) ?? withUser.exec(body.slice(2)))?.groups;
  if (groups === undefined) return { error: form };
  const options = parseQuery(groups['query'] ?? '');
  const hosts = parseHosts(groups['hosts'] ?? '', options, standard);
  const [first] = hosts;
  if (first === undefined) return { error: 'its port is not a number between 1 and 65535' };
  const given = (written: string | undefined, option: string): string =>
    decode(written ?? '') || (options.get(option) ?? '');
  const user = given(groups['user'], 'user');
  const database = given(groups['path']?.slice(1), 'dbname');
  const password = groups['password'] === undefined ? options.get('password') : decode(groups['password']);
  const angled = [password ?? '', user, database, first.host].some((part) => /^<[\w -]+>$/.test(part));
  return angled ? { error: unfilled } : { first, hosts, user, database, password, options };
}

/** SQLAlchemy's `sqlite:///relative` and `sqlite:////absolute`, Prisma's `file:path`. */
function sqlite(text: string, body: string): Address {
  const database = decode(
    body
      .replace(/^\/\/\//, '')
      .replace(/^\/\//, '')
      .replace(/\?.*$/s, ''),
  );
  return {
    kind: 'sqlite',
    host: '',
    port: null,
    database,
    user: '',
    local: true,
    url: text,
    shown: `sqlite:///${database}`,
    hosts: [],
  };
}

/** A `%` that begins no escape is a literal `%`, as in SQLAlchemy. */
function decode(text: string): string {
  const escaped = text.replace(/%(?![0-9a-f]{2})/gi, '%25');
  try {
    return decodeURIComponent(escaped);
  } catch {
    return text; // the escapes are not UTF-8
  }
}

function parseQuery(query: string): Map<string, string> {
  const options = new Map<string, string>();
  for (const pair of query.split('&')) {
    const [, key, value] = /^([^=]+)=(.*)$/s.exec(pair) ?? [];
    if (key === undefined || value === undefined) continue;
    // SQLAlchemy names several hosts with several host=… options; libpq with commas.
    const earlier = key === 'host' ? options.get('host') : undefined;
    options.set(key, earlier === undefined ? decode(value) : `${earlier},${decode(value)}`);
  }
  // asyncpg's name for it; `true` is a context that verifies
  const ssl = options.get('ssl');
  if (ssl !== undefined && !options.has('sslmode')) {
    options.set(
      'sslmode',
      ssl === 'true' || ssl === '1' ? 'verify-full' : ssl === 'false' || ssl === '0' ? 'disable' : ssl,
    );
  }
  return options;
}

function parseHosts(written: string, options: Map<string, string>, standard: number | null): Address['hosts'] {
  const named = (options.get('host') ?? decode(written)).split(',');
  const numbers = options.get('port')?.split(',') ?? [];
  const hosts = named.map((text, index) => {
    const [, bracketed, bare, number] = /^(?:\[([^\]]*)\]|(\/.*?|[^:]*|[^:]*:.*:.*?))(?::(\d*))?$/s.exec(text) ?? [];
    const port = number || (numbers[index] ?? numbers[0] ?? '');
    // Without a host, pg would use PGHOST, which may be any machine.
    return { host: (bracketed ?? bare ?? '') || 'localhost', port: port === '' ? standard : Number(port) };
  });
  const wrong = hosts.some(({ port }) => port !== null && !(Number.isInteger(port) && port > 0 && port < 65536));
  return wrong ? [] : hosts;
}

function isLocal(host: string): boolean {
  const mapped = host.toLowerCase().replace(/^::ffff:/, '');
  if (host.startsWith('/')) return true;
  return mapped === 'localhost' || mapped === '::1' || (isIPv4(mapped) && mapped.startsWith('127.'));
}

type Written = Pick<Address, 'database' | 'user' | 'hosts'> & {
  password?: string | undefined;
  options?: Map<string, string>;
};

function write(scheme: string, { user, password, hosts, database, options }: Written): string {
  const socket = hosts[0]?.host.startsWith('/') === true;
  const authority = hosts.map(({ host, port }) => {
    const name = host.includes(':') ? `[${host}]` : host;
    return port === null ? name : `${name}:${port}`;
  });
  const query = new Map([...(options ?? [])].filter(([key]) => heeded.includes(key)));
  if (socket) {
    query.set('host', hosts.map(({ host }) => host).join(','));
    if (hosts[0]?.port !== 5432) query.set('port', hosts.map(({ port }) => port).join(','));
  }
  const credentials = `${encodeURIComponent(user)}${password === undefined ? '' : `:${encodeURIComponent(password)}`}`;
  const at = credentials === '' ? '' : `${credentials}@`;
  // The folder of a socket stays readable: encoded, it would be %2Fvar%2Frun.
  const pairs = [...query].map(([key, value]) => `${key}=${encodeURIComponent(value).replaceAll('%2F', '/')}`);
  const path = database === '' && pairs.length === 0 ? '' : `/${encodeURIComponent(database)}`;
  const tail = pairs.length === 0 ? '' : `?${pairs.join('&')}`;
  return `${scheme}://${at}${socket ? '' : authority.join(',')}${path}${tail}`;
}
