import { rule, locationOf, attribute, withoutPurpose } from 'turnaround/rule';
import { listOf, mentionsOf } from './_services.ts';

export const portTaken = rule(import.meta, {
  title: 'Two services publish the same host port',
  severity: 'fails',
  why: 'The second one does not start: "port is already allocated".',
  *check(view) {
    const published = view.about('port.published').filter(
      (one) =>
        attribute(one, 'by') === 'compose' &&
        one.sure === 'stated' &&
        typeof one.value === 'number' &&
        mentionsOf(view, one, attribute(one, 'service') ?? '').every(
          // A service that extends another one runs in its place.
          (service) => listOf(service, 'profiles').length === 0 && service.attributes?.['extends'] !== true,
        ),
    );
    for (const [at, port] of published.entries()) {
      const [ip, service] = [attribute(port, 'ip'), attribute(port, 'service')];
      const taken = published.slice(0, at).find((one) => {
        const other = attribute(one, 'ip');
        const isMeeting = ip === undefined || other === undefined || ip === other || [ip, other].includes('0.0.0.0');
        return (
          one.file === port.file &&
          one.value === port.value &&
          attribute(one, 'service') !== service &&
          !areVariants(attribute(one, 'service') ?? '', service ?? '') &&
          attribute(one, 'protocol') === attribute(port, 'protocol') &&
          isMeeting
        );
      });
      if (taken === undefined) continue;
      yield {
        message: `${service ?? 'a service'} publishes host port ${String(port.value)}, but ${attribute(taken, 'service') ?? 'another service'} already publishes it`,
        at: locationOf(port, `${service ?? ''}: ${String(port.value)}`),
        against: [locationOf(taken, `${attribute(taken, 'service') ?? ''}: ${String(taken.value)}`)],
        remedy: 'give one of them another host port, or a profile',
      };
    }
  },
});

/** Only one of `server` and `server_spark`, or of `web-dev` and `web-prod`, runs at a time, judging by the names. */
function areVariants(a: string, b: string): boolean {
  if (withoutPurpose(a) === withoutPurpose(b)) return true;
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return long.startsWith(short) && /^[-_][a-z]/.test(long.slice(short.length));
}
