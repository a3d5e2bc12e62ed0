/** The program of a command and its arguments. */
export interface Call {
  readonly program: string;
  readonly rest: readonly string[];
}

/** Assignments, and programs that run the program named after them. */
const BEFORE = /^(?:\w+\+?=|(?:sudo|exec|time|nohup|env|cross-env|command|xvfb-run)$)/;

/** The index of the program in the words of a command, after assignments, `sudo` and `exec`; -1 if there is none. */
export function programAt(words: readonly string[]): number {
  return words.findIndex((word) => !BEFORE.test(word));
}

/** The program without its folder, and the words after it. */
export function callOf(words: readonly string[]): Call {
  const at = programAt(words);
  const [program = '', ...rest] = at === -1 ? [] : words.slice(at);
  return { program: program.replace(/^.*\//, ''), rest };
}

/** The values of these flags: `-f x`, `--file=x`, and `-rx` for `-r`. */
export function valuesOf(words: readonly string[], ...flags: readonly string[]): string[] {
  return words.flatMap((word, at) => {
    const next = words[at + 1];
    if (flags.includes(word)) return next === undefined ? [] : [next];
    const flag = flags.find((name) => word.startsWith(`${name}=`) || (name === '-r' && /^-r./.test(word)));
    return flag === undefined ? [] : [word.slice(flag.length).replace(/^=/, '')];
  });
}

/** The options in a configuration file, split like `shlex` of Python does: it knows quotes, but no operators. */
export function optionsIn(text: string): string[] {
  const words = text.match(/(?:[^\s"'\\]|\\.|"(?:[^"\\]|\\.)*"|'[^']*')+/g) ?? [];
  return words.map((word) =>
    word.replaceAll(/"((?:[^"\\]|\\.)*)"|'([^']*)'|\\(.)/g, (_, a, b, c) => a ?? b ?? c ?? ''),
  );
}
