import type { Failure } from './_answer.ts';

type Sought = Failure['sought'];

/** Whether an error is about a variable: it quotes its stand-in or names it, or the failed line takes it apart. */
export function isMeant(name: string, value: string, message: string, code: string): boolean {
  if (isWord(name, message) || isWord(name.toUpperCase(), code.toUpperCase())) return true;
  return value.length > 3 && message.includes(value);
}

/** Of the unset variables that were read, those nearest to the failure; undefined if none is near. */
export function nearestTo({ message, file, line }: Failure, open: Sought): Sought | undefined {
  const here = open.filter((one) => one.file === file);
  return [
    open.filter(({ name }) => isWord(name, message)),
    here.filter((one) => one.line === line),
    here.filter(({ direct }) => direct),
    open.filter(({ direct }) => direct),
  ].find(({ length }) => length > 0);
}

/** The separator in `a, b = value.split(":")`, which needs two parts. */
export function separatorIn(code: string): { separator?: string } {
  const separator = /\.(?:r?split|r?partition)\(\s*(["'])(.+?)\1/.exec(code)?.[2];
  return separator === undefined ? {} : { separator };
}

function isWord(name: string, text: string): boolean {
  return text.split(/\W+/).includes(name);
}
