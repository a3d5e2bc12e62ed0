import { basename, dirname, join, normalize } from 'node:path/posix';
import type { View } from 'turnaround/rule';
import { mayBeWritten } from '../_scripts.ts';

/** Whether a command or a copy of an example may create the path. Paths in .gitignore are created locally. */
export function isMade(view: View, path: string, places: readonly string[]): boolean {
  const name = basename(path);
  const [stem = '', ...ends] = name.split('.');
  const examples = ['example', 'sample', 'template', 'dist', 'default', 'j2', 'tmpl'].flatMap((word) => [
    `${name}.${word}`,
    [stem, word, ...ends].join('.'),
    `${stem}-${word}.${ends.join('.')}`,
  ]);
  const folders = [...new Set([...places.map((place) => dirname(place)), dirname(path), '.'])];
  const isOwn = view
    .about('git.ignored', '.gitignore')
    .some(({ value }) => /[^/]\/[^/]/.test(String(value)) && places.includes(String(value).replace(/^\//, '')));
  return (
    isOwn ||
    places.some((place) => mayBeWritten(view, place)) ||
    /(^|\/)(dist|build|out|target|node_modules|vendor)(\/|$)/.test(path) ||
    examples.some((example) => folders.some((folder) => view.has(normalize(join(folder, example))))) ||
    view.about('command').some(
      ({ value }) =>
        MAKES.test(String(value)) &&
        String(value)
          .split(/[\s"'/=>]+/)
          .includes(name),
    )
  );
}

const MAKES =
  /^(?:sudo )?(?:cp|mv|ln|touch|mkdir|install|curl|wget|git (?:clone|submodule)|openssl|htpasswd)\b|>|\btee\b/;
