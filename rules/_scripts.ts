import type { View } from 'turnaround/rule';
import { tidy } from './_folders.ts';

/** Whether a script of the workspace makes what lies at a path, or fills a folder around it, as far as its words tell. */
export function mayBeWritten(view: View, path: string): boolean {
  // What goes into a folder that is here already is anything.
  const around = path
    .split('/')
    .map((_, at, all) => all.slice(0, at + 1).join('/'))
    .filter((name) => name === path || !view.has(name));
  return view.about('path.made').some((made) => {
    const text = String(made.value);
    // What stands behind a variable is all that is known of it.
    const typed = tidy(text.replace(/^.*\$(?:\{[^}]*\}|\w+|\([^)]*\))/, '')).replace(/^(?:\.{0,2}\/)+/, '');
    if (typed === '' || typed === '.' || /[*?$`]/.test(typed)) return false;
    const isWhole = made.of?.['empty'] === true || (text.includes('$') && !typed.includes('/'));
    return (isWhole ? [path] : around).some((name) => name === typed || name.endsWith(`/${typed}`));
  });
}
