import { rule, locationOf, attribute, type Fact, type View } from 'turnaround/rule';
import { addressOf } from '../_address.ts';
import { slipsOf } from '../_near.ts';
import { hostsOf, isSame, mentionsOf } from './_services.ts';

/** Variables that contain the host name of a server. Similar variables contain a domain or a listen address. */
const IS_HOST =
  /(?:^PG|(?:^|_)(?:DB|DATABASE|POSTGRES(?:QL)?|MYSQL|MARIADB|MONGO(?:DB)?|REDIS|VALKEY|CACHE|BROKER|RABBITMQ|AMQP|MEMCACHED|ELASTIC(?:SEARCH)?|MINIO|SMTP|MAIL)_?)HOST(?:NAME)?$/;

/** The container itself, and example hosts. */
const SHOWN = /^(?:localhost|example|your[_-]?\w*|my[_-]?(?:host|server|domain)|host(?:name)?|server|domain)$/;

/**
 * Other names resolve in the network of the host or of another project. A database server connects to nothing: a host
 * variable on it has no effect.
 */
function isOpen(view: View, set: Fact, mentions: readonly Fact<'service'>[], isName: boolean): boolean {
  const own = view.about('service').filter((one) => isSame(one, set));
  return (
    own.some(({ attributes }) => attributes?.['shared'] === true || attributes?.['extends'] === true) ||
    mentions.some(({ attributes }) => attributes?.['network'] !== undefined) ||
    (isName && mentions.some((one) => SERVER.test(attribute(one, 'image') ?? '')))
  );
}

const SERVER = /(?:^|\/)(?:postgres|mysql|mariadb|mongo|redis|valkey)(?::|@|$)/;

export const hostExists = rule(import.meta, {
  title: 'An address uses a host that is not a compose service',
  severity: 'fails',
  why: 'The name does not resolve in the compose network: every connection fails.',
  *check(view) {
    const hosts = hostsOf(view);
    for (const set of view.about('variable.set')) {
      const [name, value = ''] = [attribute(set, 'service') ?? '', attribute(set, 'value')];
      if (attribute(set, 'by') !== 'compose' || attribute(set, 'as') === 'arg') continue;
      const address = addressOf(value);
      const host = address?.host ?? (IS_HOST.test(set.value) ? value : '');
      if (!/^[a-z][a-z0-9_-]*[a-z0-9]$/.test(host) || SHOWN.test(host) || hosts.has(host)) continue;
      const mentions = mentionsOf(view, set, name);
      if (isOpen(view, set, mentions, address === undefined)) continue;
      const own = view.about('service').filter((one) => isSame(one, set));
      const slips = slipsOf(host, hosts);
      const [only, ...more] = slips;
      const typed = address?.typed ?? host;
      const { file, line } = set;
      const isSure = only !== undefined && more.length === 0 && !set.value.toLowerCase().includes(host);
      yield {
        message: `${set.value} of ${name} uses the host ${host}, but no service has this name`,
        at: locationOf(set, `${set.value}: ${host}`),
        against: own.filter((one) => slips.includes(one.value)).map((one) => locationOf(one, `service ${one.value}`)),
        remedy:
          only === undefined ? `add the service ${host}, or use another host` : `did you mean ${slips.join(' or ')}?`,
        ...(isSure ? { mend: [{ file, line, was: typed, is: typed.replace(host, only) }] } : {}),
      };
    }
  },
});
