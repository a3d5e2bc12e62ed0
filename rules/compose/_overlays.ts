import { basename, dirname, join } from 'node:path/posix';
import { valuesOf, type View } from 'turnaround/rule';
import { wordsOf } from '../_commands.ts';

/**
 * Whether a file is an overlay: `-f base.yml -f tools/elastic/compose.override.yml`. Its paths are relative to the base
 * file, which also defines the services that it lacks. An overlay with no other file beside it has its base elsewhere.
 */
export function isLaidOver(view: View, file: string): boolean {
  const isSecond = view.about('command').some((fact) => {
    if (!fact.value.includes(basename(file))) return false;
    const files = valuesOf(wordsOf(fact), '-f', '--file').map((path) => basename(path));
    return files.indexOf(basename(file)) > 0;
  });
  const bases = ['compose.yml', 'compose.yaml', 'docker-compose.yml', 'docker-compose.yaml'];
  const isAlone = !bases.some((name) => view.has(join(dirname(file), name)));
  return isSecond || (isAlone && /override|overlay/i.test(basename(file)));
}
