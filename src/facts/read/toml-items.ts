/** Strings of a list in TOML with the line of each, for a list that begins on this line; the reader has no lines of items. */
export function itemLines(lines: readonly string[], keyLine: number, key: string): number[] {
  const found: number[] = [];
  let depth = 0;
  let isAwaited = true;
  for (let index = keyLine - 1; index < lines.length; index += 1) {
    const text = lines[index] ?? '';
    const from =
      index === keyLine - 1 ? Math.max(0, text.indexOf('[', Math.max(0, text.indexOf(key)) + key.length)) : 0;
    for (const [token] of text.slice(from).matchAll(/#.*|"(?:[^"\\]|\\.)*"|'[^']*'|[[\]{},]|[^\s#"'[\]{},]+/g)) {
      if (token.startsWith('#')) break;
      if (token === ',' && depth === 1) isAwaited = true;
      else if (isAwaited && depth === 1 && token !== ']') {
        found.push(index + 1);
        isAwaited = false;
      }
      if (token === '[' || token === '{') depth += 1;
      if ((token === ']' || token === '}') && (depth -= 1) === 0) return found;
    }
  }
  return found;
}
