import { dirname, join } from 'node:path/posix';
import { told, type Fact, type View } from 'turnaround/rule';
import { bareImage, builtIn } from '../_built.ts';
import { foldersOf, tidy } from '../_commands.ts';
import { contextsOf, folderAt, imageOf, serviceOf } from '../_image.ts';
import { layoutOf, type Layout } from '../_layout.ts';

/** The paths that a module may have: `app.main` is `app/main.py` or `app/main/__init__.py`. */
export function pathsOf(app: string): string[] {
  if (app.endsWith('.py')) return [app];
  const path = (app.split(':')[0] ?? '').replaceAll('.', '/');
  return [`${path}.py`, `${path}/__init__.py`];
}

/** Subjects whose files show what folders there are. */
const SUBJECTS = [
  'application',
  'image.base',
  'dependency',
  'variable.read',
  'router.import',
  'router',
  'command',
  'package',
];

/** Every file of the workspace that a module may mean, from wherever it may be imported. */
export function filesOf(view: View, app: string): string[] {
  const folders = new Set(['.', 'src', 'app', 'backend', 'server', 'api']);
  for (const { file } of SUBJECTS.flatMap((subject) => view.about(subject)))
    for (let at = dirname(file); at !== '.'; at = dirname(at)) folders.add(at).add(join(at, 'src'));
  return [...folders]
    .flatMap((folder) => pathsOf(app).map((path) => tidy(join(folder, path))))
    .filter((path) => view.has(path));
}

/** Where what starts an application in an image finds modules; undefined where that is not to be seen. */
export interface Inside {
  readonly layout: Layout;
  readonly roots: readonly string[];
}

export function insideOf(view: View, start: Fact): Inside | undefined {
  const built = builtIn(view).find(({ dockerfile }) => dockerfile === start.file);
  const image = imageOf(view, start.file, told(start, 'stage'));
  if (told(start, 'by') !== 'dockerfile' || built === undefined || image === undefined) return undefined;
  const commands = view.about('command').filter((fact) => image.has(fact));
  const isOpen = commands.some(
    ({ value, line }) =>
      INSTALLS.test(String(value)) || (line === start.line && /^cd |\s-c\s|--config|--pythonpath/.test(String(value))),
  );
  const layout = layoutOf(view, image, contextsOf(view, built), start.line + 1000);
  const paths = view.about('variable.set').filter((fact) => image.has(fact) && fact.value === 'PYTHONPATH');
  if (isOpen || layout.isOpen || paths.some((fact) => told(fact, 'value') === undefined)) return undefined;
  const here = folderAt(view, image, start.line);
  const more = paths.flatMap((fact) => (told(fact, 'value') ?? '').split(':'));
  return {
    layout,
    roots: [
      join(here, told(start, 'folder') ?? '.'),
      ...more.map((path) => (path.startsWith('/') ? path : join(here, path))),
    ],
  };
}

/** What puts the workspace's own packages where Python finds them from everywhere. */
const INSTALLS =
  /\b(?:pip3?|uv pip) install\b.*(?:\s|=)(?:\.|-e|\S*\.whl|\.\/\S*|\/\S*)(?:\[|\s|$)|\buv sync\b|\bpoetry (?:install|build)\b|\bpdm (?:install|sync)\b|setup\.py/;

export function isInside(view: View, { layout, roots }: Inside, app: string): boolean {
  return roots.some((root) =>
    pathsOf(app).some((path) => layout.sourcesOf(join(root, path)).some((one) => view.has(one))),
  );
}

/** Whether an application of the workspace can be imported from where something else is started. */
export function isReached(view: View, start: Fact, { folder, app }: { folder: string; app: string }): boolean {
  const inside = insideOf(view, start);
  if (inside !== undefined) return isInside(view, inside, app);
  if (told(start, 'by') === 'dockerfile') return false;
  return foldersOf(view, start)?.has(folder === '' ? '.' : folder) === true;
}

/** Whether somebody else's program is started: a module of an installed package, or one of an image that is not built here. */
export function isForeign(view: View, start: Fact): boolean {
  const first = (String(start.value).split(/[.:]/)[0] ?? '').replaceAll('_', '-').toLowerCase();
  const isInstalled = view.about('dependency').some((fact) => told(fact, 'kind') === 'python' && fact.value === first);
  const service = told(start, 'by') === 'compose' ? serviceOf(view, start) : undefined;
  const image = service && told(service, 'image');
  if (isInstalled || service === undefined || image === undefined || told(service, 'context') !== undefined)
    return isInstalled;
  return !builtIn(view).some(({ images }) => images.has(bareImage(image)));
}
