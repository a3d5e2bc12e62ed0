import { basename, dirname, join } from 'node:path/posix';
import { told, type Fact, type View } from 'turnaround/rule';
import { isThere } from './_copied.ts';

/** Whether a source may exist only where the image is built: an ignored env file, a private key, a build output. */
export function isBrought(view: View, copy: Fact, places: readonly string[]): boolean {
  const path = String(copy.value);
  const isOpen =
    /[[$]|\*\*/.test(path) || OWN.test(path) || places.some((place) => MADE.test(place)) || isOutput(view, path);
  return isOpen || isOptional(view, copy, places);
}

/** Whether a recipe, a script or a workflow writes it, such as `go build -o bin/server`. */
function isOutput(view: View, path: string): boolean {
  const name = path.replace(/^\.\//, '').replace(/\/$/, '');
  return (
    name.includes('/') &&
    view
      .about('command')
      .some(
        (command) =>
          /^(?:makefile|justfile|taskfile|workflow|shell|script)$/.test(told(command, 'by') ?? '') &&
          /\s(?:-o|--out\w*|--target|>)[ =]/.test(String(command.value)) &&
          String(command.value).includes(name),
      )
  );
}

const OWN =
  /(^|\/)(?:\.env|ssl|tls|certs?|certificates?|keys?|secrets?|known_hosts|authorized_keys|ssh_host_\w+|id_(?:rsa|ed25519))(?:[./]|$)|\.(?:pub|pem|crt|key)$/i;

/** A pattern may match nothing: it is the usual way to copy optional files. Lists of packages are not optional. */
function isOptional(view: View, copy: Fact, places: readonly string[]): boolean {
  const isPattern = /[*?][^/]*$/.test(String(copy.value));
  const isNeeded = /(?:^|\/)(?:package|requirements)[^/]*$/.test(String(copy.value));
  const beside = view.about('path.named', copy.file).filter((one) => one !== copy && one.line === copy.line);
  const isSecond = places.some((place) =>
    beside.some(({ value }) => isThere(view, join(dirname(place), basename(String(value))))),
  );
  return isPattern && (isSecond || (!isNeeded && places.some((place) => isThere(view, dirname(place)))));
}

/** Outputs of a build that runs before the image is built. */
const MADE = /(^|\/)(\.git|dist|\.?build|out|target|node_modules|\.next)(\/|$)|\.(whl|jar|tar|gz|zip)$/;
