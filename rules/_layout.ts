import { basename, dirname, join } from 'node:path/posix';
import { attribute, type Fact, type View } from 'turnaround/rule';
import { tidy } from './_folders.ts';
import { globOf } from './_glob.ts';
import type { Image } from './_image.ts';

/** The files of an image, as far as they were copied from the workspace. */
export interface Layout {
  /** Every path of the workspace from which this path of the image may come. */
  readonly sourcesOf: (path: string) => string[];
  /** Whether the image may contain other files: copied from another stage or image, or mounted. */
  readonly isOpen: boolean;
  readonly copies: readonly Fact[];
}

/** What the stages of an image copied from the workspace before a line. */
export function layoutOf(view: View, image: Image, contexts: readonly string[], before: number): Layout {
  const inside = (fact: Fact): boolean => image.has(fact) && fact.line < before;
  const copies = view
    .about('path.named')
    .filter(
      (fact) =>
        inside(fact) && attribute(fact, 'from') === 'context' && /^(?:copy|mount)$/.test(attribute(fact, 'by') ?? ''),
    );
  const others = view
    .about('image.stage')
    .filter((fact) => inside(fact) && !/^\/(?:usr|opt|bin|venv)\b/.test(attribute(fact, 'to') ?? ''));
  // A whole build output folder: its contents depend on who builds the image.
  const isBuilt = copies.some(
    (fact) => /^\.\/?$/.test(fact.value) && /\/(?:dist|build|out)\/?$/.test(attribute(fact, 'to') ?? ''),
  );
  const isOpen = others.length > 0 || isBuilt || copies.some((fact) => attribute(fact, 'to') === undefined);
  return {
    copies,
    isOpen,
    sourcesOf: (path) =>
      contexts.flatMap((context) =>
        copies.flatMap((fact) => sourceOf(fact, path)).map((one) => tidy(join(context, one))),
      ),
  };
}

/** The path in the context that becomes this path in the image. A source may be a file or a folder: both are tried. */
function sourceOf(copy: Fact, path: string): string[] {
  const [to, source] = [attribute(copy, 'to') ?? '', String(copy.value).replace(/^\/+/, '') || '.'];
  const folder = to.endsWith('/') ? to : `${to}/`;
  const name = basename(source);
  if (/[*?[]/.test(name)) {
    const isOne = path.startsWith(folder) && dirname(path.slice(folder.length)) === '.';
    return isOne && globOf(name).test(basename(path)) ? [join(dirname(source), basename(path))] : [];
  }
  return [
    ...(path === to || path === `${folder}${name}` ? [source] : []),
    ...(path.startsWith(folder) ? [join(source, path.slice(folder.length))] : []),
  ];
}
