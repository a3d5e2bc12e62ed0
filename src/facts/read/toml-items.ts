/** The strings of a TOML list that begins on this line, each with its own line; the TOML reader reports none for items. */
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
