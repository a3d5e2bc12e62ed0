import { styleText } from 'node:util';
import type { Verdict } from '../outcome/outcome.ts';

type Style = Parameters<typeof styleText>[0];

/** Colour, only on a terminal and not with NO_COLOR. */
export interface Paint {
  bold(text: string): string;
  dim(text: string): string;
  added(text: string): string;
  removed(text: string): string;
  verdict(verdict: Verdict | null, stale?: boolean): string;
}

const STYLE: Readonly<Record<Verdict, Style>> = {
  met: 'green',
  unmet: 'red',
  unknown: 'yellow',
  'not-applicable': 'gray',
};

/** The verdicts as people read them; programs read `not-applicable`. */
const WORDS: Readonly<Record<Verdict, string>> = {
  met: 'met',
  unmet: 'unmet',
  unknown: 'unknown',
  'not-applicable': 'not applicable',
};

export function paintFor(stream: NodeJS.WriteStream, env: NodeJS.ProcessEnv): Paint {
  const coloured = stream.isTTY && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
  const paint = (style: Style, text: string): string => (coloured ? styleText(style, text) : text);
  return {
    bold: (text) => paint('bold', text),
    dim: (text) => paint('dim', text),
    added: (text) => paint('green', text),
    removed: (text) => paint('red', text),
    verdict: (verdict, stale = false) => {
      if (verdict === null) return paint('dim', 'not run');
      return stale ? paint('yellow', `${verdict}, stale`) : paint(STYLE[verdict], WORDS[verdict]);
    },
  };
}
