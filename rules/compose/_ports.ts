import { attribute, type Fact, type View } from 'turnaround/rule';
import { commandsOf, mentionsOf, ofService } from './_services.ts';

const USUAL: readonly (readonly [image: RegExp, port: number])[] = [
  [/^(?:(?:library\/)?postgres|postgis\/postgis|pgvector\/pgvector|timescale\/timescaledb)$/, 5432],
  [/^(?:library\/)?(?:mysql|mariadb)$/, 3306],
  [/^(?:(?:library\/)?redis|(?:library\/)?valkey|valkey\/valkey)$/, 6379],
  [/^(?:library\/)?mongo$/, 27_017],
];

/** The only port on which a server of an official image listens by default. */
export function usualPort(image: string): number | undefined {
  return USUAL.find(([pattern]) => pattern.test(image.replace(/^docker\.io\//, '')))?.[1];
}

/** Whether a server may be configured for another port: by its command, a variable, an env file or a settings file. */
export function hasExternalPort(view: View, server: Fact, port: number): boolean {
  const name = String(server.value);
  const files = ofService(view, server, name, 'path.named').filter(
    (one) => attribute(one, 'by') === 'env_file' || /\.(?:conf|cnf)$/.test(one.value),
  );
  return (
    files.length > 0 ||
    mentionsOf(view, server, name).some(
      ({ attributes }) => attributes?.['extends'] === true || attributes?.['network'] !== undefined,
    ) ||
    commandsOf(view, server, name).some(({ value }) => value.includes(String(port))) ||
    ofService(view, server, name, 'variable.set').some(
      (one) => /PORT/.test(one.value) || (attribute(one, 'value') ?? '').includes(String(port)),
    )
  );
}

/** Whether a service mounts a settings file, which may set another port than its image exposes. */
export function hasSettings(view: View, service: Fact): boolean {
  return ofService(view, service, String(service.value), 'path.named').some(
    (one) =>
      attribute(one, 'by') === 'mount' && SETTINGS.test(one.value) && SETTINGS.test(attribute(one, 'target') ?? ''),
  );
}

const SETTINGS = /\.(?:h?json5?|ya?ml|toml|conf|cfg|ini|env|properties|xml|js)$/;
