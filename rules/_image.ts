import { dirname, join } from 'node:path/posix';
import { attribute, type Fact, type View } from 'turnaround/rule';
import { builtIn, type Built } from './_built.ts';
import { tidy } from './_folders.ts';

/** The stages of an image, and its base. */
export interface Image {
  readonly dockerfile: string;
  /** The names of its stages: the final one first, then the stages that it starts from. */
  readonly stages: readonly string[];
  /** `image.base` of the stage that starts from an external image. */
  readonly base: Fact;
  /** Whether a fact of the Dockerfile belongs to one of its stages. */
  readonly has: (fact: Fact) => boolean;
}

/** The image of a Dockerfile, or of one of its stages; undefined if only the caller knows the base. */
export function imageOf(view: View, dockerfile: string, target?: string): Image | undefined {
  const bases = view.about('image.base').filter(({ file }) => file === dockerfile);
  const stages: string[] = [];
  let at = bases.find((fact) =>
    target === undefined ? fact.attributes?.['final'] === true : attribute(fact, 'stage') === target,
  );
  while (at !== undefined) {
    const stage = attribute(at, 'stage') ?? '';
    if (stages.includes(stage)) return undefined;
    stages.push(stage);
    const on = attribute(at, 'on');
    if (on === undefined) {
      const base = at;
      return {
        dockerfile,
        stages,
        base,
        has: (fact) => fact.file === dockerfile && stages.includes(attribute(fact, 'stage') ?? ''),
      };
    }
    at = bases.find((fact) => attribute(fact, 'stage') === on);
  }
  return undefined;
}

/** The build contexts: the stated ones, else the usual folders that contain most of what the Dockerfile copies. */
export function contextsOf(view: View, { dockerfile, contexts }: Pick<Built, 'dockerfile' | 'contexts'>): string[] {
  if (contexts.size > 0) return [...contexts];
  const own = dirname(dockerfile);
  const usual = [...new Set([own, '.'])];
  const copies = view
    .about('path.named')
    .filter(
      (fact) => fact.file === dockerfile && attribute(fact, 'from') === 'context' && attribute(fact, 'kind') !== 'glob',
    );
  const lacks = (folder: string): number => copies.filter(({ value }) => !view.has(tidy(join(folder, value)))).length;
  const least = Math.min(...usual.map(lacks));
  // If the Dockerfile's own folder contains everything that it copies by name, that folder is the context.
  const isNamed = copies.some(({ value }) => tidy(value) !== '.');
  return least === 0 && isNamed && lacks(own) === 0 ? [own] : usual.filter((folder) => lacks(folder) === least);
}

/** The Dockerfile that a compose service builds. */
export function builtBy(view: View, { file, value }: Fact): Built | undefined {
  return builtIn(view).find(({ services }) => services.some((one) => one.file === file && one.value === value));
}

/** The compose service of a fact. */
export function serviceOf(view: View, fact: Fact): Fact | undefined {
  return view.about('service').find(({ file, value }) => file === fact.file && value === attribute(fact, 'service'));
}

/** The working directory of a line of an image. */
export function folderAt(view: View, image: Image, line: number): string {
  const folders = view.about('image.folder').filter((fact) => image.has(fact) && fact.line < line);
  return folders.at(-1)?.value ?? '/';
}
