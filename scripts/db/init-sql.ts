import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { met, notApplicable, task, unknown, unmet, type Context } from 'turnaround/task';
import { startCluster } from 'turnaround/tools/postgres';

/**
 * Runs the SQL that compose mounts into /docker-entrypoint-initdb.d in a throw-away PostgreSQL, as the database's
 * container does at its first start: file by file, sorted by name, and the first error stops it. Changes nothing in the
 * workspace, so there is nothing to undo.
 */
export const initSql = task(import.meta, {
  summary: 'Run the SQL of the first start in a throw-away PostgreSQL',
  partial: { 'docker/containers-run': 'only the SQL of the first start is tested; no task starts a container yet' },
  effect: 'none',
  timeout: 300_000,

  async run(context) {
    const { workspace, offline, signal, dependsOn, progress } = context;
    const paths = await mounted(context);
    const names = paths.flatMap((path) => filesIn(workspace.root, path));
    const sql = names.filter((name) => name.endsWith('.sql'));
    for (const seen of [...paths, ...names]) dependsOn(seen);
    const unread = (await workspace.unread()).find(({ file }) => COMPOSE.test(file));
    if (unread !== undefined) return unknown(`cannot read ${unread.file}:${unread.line}: it ${unread.because}`);
    if (sql.length === 0) return notApplicable('no compose file mounts SQL into /docker-entrypoint-initdb.d');
    const other = names.find(
      (name) => !name.endsWith('.sql') || /^\\/m.test(readFileSync(join(workspace.root, name), 'utf8')),
    );
    if (other !== undefined) return unknown(`the first start also runs ${other}, which only psql or a shell can run`);
    progress(`running ${sql.length} files in a throw-away PostgreSQL`);
    const load = sql.map((name) => join(workspace.root, name));
    const cluster = await startCluster({
      load,
      database: 'first_start',
      offline,
      signal,
      onMessage: progress,
    });
    if ('unavailable' in cluster) return unknown(`cannot start a throw-away PostgreSQL: ${cluster.unavailable}`);
    if ('rejected' in cluster) {
      const { file, line, message } = cluster.rejected;
      if (/inside a transaction block/.test(message)) return unknown(`${message}; psql runs each statement by itself`);
      const place = { file: file.slice(workspace.root.length + 1), ...(line === null ? {} : { line }) };
      return unmet([
        { message: message.replace(file, place.file), remedy: 'correct the SQL: the container stops here', place },
      ]);
    }
    await cluster.stop();
    return met({ files: sql.length, postgres: cluster.version });
  },
});

const COMPOSE = /(?:^|\/)(?:docker-)?compose[^/]*\.ya?ml$/;

/** The SQL that compose mounts where the images of PostgreSQL look for it. */
async function mounted({ facts }: Context<unknown>): Promise<string[]> {
  const mounts = (await facts('path.named')).filter(
    ({ attributes }) => attributes?.target?.startsWith('/docker-entrypoint-initdb.d') === true,
  );
  const paths = mounts.map(({ file, value }) => normalize(join(dirname(file), value)).replace(/\/$/, ''));
  return [...new Set(paths)];
}

function filesIn(root: string, path: string): string[] {
  const found = statSync(join(root, path), { throwIfNoEntry: false });
  if (found?.isFile() === true) return [path];
  if (found === undefined) return [];
  return readdirSync(join(root, path))
    .toSorted()
    .map((name) => join(path, name))
    .filter((name) => /\.(?:sql|sh|sql\.(?:gz|xz|zst))$/.test(name));
}
