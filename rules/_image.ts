import { dirname, join } from 'node:path/posix';
import { told, type Fact, type View } from 'turnaround/rule';
import { builtIn, type Built } from './_built.ts';
import { tidy } from './_folders.ts';

/** The stages that an image consists of, and what it begins with. */
export interface Image {
  readonly dockerfile: string;
  /** The names of its stages: the one that is the result, then what that is made from. */
  readonly stages: readonly string[];
  /** `image.base` of the stage that begins with an image of somewhere else. */
  readonly base: Fact;
  /** Whether a fact of the Dockerfile belongs to one of its stages. */
  readonly has: (fact: Fact) => boolean;
}

/** The image of a Dockerfile, or of one of its stages; undefined where only the caller knows what it begins with. */
export function imageOf(view: View, dockerfile: string, target?: string): Image | undefined {
  const bases = view.about('image.base').filter(({ file }) => file === dockerfile);
  const stages: string[] = [];
  let at = bases.find((fact) => (target === undefined ? fact.of?.['final'] === true : told(fact, 'stage') === target));
  while (at !== undefined) {
    const stage = told(at, 'stage') ?? '';
    if (stages.includes(stage)) return undefined;
    stages.push(stage);
    const on = told(at, 'on');
    if (on === undefined) {
      const base = at;
      return {
        dockerfile,
        stages,
        base,
        has: (fact) => fact.file === dockerfile && stages.includes(told(fact, 'stage') ?? ''),
      };
    }
    at = bases.find((fact) => told(fact, 'stage') === on);
  }
  return undefined;
}

/** The folders that a Dockerfile may be built from: as something says, or those of the usual two that have what it copies. */
export function contextsOf(view: View, { dockerfile, contexts }: Pick<Built, 'dockerfile' | 'contexts'>): string[] {
  if (contexts.size > 0) return [...contexts];
  const own = dirname(dockerfile);
  const usual = [...new Set([own, '.'])];
  const copies = view
    .about('path.named')
    .filter((fact) => fact.file === dockerfile && told(fact, 'from') === 'context' && told(fact, 'kind') !== 'glob');
  const lacks = (folder: string): number =>
    copies.filter(({ value }) => !view.has(tidy(join(folder, String(value))))).length;
  const least = Math.min(...usual.map(lacks));
  // Beside what it copies by name, a Dockerfile is that folder's.
  const isNamed = copies.some(({ value }) => tidy(String(value)) !== '.');
  return least === 0 && isNamed && lacks(own) === 0 ? [own] : usual.filter((folder) => lacks(folder) === least);
}

/** The Dockerfile that a service of compose is built from. */
export function builtBy(view: View, { file, value }: Fact): Built | undefined {
  return builtIn(view).find(({ services }) => services.some((one) => one.file === file && one.value === value));
}

/** The service of compose that a fact is about. */
export function serviceOf(view: View, fact: Fact): Fact | undefined {
  return view.about('service').find(({ file, value }) => file === fact.file && value === told(fact, 'service'));
}

/** The folder that a line of an image runs in. */
export function folderAt(view: View, image: Image, line: number): string {
  const folders = view.about('image.folder').filter((fact) => image.has(fact) && fact.line < line);
  return String(folders.at(-1)?.value ?? '/');
}
