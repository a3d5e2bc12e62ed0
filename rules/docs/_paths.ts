import { dirname, join } from 'node:path/posix';
import { attribute, valuesOf, type Fact, type View } from 'turnaround/rule';
import { goesTo, wordsOf } from '../_commands.ts';
import { documented, isDocument } from './_documents.ts';

export function prose(view: View): { fact: Fact<'path.named'>; path: string }[] {
  return view
    .about('path.named')
    .filter(
      (fact) => attribute(fact, 'by') === 'prose' && isDocument(view, fact.file) && !/[*<>{}$]|\.env/.test(fact.value),
    )
    .map((fact) => ({ fact, path: fact.value }));
}

export function commands(view: View): { fact: Fact<'command'>; path: string }[] {
  return documented(view).flatMap((fact) => {
    const words = wordsOf(fact);
    const [program = '', first = ''] = words;
    const named =
      program === 'cd'
        ? [first]
        : /^(?:psql|kubectl|docker|docker-compose|pip|pip3)$/.test(program)
          ? valuesOf(words, '-f', '-r', '--file', '-k')
          : [];
    // In `docker compose logs -f backend`, `-f` means follow.
    return (/^(?:docker|kubectl)/.test(program) && words.includes('logs') ? [] : named)
      .filter((path) => /^[\w./-]+$/.test(path) && !/^\/|^-|^\.+\/?$/.test(path))
      .map((path) => ({ fact, path }));
  });
}

/**
 * The names that documents use for the folder of the clone: the name of the cloned repository, or a name that no folder
 * has, if at least two paths that start with it exist without it.
 */
export function cloneIn(view: View, named: readonly { readonly path: string }[]): Set<string> {
  const found = new Map<string, Set<string>>();
  for (const { path } of named) {
    const [first = '', ...rest] = path.replace(/\/$/, '').split('/');
    if (rest.length === 0 || /^\.*$/.test(first) || view.has(first) || !view.has(rest.join('/'))) continue;
    found.set(first, (found.get(first) ?? new Set()).add(rest.join('/')));
  }
  const cloned = view
    .about('command')
    .flatMap(({ value }) => /\bgit clone\b.*?\/([\w.-]+?)(?:\.git)?\/?(?:\s|$)/.exec(value)?.[1] ?? []);
  // `git clone <url>`, and then `cd` into the new folder.
  const entered = documented(view).flatMap((fact, at, all) =>
    /^git clone\b/.test(String(all[at - 1]?.value)) && all[at - 1]?.file === fact.file
      ? (/^([\w.-]+)\/?$/.exec(goesTo(fact) ?? '')?.[1] ?? [])
      : [],
  );
  return new Set([...cloned, ...entered, ...[...found].flatMap(([name, paths]) => (paths.size > 1 ? name : []))]);
}

/** Folders that a document changes to, each relative to the root, to its own folder and to the previous one. */
export function gone(view: View, file: string): string[] {
  const steps = documented(view)
    .filter((fact) => fact.file === file)
    .flatMap((fact) => goesTo(fact) ?? []);
  return steps.flatMap((step, at) => [
    step,
    join(dirname(file), step),
    ...(at > 0 ? [join(steps[at - 1] ?? '', step)] : []),
  ]);
}
