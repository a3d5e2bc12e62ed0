import { Unreadable } from '../fact.ts';
import type { Source } from './source.ts';

/** People nest ten levels, tools a hundred. */
const DEEPEST = 500;

/**
 * Refuses files that no recursive reader can process. Catching the `RangeError` is not enough: if the stack ends while V8
 * compiles a regular expression, the process is aborted.
 */
export function checkNesting(source: Source): void {
  const { text } = source;
  let depth = 0;
  for (const match of text.matchAll(/[[{]|[\]}]|\n {500}|^(?:[ ]*- ){100}/gm)) {
    const [mark] = match;
    if (mark.length > 1) depth = DEEPEST + 1;
    else depth += '[{'.includes(mark) ? 1 : depth > 0 ? -1 : 0;
    if (depth > DEEPEST)
      throw new Unreadable('is nested too deeply to be read', source.lineAt(match.index + mark.length));
  }
}
