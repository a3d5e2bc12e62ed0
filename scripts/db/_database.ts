import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding, Workspace } from 'turnaround/task';
import { parseAddress, startCluster, type Address } from 'turnaround/tools/postgres';

/** The address that the caller or the settings name, as far as it can be read; undefined for a throw-away cluster. */
export function addressOf({ database }: Workspace): Address | undefined {
  if (database.from === null || database.from === 'throw-away') return undefined;
  const address = parseAddress(database.url);
  return 'error' in address ? undefined : address;
}

export type Opened =
  | {
      readonly address: Address;
      /** Its address without password; of a throw-away cluster its folder, since its address is another each time. */
      readonly name: string;
      readonly stop: () => Promise<void>;
    }
  | { readonly because: string }
  | { readonly notPostgres: string }
  | { readonly finding: Finding };

/** The database that is named, or a throw-away cluster with the workspace's SQL in it, which proves nothing of another. */
export async function openDatabase(
  workspace: Workspace,
  { offline, signal, say }: { offline: boolean; signal: AbortSignal; say: (text: string) => void },
): Promise<Opened> {
  const { database, root } = workspace;
  if (database.from === null) return { because: await nothingNamed(workspace) };
  if (database.from !== 'throw-away') {
    const address = parseAddress(database.url);
    if ('error' in address)
      return {
        finding: {
          message: `${database.from}: ${address.error}`,
          remedy: 'write it as postgresql://user:password@host:port/database',
        },
      };
    if (address.kind !== 'postgresql') return { notPostgres: `${address.shown} is ${address.kind}, not PostgreSQL` };
    return { address, name: address.shown, stop: () => Promise.resolve() };
  }
  const folder = join(root, database.folder);
  if (!existsSync(folder)) {
    const message = `database.throw-away names ${database.folder}, which does not exist`;
    const remedy = 'correct database.throw-away';
    return { finding: { message, remedy, place: { file: 'turnaround.yaml' } } };
  }
  const load = readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .toSorted()
    .map((name) => join(folder, name));
  say('starting a throw-away PostgreSQL');
  const cluster = await startCluster({ load, database: 'throwaway', offline, signal, onMessage: say });
  if ('unavailable' in cluster) return { because: `no throw-away PostgreSQL: ${cluster.unavailable}` };
  if ('rejected' in cluster) {
    const { file, line, message } = cluster.rejected;
    return { finding: { message, remedy: 'mend the SQL', place: { file, ...(line === null ? {} : { line }) } } };
  }
  const address = parseAddress(cluster.url);
  if ('error' in address) throw new Error(address.error);
  return { address, name: `a throw-away cluster with ${database.folder}`, stop: () => cluster.stop() };
}

async function nothingNamed({ facts }: Workspace): Promise<string> {
  const found = await facts('database.address');
  const shown = found.map(({ value, file, line }) => `${value} (${file}:${line})`).join(', ');
  const mentioned = found.length === 0 ? '' : `; mentioned in the workspace, and not used: ${shown}`;
  return `no database is named: set DATABASE_URL, or database.url in turnaround.yaml${mentioned}`;
}
