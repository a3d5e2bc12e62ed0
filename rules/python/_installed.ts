import { join } from 'node:path/posix';
import { attribute, type Fact, type View } from 'turnaround/rule';
import { builtIn } from '../_built.ts';
import { areTogether } from '../_commands.ts';
import { foldersOf, placeOf, tidy } from '../_folders.ts';
import { contextsOf, folderAt, imageOf } from '../_image.ts';
import { layoutOf } from '../_layout.ts';
import { installedBy, type Installed } from './_pip.ts';
import { isPlain } from './_plain.ts';
import { meantBy } from './_requirements.ts';

/** What the image of a Dockerfile installs, in all of its stages: one stage may copy from another. */
export function installedInImage(view: View, dockerfile: string): Installed | undefined {
  const built = builtIn(view).find((one) => one.dockerfile === dockerfile);
  const bases = view.about('image.base').filter(({ file }) => file === dockerfile);
  const isOther = view.about('image.used').some(({ file }) => file === dockerfile);
  if (built === undefined || bases.length === 0 || !isPlain(bases) || isOther) return undefined;
  const runs = view.about('command').filter((fact) => fact.file === dockerfile && attribute(fact, 'step') === 'run');
  return installedBy(view, runs, (file, command) => {
    const image = imageOf(view, dockerfile, attribute(command, 'stage'));
    if (image === undefined) return [];
    const layout = layoutOf(view, image, contextsOf(view, built), command.line + 1);
    const path = file.startsWith('/') ? file : join(folderAt(view, image, command.line), file);
    const sources = layout.sourcesOf(path);
    const found = sources.filter((one) => view.has(one));
    const meant = found.length === 0 && sources.length > 0 && !layout.isOpen ? meantBy(view, path, command) : undefined;
    return meant === undefined ? found : [meant];
  });
}

/** What a job of a workflow installs before a command. */
export function installedInJob(view: View, command: Fact): Installed | undefined {
  const isOwn = (fact: Fact): boolean =>
    fact.file === command.file && attribute(fact, 'job') === attribute(command, 'job');
  const actions = view.about('workflow.action').filter(isOwn);
  const isOther = actions.some(
    ({ value }) =>
      !/^(?:actions\/(?:checkout|setup-(?:python|node|java|go)|cache|upload-artifact|download-artifact|github-script)|docker\/|codecov\/)/.test(
        value,
      ),
  );
  const isContainer = view.about('image.used').some((fact) => isOwn(fact) && attribute(fact, 'service') === undefined);
  const job = view.about('job').find(({ file, value }) => file === command.file && value === attribute(command, 'job'));
  // A matrix over anything except versions may change what is installed.
  const isOpen =
    job?.attributes?.['matrix'] === true &&
    !view.about('version.python').some((fact) => isOwn(fact) && attribute(fact, 'matrix'));
  if (isOther || isContainer || isOpen) return undefined;
  const isBrought = actions.some(
    (fact) =>
      /download-artifact/.test(fact.value) || (/checkout/.test(fact.value) && attribute(fact, 'path') !== undefined),
  );
  const before = view.about('command').filter((fact) => isOwn(fact) && fact.line <= command.line && fact !== command);
  return installedBy(view, before, (file, install) => {
    const folders = [...(foldersOf(view, install, true) ?? [])];
    const found = folders.map((folder) => tidy(join(folder, file))).filter((path) => view.has(path));
    if (found.length > 0) return found.length === 1 ? found : [];
    const meant = leadsNowhere(view, install, file) && !isBrought ? meantBy(view, file, install) : undefined;
    return meant === undefined ? [] : [meant];
  });
}

/** Whether a workflow names a requirements file that does not exist. */
function leadsNowhere(view: View, install: Fact, file: string): boolean {
  const named = view
    .about('path.named')
    .filter(
      (fact) =>
        areTogether(fact, install) &&
        fact.line === install.line &&
        attribute(fact, 'by') === 'requirements' &&
        fact.value === file,
    );
  return (
    install.file.startsWith('.github/') &&
    named.length > 0 &&
    named.every((fact) => fact.sure !== 'guessed' && fact.attributes?.['guarded'] !== true && !view.has(placeOf(fact)))
  );
}
