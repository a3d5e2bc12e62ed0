const TOKEN =
  /(?<!:)\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|<!--[\s\S]*?(?:-->|$)|"[^"\\\n]*(?:\\.[^"\\\n]*)*"?|'[^'\\\n]*(?:\\.[^'\\\n]*)*'?|`[^`\\]*(?:\\[\s\S][^`\\]*)*`?/g;

/** A text without its comments; `code` also without the content of quotes. All positions stay the same. */
export interface Masked {
  readonly text: string;
  readonly code: string;
}

export function maskedOf(text: string): Masked {
  const blank = (part: string): string =>
    part.includes('\n') ? part.replaceAll(/[^\n]/g, ' ') : ' '.repeat(part.length);
  const isComment = (part: string): boolean => /^(?:\/[/*]|<!)/.test(part);
  const isQuoted = (part: string): boolean => /^(["'])[\s\S]*\1$/.test(part) && part.length > 1;
  return {
    text: text.replaceAll(TOKEN, (part) => (isComment(part) ? blank(part) : part)),
    code: text.replaceAll(TOKEN, (part) => (isComment(part) || isQuoted(part) ? blank(part) : part)),
  };
}
