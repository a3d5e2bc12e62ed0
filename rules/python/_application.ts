import { dirname, join } from 'node:path/posix';
import { attribute, type Fact, type View } from 'turnaround/rule';
import { bareImage, builtIn } from '../_built.ts';
import { foldersOf, tidy } from '../_folders.ts';
import { serviceOf } from '../_image.ts';
import { insideOf, isInside, pathsOf } from './_inside.ts';

/** Subjects whose files show which folders exist. */
const SUBJECTS = [
  'application',
  'image.base',
  'dependency',
  'variable.read',
  'router.import',
  'router',
  'command',
  'package',
] as const;

/** Every file of the workspace that a module may mean, from any folder of imports. */
export function filesOf(view: View, app: string): string[] {
  const folders = new Set(['.', 'src', 'app', 'backend', 'server', 'api']);
  for (const { file } of SUBJECTS.flatMap((subject) => view.about(subject)))
    for (let at = dirname(file); at !== '.'; at = dirname(at)) folders.add(at).add(join(at, 'src'));
  return [...folders]
    .flatMap((folder) => pathsOf(app).map((path) => tidy(join(folder, path))))
    .filter((path) => view.has(path));
}

/** Whether a start command can import an application of the workspace. */
export function isReached(view: View, start: Fact, { folder, app }: { folder: string; app: string }): boolean {
  const inside = insideOf(view, start);
  if (inside !== undefined) return isInside(view, inside, app);
  if (attribute(start, 'by') === 'dockerfile') return false;
  return foldersOf(view, start)?.has(folder === '' ? '.' : folder) === true;
}

/** Whether a third-party program is started: from an installed package, or from an image that is not built here. */
export function isForeign(view: View, start: Fact): boolean {
  const first = (String(start.value).split(/[.:]/)[0] ?? '').replaceAll('_', '-').toLowerCase();
  const isInstalled = view
    .about('dependency')
    .some((fact) => attribute(fact, 'kind') === 'python' && fact.value === first);
  const service = attribute(start, 'by') === 'compose' ? serviceOf(view, start) : undefined;
  const image = service && attribute(service, 'image');
  if (isInstalled || service === undefined || image === undefined || attribute(service, 'context') !== undefined)
    return isInstalled;
  return !builtIn(view).some(({ images }) => images.has(bareImage(image)));
}
