/** The arguments of a call, each as it is typed. */
export interface Arguments {
  readonly positional: readonly string[];
  readonly named: ReadonlyMap<string, string>;
}

/** Splits a text at the commas that no bracket and no string holds. */
export function splitAtCommas(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  const token = /"""[^]*?"""|'''[^]*?'''|"(?:[^"\\\n]|\\[^])*"|'(?:[^'\\\n]|\\[^])*'|[([{]|[)\]}]|,/g;
  for (const match of text.matchAll(token)) {
    const [found] = match;
    if (found === ',') {
      if (depth > 0) continue;
      parts.push(text.slice(from, match.index).trim());
      from = match.index + 1;
    } else if ('([{'.includes(found)) depth += 1;
    else if (')]}'.includes(found)) depth -= 1;
  }
  parts.push(text.slice(from).trim());
  return parts.filter((part) => part !== '');
}

/** The text between the bracket at `open` and its closing bracket. */
export function withinBrackets(text: string, open: number): string {
  let depth = 0;
  const token = /"""[^]*?"""|'''[^]*?'''|"(?:[^"\\\n]|\\[^])*"|'(?:[^'\\\n]|\\[^])*'|[([{]|[)\]}]/g;
  token.lastIndex = open;
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    if ('([{'.includes(match[0])) depth += 1;
    else if (')]}'.includes(match[0])) depth -= 1;
    if (depth === 0) return text.slice(open + 1, match.index);
  }
  return text.slice(open + 1);
}

/** The arguments of the call whose bracket opens at `open`. */
export function argumentsAt(text: string, open: number): Arguments {
  const positional: string[] = [];
  const named = new Map<string, string>();
  for (const part of splitAtCommas(withinBrackets(text, open))) {
    const assigned = /^(\w+)\s*=(?!=)\s*([^]*)$/.exec(part);
    if (assigned === null) positional.push(part);
    else named.set(assigned[1] ?? '', assigned[2] ?? '');
  }
  return { positional, named };
}

/** The text of a string literal without parts that are filled in; undefined for anything else. */
export function stringOf(expression: string | undefined): string | undefined {
  const parts = /^(?:[rub]{0,2}(?:"""([^]*)"""|'''([^]*)'''|"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)'))$/i.exec(
    expression?.trim() ?? '',
  );
  if (parts === null) return undefined;
  return (parts[1] ?? parts[2] ?? parts[3] ?? parts[4] ?? '').replaceAll(/\\(["'\\])/g, '$1');
}

/** A literal as a person would write it into a table: a text, a number, True, None, [], {}. */
export function literalOf(expression: string | undefined): string | undefined {
  const text = stringOf(expression);
  if (text !== undefined) return text;
  const plain = expression?.trim() ?? '';
  return /^(?:-?[\d._]+|True|False|None|\[\]|\{\}|\(\))$/.test(plain) ? plain : undefined;
}

/** The text with the content of strings blanked, so that a pattern only matches code; all positions stay the same. */
export function withoutStrings(text: string): string {
  const string = /"""[^]*?"""|'''[^]*?'''|"(?:[^"\\\n]|\\[^])*"|'(?:[^'\\\n]|\\[^])*'/g;
  return text.replaceAll(string, blank);
}

function blank(found: string): string {
  const inside = found.includes('\n') ? found.slice(1, -1).replaceAll(/[^\n]/g, ' ') : ' '.repeat(found.length - 2);
  return `${found[0]}${inside}${found.at(-1)}`;
}
