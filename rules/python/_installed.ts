import { join } from 'node:path/posix';
import { told, type Fact, type View } from 'turnaround/rule';
import { builtIn } from '../_built.ts';
import { foldersOf, tidy } from '../_commands.ts';
import { contextsOf, folderAt, imageOf } from '../_image.ts';
import { layoutOf } from '../_layout.ts';
import { installedBy, type Installed } from './_pip.ts';

/** What the image of a Dockerfile has installed: by all of its stages, for one may copy from another. */
export function installedInImage(view: View, dockerfile: string): Installed | undefined {
  const built = builtIn(view).find((one) => one.dockerfile === dockerfile);
  const bases = view.about('image.base').filter(({ file }) => file === dockerfile);
  const isPlain = bases.every(({ value }) =>
    /^(?:docker\.io\/)?(?:library\/)?(?:python|node|nginx|debian|alpine|ubuntu)(?::|$)/.test(String(value)),
  );
  const isOther = view.about('image.used').some(({ file }) => file === dockerfile);
  if (built === undefined || bases.length === 0 || !isPlain || isOther) return undefined;
  const runs = view.about('command').filter((fact) => fact.file === dockerfile && told(fact, 'step') === 'run');
  return installedBy(view, runs, (file, command) => {
    const image = imageOf(view, dockerfile, told(command, 'stage'));
    if (image === undefined) return [];
    const layout = layoutOf(view, image, contextsOf(view, built), command.line + 1);
    const path = file.startsWith('/') ? file : join(folderAt(view, image, command.line), file);
    return layout.sourcesOf(path).filter((one) => view.has(one));
  });
}

/** What a job of a workflow has installed before a command. */
export function installedInJob(view: View, command: Fact): Installed | undefined {
  const isOwn = (fact: Fact): boolean => fact.file === command.file && told(fact, 'job') === told(command, 'job');
  const actions = view.about('workflow.action').filter(isOwn);
  const isOther = actions.some(
    ({ value }) =>
      !/^(?:actions\/(?:checkout|setup-(?:python|node|java|go)|cache|upload-artifact|download-artifact|github-script)|docker\/|codecov\/)/.test(
        String(value),
      ),
  );
  const isContainer = view.about('image.used').some((fact) => isOwn(fact) && told(fact, 'service') === undefined);
  const job = view.about('job').find(({ file, value }) => file === command.file && value === told(command, 'job'));
  // A matrix of anything but versions may fill in what is installed.
  const isOpen =
    job?.of?.['matrix'] === true && !view.about('version.python').some((fact) => isOwn(fact) && told(fact, 'matrix'));
  if (isOther || isContainer || isOpen) return undefined;
  const before = view.about('command').filter((fact) => isOwn(fact) && fact.line <= command.line && fact !== command);
  return installedBy(view, before, (file, install) => {
    const folders = [...(foldersOf(view, install, true) ?? [])];
    const found = folders.map((folder) => tidy(join(folder, file))).filter((path) => view.has(path));
    return found.length === 1 ? found : [];
  });
}
