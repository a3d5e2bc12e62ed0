import { attribute, type View } from 'turnaround/rule';
import type { Wanted } from './wanted.ts';
import { slipsOf } from '../_near.ts';

/** Names of files that every developer has in an own version. */
const OWN = /\.env|secret|credential|password|token|auth|account|local|private|\.(?:pem|crt|key|cert)\b/i;

/** Whether it is a private file, never committed, that a service mounts or takes as a config. */
export function isOwnOfService(_: View, { named }: Wanted): boolean {
  const target = attribute(named, 'target')?.replace(/\/$/, '') ?? '';
  return /^(?:config|mount)$/.test(attribute(named, 'by') ?? '') && OWN.test(`${named.value} ${target}`);
}

const KEYS =
  /(^|\/)(?:\.env|ssl|tls|certs?|certificates?|keys?|secrets?|known_hosts|authorized_keys|ssh_host_\w+|id_(?:rsa|ed25519))(?:[./]|$)|\.(?:pub|pem|crt|key)$/i;

/** Whether it is an env file or a key that may exist only where the image is built. */
export function isKeyOfImage(_: View, { path }: Wanted): boolean {
  return KEYS.test(path);
}

/** Secrets are often kept out of git: they are reported only if another manifest has a similar name. */
export function isSecretManifest(view: View, { path, places: [place = path] }: Wanted): boolean {
  const files = view.about('k8s.object').map(({ file }) => file);
  return /secret/i.test(path) && slipsOf(place, files).length === 0;
}
