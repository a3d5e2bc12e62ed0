import { basename, dirname, join, normalize } from 'node:path/posix';
import { rule, locationOf, attribute, type Fact } from 'turnaround/rule';
import { tidy } from '../_folders.ts';
import { mayExist } from '../_may-exist.ts';
import { isLaidOver } from './_overlays.ts';

export const pathExists = rule(import.meta, {
  title: 'A compose file uses a file or folder that does not exist',
  severity: 'fails',
  why: '`docker compose up` fails, or mounts an empty folder instead of a file.',
  *check(view) {
    const said = new Set<string>();
    const homes = [...new Set(view.about('service').map(({ file }) => dirname(file)))];
    for (const named of view.about('path.named')) {
      const by = attribute(named, 'by') ?? '';
      const isOfCompose = /^(?:docker-)?compose(?:[._-][\w.-]+)?\.ya?ml$/.test(basename(named.file));
      if (!isOfCompose || named.sure !== 'stated' || !isNeeded(named, by)) continue;
      const path = named.value;
      const places = placesOf(named, path);
      if (path.includes('\\') || mayExist(view, 'compose', { named, path, places }) !== undefined) continue;
      // The paths of an overlay are relative to its base file.
      if (homes.some((folder) => view.has(tidy(join(folder, path)))) || isLaidOver(view, named.file)) continue;
      // Several services may use the same path: it is reported once.
      if (said.has(`${named.file} ${path}`)) continue;
      said.add(`${named.file} ${path}`);
      const target = attribute(named, 'target');
      yield {
        message: `${attribute(named, 'service') ?? 'the file'} uses ${path}${target === undefined ? '' : ` as ${target}`}, but ${places[0] ?? path} does not exist`,
        at: locationOf(named, `${by} ${path}`),
        against: [],
        remedy: 'correct the path, or commit the file or folder',
      };
    }
  },
});

/** Files that a service needs. Docker creates a missing mounted folder as an empty one, which is usually intended. */
function isNeeded(named: Fact, by: string): boolean {
  if (/^(?:context|dockerfile|include|extends|config)$/.test(by)) return true;
  const target = attribute(named, 'target')?.replace(/\/$/, '') ?? '';
  const isFile =
    /\.(?:conf|cnf|cfg|ini|toml|ya?ml|sql|sh|properties)$/.test(String(named.value)) && /\.\w+$/.test(target);
  return by === 'mount' && (target.startsWith('/docker-entrypoint-initdb.d') || isFile);
}

/** Relative to the file, and to the root: `docker compose -f deploy/compose.yml --project-directory .`. */
function placesOf(named: Fact, path: string): string[] {
  const from = attribute(named, 'from') ?? 'file';
  const base = from === 'file' ? dirname(named.file) : from;
  return [base, dirname(named.file), '.'].map((folder) => normalize(join(folder, path)).replace(/(.)\/$/, '$1'));
}
