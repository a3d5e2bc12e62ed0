import { readFile } from 'node:fs/promises';
import { Socket } from 'node:net';
import type { Client, ClientConfig } from 'pg';
import { secretsOf, type Address } from './address.ts';

/** The beginning of application_name in our sessions; other sessions do not have it. */
export const applicationPrefix = 'turnaround';

export type Connection = {
  client: Client;
  /** Of the host that was reached. */
  address: Address;
  /** In the server's notation. */
  applicationName: string;
  /** The backend's process id, for pg_cancel_backend. */
  pid: number;
  /** server_version_num: 150018. */
  version: number;
  /** The server is a standby: it replays another server and cannot change anything. */
  standby: boolean;
  close(): Promise<void>;
};
export type ConnectOptions = { applicationName: string; signal?: AbortSignal | undefined; timeout?: number };

/** Opens a session on the first host of the address that accepts one. A failure is returned as a value with its remedy. */
export async function connect(
  address: Address,
  options: ConnectOptions,
): Promise<Connection | { unreachable: string }> {
  if (address.kind !== 'postgresql') return { unreachable: `${address.shown} is not a PostgreSQL database` };
  const primary = /^(read-write|primary)$/.test(secretsOf(address).options.get('target_session_attrs') ?? '');
  let because = '';
  for (const { host, port } of address.hosts) {
    const single = { ...address, host, port, hosts: [{ host, port }] };
    for (const ssl of await sslSettings(single)) {
      if (options.signal?.aborted === true) return { unreachable: 'interrupted' };
      const result = typeof ssl === 'string' ? { error: ssl } : await open(single, ssl, options);
      if ('client' in result) {
        if (!(primary && result.standby)) return result;
        await result.close();
        because = `${host} is a standby, which cannot change anything`;
      } else {
        because = typeof result.error === 'string' ? result.error : explain(result.error, single);
        if (!(result.error instanceof Error && result.error.message.includes('does not support SSL'))) break;
      }
    }
  }
  return { unreachable: options.signal?.aborted === true ? 'interrupted' : because };
}

type Ssl = NonNullable<ClientConfig['ssl']>;

/** libpq's sslmode as pg's `ssl`, in the order in which to try them; a string describes an error. */
async function sslSettings(address: Address): Promise<(Ssl | string)[]> {
  const { options } = secretsOf(address);
  const mode = options.get('sslmode') ?? 'prefer';
  if (mode === 'disable' || address.host.startsWith('/')) return [false];
  // libpq tries encryption first; on this machine it is not needed.
  if (mode === 'allow' || mode === 'prefer') return address.local ? [false] : [{ rejectUnauthorized: false }, false];
  const files: Record<string, string> = {};
  for (const [key, name] of [
    ['ca', 'sslrootcert'],
    ['cert', 'sslcert'],
    ['key', 'sslkey'],
  ] as const) {
    const path = options.get(name);
    if (path === undefined || path === 'system') continue;
    try {
      files[key] = await readFile(path, 'utf8');
    } catch {
      return [`${name} names ${path}, which cannot be read`];
    }
  }
  if (mode === 'verify-full') return [files];
  if (mode === 'verify-ca' || files['ca'] !== undefined) return [{ ...files, checkServerIdentity: () => undefined }];
  return [{ ...files, rejectUnauthorized: false }];
}

