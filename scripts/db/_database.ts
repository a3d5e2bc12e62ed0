import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding, Workspace } from 'turnaround/task';
import { parseAddress, startCluster, type Address } from 'turnaround/tools/postgres';

/** The address from the environment or the settings, if it can be parsed; undefined for a throw-away cluster. */
export function addressOf({ database }: Workspace): Address | undefined {
  if (database.from === null || database.from === 'throw-away') return undefined;
  const address = parseAddress(database.url);
  return 'error' in address ? undefined : address;
}

export type Opened =
  | {
      readonly address: Address;
      /** The address without its password; for a throw-away cluster its folder, because its address changes with each start. */
      readonly name: string;
      readonly stop: () => Promise<void>;
    }
  | { readonly because: string }
  | { readonly notPostgres: string }
  | { readonly finding: Finding };

/** Opens the configured database, or a throw-away cluster with the workspace's SQL, which proves nothing about others. */
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
          remedy: 'change it to the form postgresql://user:password@host:port/database',
        },
      };
    if (address.kind !== 'postgresql') return { notPostgres: `${address.shown} is ${address.kind}, not PostgreSQL` };
    return { address, name: address.shown, stop: () => Promise.resolve() };
  }
  const folder = join(root, database.folder);
  if (!existsSync(folder)) {
    const message = `database.throw-away names the folder ${database.folder}, which does not exist`;
    const remedy = 'correct database.throw-away in turnaround.yaml';
    return { finding: { message, remedy, place: { file: 'turnaround.yaml' } } };
  }
  const load = readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .toSorted()
    .map((name) => join(folder, name));
  say('starting a throw-away PostgreSQL');
  const cluster = await startCluster({ load, database: 'throwaway', offline, signal, onMessage: say });
  if ('unavailable' in cluster) return { because: `cannot start a throw-away PostgreSQL: ${cluster.unavailable}` };
  if ('rejected' in cluster) {
    const { file, line, message } = cluster.rejected;
    return { finding: { message, remedy: 'correct the SQL', place: { file, ...(line === null ? {} : { line }) } } };
  }
  const address = parseAddress(cluster.url);
  if ('error' in address) throw new Error(address.error);
  return { address, name: `a throw-away cluster with ${database.folder}`, stop: () => cluster.stop() };
}

async function nothingNamed({ facts }: Workspace): Promise<string> {
  const found = await facts('database.address');
  const shown = found.map(({ value, file, line }) => `${value} (${file}:${line})`).join(', ');
  const mentioned = found.length === 0 ? '' : `; the workspace mentions, but these are not used: ${shown}`;
  return `no database is configured: set DATABASE_URL, or database.url in turnaround.yaml${mentioned}`;
}
