import picomatch from 'picomatch';

/** Paths as a COPY of a Dockerfile names them: `*`, `?` and `[…]` match within a folder; nothing else is special. */
export function globOf(pattern: string): RegExp {
  return picomatch.makeRe(pattern.replaceAll(/[(){}|+@!]/g, String.raw`\$&`), { dot: true, nonegate: true });
}

/** Whether a path is what `globOf` matches, or lies below it. */
export function withinGlob(pattern: string): (path: string) => boolean {
  const [itself, below] = [globOf(pattern), globOf(`${pattern}/**`)];
  return (path) => itself.test(path) || below.test(path);
}

/** Whether patterns include a text. The last one that matches decides; one with `!` in front excludes. */
export function isIncluded(patterns: readonly string[], text: string): boolean {
  const last = patterns.findLast((pattern) => picomatch.isMatch(text, pattern.replace(/^!/, ''), { nonegate: true }));
  return last !== undefined && !last.startsWith('!');
}
