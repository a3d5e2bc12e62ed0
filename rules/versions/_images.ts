import { basename, dirname, join } from 'node:path/posix';
import { attribute, type Fact, type View } from 'turnaround/rule';
import { builtIn } from '../_built.ts';
import { tidy } from '../_folders.ts';
import { contextsOf } from '../_image.ts';
import { isFor } from '../_purpose.ts';
import { isPassed } from './_passed.ts';
import type { Runtime } from './_runtime.ts';
import { stagesBefore, stagesOn } from './_stages.ts';
import { useOf, type Use } from './_uses.ts';

export interface Images {
  readonly byFolder: ReadonlyMap<string, readonly Use[]>;
  /** Versions of stages that build a project, but copy no project from the expected place. */
  readonly lost: readonly Use[];
}

/** The versions in the images of a workspace, by the folder of the project that they contain. */
export function imagesIn(view: View, runtime: Runtime): Images {
  const found = new Map<string, Use[]>();
  const lost: Use[] = [];
  for (const built of builtIn(view)) {
    const uses = view
      .about(runtime.subject)
      .filter((fact) => fact.file === built.dockerfile && attribute(fact, 'by') === 'image' && isBase(view, fact))
      // A stage or Dockerfile for development or tests does not run in production.
      .filter((fact) => !isFor(view, fact, 'development', 'test', 'ci', 'upkeep') && !isPassed(view, fact))
      .flatMap((fact) => useOf(runtime, fact, 'image'));
    if (uses.length === 0) continue;
    const copies = view
      .about('path.named')
      .filter((fact) => fact.file === built.dockerfile && attribute(fact, 'from') === 'context');
    const contexts = contextsOf(view, built);
    const foldersIn = (stages: ReadonlySet<string>): Set<string> =>
      new Set(
        copies
          .filter((copy) => stages.has(attribute(copy, 'stage') ?? ''))
          .flatMap((copy) => {
            const found = contexts.map((context) => foldersOf(view, runtime, context, copy.value));
            // If no file states the context, a project in the Dockerfile's own folder comes first.
            return built.contexts.size > 0 ? found.flat() : (found.find((one) => one.length > 0) ?? []);
          }),
      );
    for (const use of uses) {
      const own = stagesOn(view, use.fact);
      const folders = foldersIn(new Set([...own, ...stagesBefore(view, built.dockerfile, own)]));
      for (const folder of folders) found.set(folder, [...(found.get(folder) ?? []), use]);
      if (folders.size === 0 && buildsProject(view, runtime, copies, use.fact)) lost.push(use);
    }
  }
  return { byFolder: found, lost };
}

/** Whether a stage installs or builds what it copies, and gets no other sources that may be the project. */
function buildsProject(view: View, { builds }: Runtime, copies: readonly Fact[], base: Fact): boolean {
  const isOwn = (fact: Fact): boolean =>
    fact.file === base.file && attribute(fact, 'stage') === attribute(base, 'stage');
  const texts = view
    .about('command')
    .filter(isOwn)
    .map(({ value }) => value);
  return (
    copies.some(isOwn) &&
    texts.some((text) => builds.test(text)) &&
    !texts.some((text) => /^(?:git|curl|wget|cd|tar|unzip)\b|\b(?:init|create)\b/.test(text))
  );
}

/** Whether a stage starts from this image, rather than copying a file from it. */
function isBase(view: View, { file, line }: Fact): boolean {
  return view.about('image.base').some((base) => base.file === file && base.line === line);
}

function foldersOf(view: View, { manifest, manifests }: Runtime, context: string, source: string): string[] {
  const path = tidy(join(context, source));
  if (manifest.test(basename(path))) {
    const folder = dirname(path);
    return view.has(path) || manifests.some((name) => view.has(join(folder, name))) ? [folder] : [];
  }
  return manifests.some((name) => view.has(join(path, name))) ? [path] : [];
}
