import { attribute, type Fact, type View } from 'turnaround/rule';
import { isFileFor } from '../_purpose.ts';

interface Asked {
  readonly fact: Fact<'variable.read' | 'proxy.pass'>;
  readonly port: string;
}

/** The port of a localhost address. */
export function localPort(address: string | undefined): string | undefined {
  return /^(?:https?|wss?):\/\/(?:localhost|127\.0\.0\.1):(\d+)/.exec(address ?? '')?.[1];
}

/** Ports that pages call by default. */
export function portsByDefault(view: View): Asked[] {
  return view.about('variable.read').flatMap((fact) => {
    const port = localPort(attribute(fact, 'default'));
    // The base URL of browser tests is the address of the page itself.
    const isApi = /API|BACKEND|SERVER|WS|SOCKET/.test(fact.value) && !isFileFor(view, fact.file, 'test');
    return port !== undefined && isApi ? [{ fact, port }] : [];
  });
}

/** Ports to which development servers forward requests. */
export function portsPassedTo(view: View): Asked[] {
  return view.about('proxy.pass').flatMap((fact) => {
    const port = localPort(fact.value);
    return port !== undefined && attribute(fact, 'by') !== 'nginx' ? [{ fact, port }] : [];
  });
}

/** A name with a word that does not belong to an address, such as `LEAD_SEARCH_API_URL`. */
export const NAMED =
  /^(?!(?:(?:VITE|NEXT|NUXT|REACT|PUBLIC|APP|API|BACKEND|SERVER|BASE|URL|URI|HOST|ENDPOINT|ORIGIN|ADDRESS|WS|WSS|WEBSOCKET|SOCKET|HTTP|HTTPS|DEFAULT|DEV|V?\d+)(?:_|$))+$)/;
