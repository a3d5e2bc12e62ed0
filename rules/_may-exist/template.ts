import { basename, dirname, join, normalize } from 'node:path/posix';
import type { View } from 'turnaround/rule';
import type { Wanted } from './wanted.ts';

/** Whether there is a template to copy: `nginx.example.conf` or `nginx.conf.j2` for `nginx.conf`. */
export function hasTemplate(view: View, { path, places }: Wanted): boolean {
  const name = basename(path);
  const [stem = '', ...ends] = name.split('.');
  const templates = ['example', 'sample', 'template', 'dist', 'default', 'j2', 'tmpl'].flatMap((word) => [
    `${name}.${word}`,
    [stem, word, ...ends].join('.'),
    `${stem}-${word}.${ends.join('.')}`,
  ]);
  const folders = [...new Set([...places.map((place) => dirname(place)), dirname(path), '.'])];
  return templates.some((template) => folders.some((folder) => view.has(normalize(join(folder, template)))));
}

const FILLED_IN = /\.(?:j2|jinja2?|tmpl|tpl|template|mustache|hbs|ejs|erb)$/;

/** Whether a template for it is beside it or in a folder beside it: `flow.dag.yaml.jinja2`. */
export function isFilledIn(view: View, { places: [here = ''] }: Wanted): boolean {
  const [name, above] = [basename(here), dirname(dirname(here))];
  return view.files.some(
    (file) =>
      FILLED_IN.test(file) && basename(file).startsWith(`${name}.`) && (above === '.' || file.startsWith(`${above}/`)),
  );
}
