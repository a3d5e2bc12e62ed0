import { basename, dirname } from 'node:path/posix';
import { told, type Fact, type View } from 'turnaround/rule';
import { imagesByFolder } from './_images.ts';
import type { Runtime } from './_runtime.ts';
import { filesOf, workflowsOf, type Use } from './_uses.ts';

export interface Project {
  readonly folder: string;
  readonly uses: readonly Use[];
  /** The ranges that its manifest declares. */
  readonly ranges: readonly Fact[];
}

/** The projects of a workspace by folder, each with the versions that images, files and workflows use for it. */
export function projectsOf(view: View, runtime: Runtime): Project[] {
  const images = imagesByFolder(view, runtime);
  const manifests = view.about('dependency').filter((fact) => told(fact, 'kind') === runtime.kind);
  const named = manifests.filter(({ file }) => runtime.manifest.test(basename(file))).map(({ file }) => dirname(file));
  const ranges = view.about(runtime.subject).filter((fact) => runtime.declared.test(told(fact, 'by') ?? ''));
  const folders = new Set([...images.keys(), ...named, ...ranges.map(({ file }) => dirname(file))]);
  return [...folders].map((folder) => {
    const isOnly = folders.size === 1;
    const facts = [
      ...(images.get(folder) ?? []),
      ...filesOf(view, runtime, folder, isOnly),
      ...workflowsOf(view, runtime, folder, isOnly),
    ];
    return { folder, uses: facts, ranges: ranges.filter(({ file }) => dirname(file) === folder) };
  });
}
