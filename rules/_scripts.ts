import type { View } from 'turnaround/rule';
import { tidy } from './_folders.ts';

/** Whether a script of the workspace creates this path or fills a folder around it, judging by its commands. */
export function mayBeWritten(view: View, path: string): boolean {
  // Writing into an existing folder does not show which files are created.
  const around = path
    .split('/')
    .map((_, at, all) => all.slice(0, at + 1).join('/'))
    .filter((name) => name === path || !view.has(name));
  return view.about('path.made').some((made) => {
    const text = made.value;
    // Only the part after the variable is known.
    const typed = tidy(text.replace(/^.*\$(?:\{[^}]*\}|\w+|\([^)]*\))/, '')).replace(/^(?:\.{0,2}\/)+/, '');
    if (typed === '' || typed === '.' || /[*?$`]/.test(typed)) return false;
    const isWhole = made.attributes?.['empty'] === true || (text.includes('$') && !typed.includes('/'));
    return (isWhole ? [path] : around).some((name) => name === typed || name.endsWith(`/${typed}`));
  });
}
