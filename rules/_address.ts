/** The parts of an address such as `postgresql://app:…@db:5432/shop`; undefined for text that is not an address. */
export interface Address {
  readonly scheme: string;
  readonly user: string | undefined;
  readonly host: string;
  readonly port: number | undefined;
  /** The default port of the scheme. */
  readonly usual: number | undefined;
  readonly path: string;
  /** The host as written, with the character before and after it. */
  readonly typed: string;
}

const USUAL: Readonly<Record<string, number>> = {
  http: 80,
  https: 443,
  ws: 80,
  wss: 443,
  redis: 6379,
  rediss: 6379,
  postgres: 5432,
  postgresql: 5432,
  mysql: 3306,
  mariadb: 3306,
  mongodb: 27_017,
  amqp: 5672,
  amqps: 5671,
};
const ADDRESS =
  /^([a-z][a-z\d]*)(?:\+\w+)?:\/\/(?:([^/@\s:,]*)(?::[^/@\s,]*)?@)?([a-z\d](?:[a-z\d._-]*[a-z\d])?)(?::(\d{1,5}))?(?=[/?]|$)([^?]*)/i;

/** Only schemes that connect to a server. A list of several hosts is not an address. */
export function addressOf(text: string): Address | undefined {
  const [, scheme = '', user, host = '', port, path = ''] = ADDRESS.exec(text) ?? [];
  const usual = USUAL[scheme.toLowerCase()];
  if (usual === undefined) return undefined;
  const before = user === undefined ? '/' : '@';
  const after = port === undefined ? path.slice(0, 1) : ':';
  return {
    scheme,
    user: user === '' ? undefined : user,
    host,
    port: port === undefined ? undefined : Number(port),
    usual,
    path,
    typed: `${before}${host}${after}`,
  };
}
