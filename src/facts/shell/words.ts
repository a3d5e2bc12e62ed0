/** What a command calls, without what stands before it. */
export interface Call {
  readonly program: string;
  readonly rest: readonly string[];
}

/** Assignments, and programs that run what is named behind them. */
const BEFORE = /^(?:\w+\+?=|(?:sudo|exec|time|nohup|env|cross-env|command|xvfb-run)$)/;

/** The index of the program among the words of a command, behind assignments, `sudo`, `exec`; -1 where there is none. */
export function programAt(words: readonly string[]): number {
  return words.findIndex((word) => !BEFORE.test(word));
}

/** The program without its folder, and the words behind it. */
export function callOf(words: readonly string[]): Call {
  const at = programAt(words);
  const [program = '', ...rest] = at === -1 ? [] : words.slice(at);
  return { program: program.replace(/^.*\//, ''), rest };
}

/** The values of these flags: `-f x`, `--file=x`; of `-r` also `-rx`. */
export function valuesOf(words: readonly string[], ...flags: readonly string[]): string[] {
  return words.flatMap((word, at) => {
    const next = words[at + 1];
    if (flags.includes(word)) return next === undefined ? [] : [next];
    const flag = flags.find((name) => word.startsWith(`${name}=`) || (name === '-r' && /^-r./.test(word)));
    return flag === undefined ? [] : [word.slice(flag.length).replace(/^=/, '')];
  });
}

/** The words of options that stand in a file, as `shlex` of Python takes them apart: quotes, and no operators. */
export function optionsIn(text: string): string[] {
  const words = text.match(/(?:[^\s"'\\]|\\.|"(?:[^"\\]|\\.)*"|'[^']*')+/g) ?? [];
  return words.map((word) =>
    word.replaceAll(/"((?:[^"\\]|\\.)*)"|'([^']*)'|\\(.)/g, (_, a, b, c) => a ?? b ?? c ?? ''),
  );
}