async function open(address: Address, ssl: Ssl, options: ConnectOptions): Promise<Connection | { error: unknown }> {
  const { default: pg } = await import('pg');
  const secrets = secretsOf(address);
  const applicationName = `${applicationPrefix}:${options.applicationName}`.slice(0, 63);
  const settings = secrets.options.get('options');
  const socket = new Socket();
  const client = new pg.Client({
    host: address.host,
    port: address.port ?? 5432,
    ...(address.user === '' ? {} : { user: address.user }),
    ...(address.database === '' ? {} : { database: address.database }),
    ...(secrets.password === undefined ? {} : { password: secrets.password }),
    ...(settings === undefined ? {} : { options: settings }),
    ssl,
    stream: () => socket,
    application_name: applicationName,
    connectionTimeoutMillis: options.timeout ?? 10_000,
    keepAlive: true,
  });
  // If the server goes away between two queries, the next query reports it.
  client.on('error', () => undefined);
  const onAbort = (): void => void socket.destroy(new Error('interrupted'));
  options.signal?.addEventListener('abort', onAbort, { once: true });
  try {
    await client.connect();
    const { rows } = await client.query<{ pid: number; version: number; standby: boolean }>(
      `select pg_backend_pid() as pid, pg_is_in_recovery() as standby,
         current_setting('server_version_num')::int as version`,
    );
    const [row] = rows;
    if (row === undefined) throw new Error('the server does not answer like PostgreSQL');
    // Otherwise the statement of a killed client would run to its end.
    if (row.version >= 140_000) await client.query(`set client_connection_check_interval = '1s'`).catch(onlyRefused);
    return { client, address, applicationName, ...row, close: () => client.end() };
  } catch (error) {
    socket.destroy();
    return { error };
  } finally {
    options.signal?.removeEventListener('abort', onAbort);
  }
}

/** The server refuses the setting if its system cannot detect that a client has gone. */
function onlyRefused(error: unknown): void {
  if (codeOf(error) !== '22023') throw error;
}

/** The SQLSTATE of an error of the server, or Node's code of an error of the socket. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

type Failed = { place: string; message: string; address: Address };
const noAnswer = ({ place }: Failed): string =>
  `${place} does not answer: check for a firewall, a VPN that is off, or a wrong address`;
const noName = ({ address: { host } }: Failed): string => {
  const container = 'only other containers know a container’s name: use localhost and its published port';
  return `the host ${host} is unknown here: correct the address${/^[\w-]+$/.test(host) ? `; ${container}` : ''}`;
};

/** The remedy, by the code of the error. */
const remedies: Record<string, (failed: Failed) => string> = {
  ECONNREFUSED: ({ place }) => `nothing listens at ${place}: start PostgreSQL there, or correct the address`,
  ENOENT: ({ place }) => `there is no ${place.replace('the ', '')}: start PostgreSQL, or correct the address`,
  EACCES: ({ place }) => `this user may not open ${place}`,
  ENOTFOUND: noName,
  EAI_AGAIN: noName,
  EHOSTUNREACH: noAnswer,
  ENETUNREACH: noAnswer,
  ETIMEDOUT: noAnswer,
  '28P01': ({ place, address }) => `${place} refuses the password of "${address.user}": correct it in the address`,
  '28000': ({ place, address, message }) =>
    /no encryption|SSL off/.test(message)
      ? `${place} only accepts encrypted connections: add ?sslmode=require to the address (${message})`
      : `${place} does not accept "${address.user}": ${message}; correct the user, or the server’s pg_hba.conf`,
  '3D000': ({ place, address }) => `${place} has no database "${address.database}": create it, or correct the address`,
  '53300': ({ place, message }) => `${place} has no free connection: ${message}`,
  '57P03': ({ place, message }) => `${place} is starting or stopping: try again (${message})`,
};
/** The remedy, by the text of errors that have no code. */
const wordings: [RegExp, (failed: Failed) => string][] = [
  [
    /does not support SSL/,
    ({ place }) => `${place} does not support the encryption that sslmode requires: use sslmode=prefer`,
  ],
  [/password must be a string/, ({ place, address }) => `${place} requires a password, and ${address.shown} has none`],
  [/timeout/, noAnswer],
  [
    /certificate|altnames/i,
    ({ place, message }) =>
      `the certificate of ${place} is not trusted (${message}): name its certificate authority with sslrootcert=`,
  ],
];

/** What went wrong, and what to do about it. */
function explain(error: unknown, address: Address): string {
  const message = error instanceof Error ? error.message : String(error);
  const { host, port } = address;
  const place = host.startsWith('/') ? `the socket ${host}/.s.PGSQL.${port}` : `${host}:${port}`;
  const remedy = remedies[codeOf(error)] ?? wordings.find(([words]) => words.test(message))?.[1];
  return (
    remedy?.({ place, message, address }) ??
    `no connection to ${place}: ${message || codeOf(error) || 'no reason given'}`
  );
}
