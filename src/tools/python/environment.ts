import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Represents the versions of everything that an interpreter runs: its settings, and the folder of its packages, whose
 * names (`fastapi-0.115.0.dist-info`) contain the versions. `python` is the path with which it was started.
 */
export function environmentOf(python: string): string[] {
  const prefix = dirname(dirname(python));
  const settings = join(prefix, 'pyvenv.cfg');
  const library = join(prefix, 'lib');
  const versions = existsSync(library) ? readdirSync(library).filter((name) => name.startsWith('python3')) : [];
  const packages = versions.flatMap((name) =>
    ['site-packages', 'dist-packages'].map((kind) => join(library, name, kind)),
  );
  return [python, settings, ...packages].filter((path) => existsSync(path));
}
