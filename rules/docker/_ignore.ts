import { dirname, join } from 'node:path/posix';
import type { Fact, View } from 'turnaround/rule';
import { tidy } from '../_folders.ts';

/** The patterns that apply to a build: those of `<Dockerfile>.dockerignore`, else those of the context. */
export function ignoredBy(view: View, dockerfile: string, context: string): Fact[] {
  const file = [`${dockerfile}.dockerignore`, tidy(join(context, '.dockerignore'))].find((path) => view.has(path));
  return view.about('docker.ignored').filter((fact) => fact.file === file);
}

/** The pattern that excludes a path from the context: the last one that matches the path or a folder above it. */
export function keptOutBy(patterns: readonly Fact[], path: string): Fact | undefined {
  const last = patterns.findLast((fact) => {
    const pattern = String(fact.value).replace(/^!/, '');
    for (let part = path; part !== '.'; part = dirname(part)) if (expressionOf(pattern).test(part)) return true;
    return false;
  });
  const isBack = patterns.some(({ value }) => {
    const again = String(value).startsWith('!') ? tidy(String(value).slice(1).replace(/^\//, '')) : '';
    return again.startsWith(`${path}/`) || /^!\**\/?\*/.test(String(value));
  });
  return last === undefined || isBack || String(last.value).startsWith('!') ? undefined : last;
}

/**
 * Docker's patterns start at the context. `**` goes through folders: whole ones, or any text at the beginning or the end of a
 * pattern, as in `**.pyc`.
 * https://github.com/moby/patternmatcher
 */
function expressionOf(pattern: string): RegExp {
  const clean = tidy(pattern.replace(/^\/+/, '') || '.');
  const isSuffix = /^\*\*[^*?[]*$/.test(clean);
  const source = clean
    .replaceAll(/[.+${}()|\\]|(?<!\[)\^/g, String.raw`\$&`)
    .replaceAll(/\*\*$|\*\*\/?|\*|\?/g, (all, at: number, { length }: string) => {
      if (all === '**' && (isSuffix || at + 2 === length)) return '.*';
      return all.startsWith('**') ? '(?:.*/)?' : all === '*' ? '[^/]*' : '[^/]';
    });
  try {
    return new RegExp(`^${source}$`);
  } catch {
    return /(?!)/; // an unclosed set matches nothing
  }
}
