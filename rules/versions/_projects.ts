import { basename, dirname, join } from 'node:path/posix';
import { attribute, type Fact, type View } from 'turnaround/rule';
import { tidy } from '../_folders.ts';
import { imagesIn } from './_images.ts';
import type { Runtime } from './_runtime.ts';
import { filesOf, workflowsOf, type Use } from './_uses.ts';

export interface Project {
  readonly folder: string;
  readonly uses: readonly Use[];
  /** The ranges that its manifest declares. */
  readonly ranges: readonly Fact[];
}

/** The projects of a workspace by folder, each with the versions in its images, files and workflows. */
export function projectsOf(view: View, runtime: Runtime): Project[] {
  const { byFolder: images, lost: without } = imagesIn(view, runtime);
  const manifests = view.about('dependency').filter((fact) => attribute(fact, 'kind') === runtime.kind);
  const named = manifests.filter(({ file }) => runtime.manifest.test(basename(file))).map(({ file }) => dirname(file));
  const ranges = view.about(runtime.subject).filter((fact) => runtime.declared.test(attribute(fact, 'by') ?? ''));
  const own = new Set([...named, ...ranges.map(({ file }) => dirname(file))]);
  const isBare = (folder: string): boolean => runtime.manifests.every((name) => !view.has(tidy(join(folder, name))));
  // An image of a folder without a project belongs to the only project: the paths of the image are wrong.
  const lost = own.size === 1 ? [...images.keys()].filter((folder) => !own.has(folder) && isBare(folder)) : [];
  const folders = new Set([...[...images.keys()].filter((folder) => !lost.includes(folder)), ...own]);
  return [...folders].map((folder) => {
    const isOnly = folders.size === 1;
    const built = [folder, ...lost].flatMap((one) => images.get(one) ?? []);
    const facts = [
      ...(built.length === 0 && isOnly && own.has(folder) ? without : built),
      ...filesOf(view, runtime, folder, isOnly),
      ...workflowsOf(view, runtime, folder, isOnly),
    ];
    return { folder, uses: facts, ranges: ranges.filter(({ file }) => dirname(file) === folder) };
  });
}
