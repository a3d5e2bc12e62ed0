/** Python without its comments and the content of its strings, every line where it was. */
export function codeOf(text: string): string {
  const token =
    /#[^\n]*|("""|''')[^]*?(?:(?<!\\)(?:\\\\)*\1|$)|"[^"\\\n]*(?:\\[^][^"\\\n]*)*"?|'[^'\\\n]*(?:\\[^][^'\\\n]*)*'?/g;
  return text.replaceAll('\r\n', '\n').replace(token, (match) => {
    const quote = match.startsWith('#') ? '' : "''";
    return quote + match.replaceAll(/[^\n]/g, '');
  });
}

/** The lines that run when the module is imported, and the blocks of its functions. */
function outline(code: string): { top: { line: number; text: string }[]; functions: string[] } {
  const top: { line: number; text: string }[] = [];
  const functions: string[] = [];
  let within: { indent: number; isFunction: boolean } | null = null;
  let depth = 0; // of brackets that earlier lines opened
  for (const [index, text] of code.split('\n').entries()) {
    const continues = depth > 0;
    depth = Math.max(0, depth + (text.match(/[([{]/g)?.length ?? 0) - (text.match(/[)\]}]/g)?.length ?? 0));
    if (text.trim() === '') continue;
    const indent = text.length - text.trimStart().length;
    if (within !== null && (continues || indent > within.indent)) {
      if (within.isFunction) functions.push(`${functions.pop() ?? ''}\n${text}`);
    } else if (!continues) {
      const isFunction = /^\s*def\s/.test(text);
      const isApart = isFunction || /^\s*(async\s+def|class|if\s+__name__)\b/.test(text);
      within = isApart ? { indent, isFunction } : null;
      if (isFunction) functions.push(text);
      if (!isApart) top.push({ line: index + 1, text: text.trim() });
    }
  }
  return { top, functions };
}

export function factoriesOf(code: string): { name: string; line: number; needsNothing: boolean }[] {
  return outline(code).functions.flatMap((block) => {
    const signature = /^\s*def\s+(\w+)\s*\(([^]*?)\)\s*(?:->\s*([^:]+))?:/.exec(block);
    if (signature === null) return [];
    const [, name = '', parameters = '', returns] = signature;
    const isSaid = returns !== undefined && !returns.includes("''"); // an annotation in quotes is gone
    const makes = isSaid ? /\bFastAPI\b/.test(returns) : /\bFastAPI\(/.test(block) && /\breturn\b/.test(block);
    if (!makes) return [];
    const needsNothing = parameters.split(/,(?![^[(]*[\])])/).every((one) => /^\s*($|\*|\/|.*=)/s.test(one));
    const line = code.slice(0, code.indexOf(block.split('\n')[0] ?? '')).split('\n').length;
    return [{ name, line, needsNothing }];
  });
}

export function applicationsOf(code: string, factories: Set<string>): { attr: string; line: number }[] {
  const made = outline(code).top.flatMap(({ line, text }) => {
    const assigned = /^(\w+)\s*(?::[^=]+)?=\s*(?:[\w.]+\.)?(\w+)\(/.exec(text);
    const [, attr, maker] = assigned ?? [];
    return attr && maker && (maker === 'FastAPI' || factories.has(maker)) ? [{ attr, line }] : [];
  });
  const last = new Map(made.map(({ attr, line }) => [attr, line])); // the later one is what stands
  if (last.size > 0) return Array.from(last, ([attr, line]) => ({ attr, line }));
  const callable = factoriesOf(code).filter(({ needsNothing }) => needsNothing);
  return callable.map(({ name, line }) => ({ attr: `${name}()`, line }));
}
