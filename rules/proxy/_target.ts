import { attribute, type Fact, type View } from 'turnaround/rule';
import { builtIn } from '../_built.ts';
import { startsApplication } from '../_starts.ts';
import { isSelected, labelsOf } from '../k8s/_labels.ts';
import { workloadsOf } from '../k8s/_manifests.ts';

export interface Target {
  readonly host: string;
  readonly port: number;
  /** `backend:8000`, as written. */
  readonly typed: string;
}

/** Whether a compose service runs another program of the image that starts the application. */
function runsOther(view: View, host: string): boolean {
  const isOf = (fact: Fact): boolean => attribute(fact, 'by') === 'compose' && attribute(fact, 'service') === host;
  const own = view
    .about('command')
    .filter((one) => isOf(one) && /^(?:command|entrypoint)$/.test(attribute(one, 'step') ?? ''));
  return own.length > 0 && !view.about('start.application').some(isOf);
}

/** The server of `http://backend:8000/api` or `backend:8000`; undefined for sockets, variables and domains. */
export function targetOf(text: string): Target | undefined {
  const [, scheme, host = '', port] =
    /^(?:(https?|grpcs?):\/\/)?([a-z][a-z0-9_.-]*)(?::(\d{1,5}))?(?=[/\s;]|$)/i.exec(text) ?? [];
  if (host === '' || host === 'unix' || host === 'localhost') return undefined;
  const usual = scheme?.endsWith('s') === true ? 443 : 80;
  return {
    host,
    port: port === undefined ? usual : Number(port),
    typed: port === undefined ? host : `${host}:${port}`,
  };
}

/** Whether a host name means the application: a compose service that is built from its image, or a Service. */
export function isApplication(view: View, host: string): boolean {
  const own = builtIn(view).filter((one) => startsApplication(view, one));
  const containers = new Set<Fact>(own.flatMap((one) => [...one.containers]));
  const pods = workloadsOf(view).filter((one) =>
    one.containers.some(({ image }) => image !== undefined && containers.has(image)),
  );
  return (
    (own.some(({ services }) => services.some(({ value }) => value === host)) && !runsOther(view, host)) ||
    view
      .about('k8s.selector')
      .some(
        (one) =>
          attribute(one, 'by') === `Service/${host.split('.')[0] ?? ''}` &&
          pods.some(({ labels }) => isSelected(labels, labelsOf(one))),
      )
  );
}
