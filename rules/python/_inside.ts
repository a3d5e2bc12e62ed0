import { join } from 'node:path/posix';
import { attribute, type Fact, type View } from 'turnaround/rule';
import { builtIn } from '../_built.ts';
import { contextsOf, folderAt, imageOf } from '../_image.ts';
import { layoutOf, type Layout } from '../_layout.ts';
import { isPlain } from './_plain.ts';

/** The possible paths of a module: `app.main` is `app/main.py` or `app/main/__init__.py`. */
export function pathsOf(app: string): string[] {
  if (app.endsWith('.py')) return [app];
  const path = (app.split(':')[0] ?? '').replaceAll('.', '/');
  return [`${path}.py`, `${path}/__init__.py`];
}

/** Where a start command in an image looks for modules. */
export interface Inside {
  readonly layout: Layout;
  readonly roots: readonly string[];
}

export function insideOf(view: View, start: Fact): Inside | undefined {
  const built = builtIn(view).find(({ dockerfile }) => dockerfile === start.file);
  const image = imageOf(view, start.file, attribute(start, 'stage'));
  if (attribute(start, 'by') !== 'dockerfile' || built === undefined || image === undefined) return undefined;
  const commands = view.about('command').filter((fact) => image.has(fact));
  const isOpen = commands.some(
    ({ value, line }) =>
      INSTALLS.test(value) || (line === start.line && /^cd |\s-c\s|--config|--pythonpath/.test(value)),
  );
  const layout = layoutOf(view, image, contextsOf(view, built), start.line + 1000);
  const paths = view.about('variable.set').filter((fact) => image.has(fact) && fact.value === 'PYTHONPATH');
  // Other bases set a PYTHONPATH of their own, such as those of tiangolo.
  if (isOpen || layout.isOpen || !isPlain([image.base]) || paths.some((fact) => attribute(fact, 'value') === undefined))
    return undefined;
  const here = folderAt(view, image, start.line);
  const more = paths.flatMap((fact) => (attribute(fact, 'value') ?? '').split(':'));
  return {
    layout,
    roots: [
      join(here, attribute(start, 'folder') ?? '.'),
      ...more.map((path) => (path.startsWith('/') ? path : join(here, path))),
    ],
  };
}

/** Commands that install the workspace's own packages, so that Python finds them from every folder. */
const INSTALLS =
  /\b(?:pip3?|uv pip) install\b.*(?:\s|=)(?:\.|-e|\S*\.whl|\.\/\S*|\/\S*)(?:\[|\s|$)|\buv sync\b|\bpoetry (?:install|build)\b|\bpdm (?:install|sync)\b|setup\.py/;

export function isInside(view: View, { layout, roots }: Inside, app: string): boolean {
  return roots.some((root) =>
    pathsOf(app).some((path) => layout.sourcesOf(join(root, path)).some((one) => view.has(one))),
  );
}
