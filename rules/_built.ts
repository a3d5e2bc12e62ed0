import { dirname, join, normalize } from 'node:path/posix';
import { attribute, type Fact, type FactAbout, type View } from 'turnaround/rule';

/** A Dockerfile of the workspace: the names of its image, and what runs it. */
export interface Built {
  readonly dockerfile: string;
  /** Relative to the workspace; several if the image is built in several ways. */
  readonly contexts: ReadonlySet<string>;
  /** Names without tag and digest. */
  readonly images: ReadonlySet<string>;
  /** Facts `service` of compose files that build it. */
  readonly services: readonly Fact<'service'>[];
  /** Facts `image.used` of containers in manifests that run it. */
  readonly containers: readonly Fact<'image.used'>[];
  /** Ports that its last stage listens on, and those that it exposes. */
  readonly listens: readonly Fact<'port.listen'>[];
  readonly exposes: readonly Fact<'port.exposed'>[];
}

/** `registry:5000/shop/api:1@sha256:…` is `registry:5000/shop/api`. */
export function bareImage(image: string): string {
  return image.replace(/@.*$/, '').replace(/:[^:/]*$/, '');
}

/** Every Dockerfile of the workspace, with what is known about where it runs. */
export function builtIn(view: View): Built[] {
  const found = new Map<string, { contexts: Set<string>; images: Set<string>; services: Fact<'service'>[] }>();
  const entry = (file: string) => {
    const known = found.get(file) ?? { contexts: new Set<string>(), images: new Set<string>(), services: [] };
    found.set(file, known);
    return known;
  };
  for (const { file } of view.about('image.base')) entry(file);
  for (const fact of [...view.about('service'), ...view.about('image.built')]) {
    const context = attribute(fact, 'context');
    if (context === undefined || context.includes('$')) continue;
    const found = placeOf(view, fact, context);
    if (found === undefined) continue;
    const { dockerfile, folder } = found;
    const built = entry(dockerfile);
    built.contexts.add(folder);
    if (fact.subject === 'service') built.services.push(fact);
    else built.images.add(bareImage(fact.value));
  }
  const used = view.about('image.used').filter((fact) => attribute(fact, 'by') === 'kubernetes');
  return [...found].map(([dockerfile, { contexts, images, services }]) => ({
    dockerfile,
    contexts,
    images,
    services,
    containers: used.filter(({ value }) => images.has(bareImage(value))),
    listens: last(view, dockerfile, 'port.listen'),
    exposes: last(view, dockerfile, 'port.exposed'),
  }));
}

/**
 * The Dockerfile that is built, and its context. Compose resolves paths from its own file, or from the root with
 * `--project-directory .`; a recipe resolves them from its own folder or from the root.
 */
function placeOf(
  view: View,
  fact: Fact<'service' | 'image.built'>,
  context: string,
): { dockerfile: string; folder: string } | undefined {
  const [by, named] = [attribute(fact, 'by') ?? '', attribute(fact, 'dockerfile')];
  const isRecipe = /^(?:makefile|justfile|taskfile|script)$/.test(by);
  const isComposed = by === 'compose';
  const bases = isComposed || isRecipe ? [dirname(fact.file), '.'] : ['.'];
  for (const base of bases) {
    const folder = normalize(join(base, context)).replace(/(.)\/$/, '$1');
    if (folder.startsWith('..')) continue;
    // `docker build -f` is relative to the current directory; compose and most actions use the context.
    const typed = isRecipe ? join(base, named ?? 'Dockerfile') : normalize(named ?? 'Dockerfile');
    const inContext = join(folder, named ?? 'Dockerfile');
    const dockerfile = [inContext, ...(isComposed ? [] : [typed])].find((path) => view.has(path));
    if (dockerfile !== undefined) return { dockerfile, folder };
  }
  return undefined;
}

type Port = 'port.listen' | 'port.exposed';

/** The facts of a subject in the last stage of a Dockerfile. */
function last<S extends Port>(view: View, dockerfile: string, subject: S): Fact<S>[] {
  const final = view.about('image.base', dockerfile).find(({ attributes }) => attributes?.['final'] === true);
  const isLast = (fact: FactAbout<Port>): boolean => attribute(fact, 'stage') === attribute(final ?? fact, 'stage');
  return view.about(subject, dockerfile).filter(isLast);
}
