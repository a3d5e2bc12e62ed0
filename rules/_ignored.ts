import { dirname } from 'node:path/posix';
import ignore, { type Ignore } from 'ignore';
import type { Fact, View } from 'turnaround/rule';

/** The line of a .gitignore by which git leaves out a path or a folder above it; a folder has a slash at its end. */
export function ignoredBy(view: View, path: string): Fact | undefined {
  const { patterns, lines } = ignoredIn(view);
  const by = ignore.isPathValid(path) ? patterns.test(path).rule : undefined;
  return lines[Number(by?.mark)];
}

/** Whether git ignores a path or a folder above it: such files are created locally. */
export function isLeftOut(view: View, path: string): boolean {
  // A workspace that ignores everything and lists the exceptions says nothing about a path that it does not list.
  return [path, `${path}/`].some((one) => {
    const by = ignoredBy(view, one);
    return by !== undefined && !(by.file === '.gitignore' && /^[/*]+$/.test(String(by.value)));
  });
}

interface Ignored {
  readonly patterns: Ignore;
  readonly lines: readonly Fact[];
}

const known = new WeakMap<View, Ignored>();

function ignoredIn(view: View): Ignored {
  const kept = known.get(view);
  if (kept !== undefined) return kept;
  // The file nearest to a path overrules those above it.
  const lines = view.about('git.ignored').toSorted((a, b) => a.file.split('/').length - b.file.split('/').length);
  const patterns = ignore({ ignorecase: false }).add(
    lines.map((line, index) => ({ pattern: fromTop(line), mark: String(index) })),
  );
  const found = { patterns, lines };
  known.set(view, found);
  return found;
}

/** A pattern of a .gitignore in a folder, as one at the top would say it. */
function fromTop({ file, value }: Fact): string {
  const folder = dirname(file);
  const [, not = '', pattern = ''] = /^(!?)(.*)$/.exec(String(value)) ?? [];
  if (folder === '.') return `${not}${pattern}`;
  const isAnchored = /\/./.test(pattern);
  return `${not}/${folder.replaceAll(/[*?[\\ ]/g, String.raw`\$&`)}/${isAnchored ? '' : '**/'}${pattern.replace(/^\//, '')}`;
}
