import type { Instruction } from 'dockerfile-ast';
import type { Fact } from '../../fact.ts';
import type { Source } from '../../read/source.ts';
import { probeFacts } from '../_container.ts';
import { textsIn } from './_dockerfile.ts';
import { checkFact, NOTHING, type Known, type Of, type Script } from '../_script.ts';

/** `1m30s` in seconds. */
function secondsOf(duration: string): { delay?: number } {
  const [, minutes, seconds] = /^(?:(\d+)m)?(?:(\d+)s)?$/.exec(duration) ?? [];
  return minutes === undefined && seconds === undefined
    ? {}
    : { delay: Number(minutes ?? 0) * 60 + Number(seconds ?? 0) };
}

/** What HEALTHCHECK runs, as a command line, whichever form it has, and the path that it asks for. */
export function healthFacts(one: Instruction, source: Source, of: Of, script: Script, known: Known): Fact[] {
  const { text, lineAt } = script;
  const line = lineAt(Math.max(0, text.search(/https?:|localhost/)));
  const isExec = /^CMD\s*\[/i.test(text);
  const delay = secondsOf(/--start-period=(\S+)/.exec(one.getTextContent())?.[1] ?? '');
  return [
    ...commandFacts(one, source, of),
    ...probeFacts(source, text, line, { ...of, kind: 'healthcheck', ...delay }, isExec ? NOTHING : known),
  ];
}

function commandFacts(one: Instruction, source: Source, of: Of): Fact[] {
  const typed = (one.getArgumentsContent() ?? '').replaceAll(/\\\r?\n/g, ' ');
  const [, command = ''] = /(?:^|\s)CMD\s+([^]*)$/i.exec(typed) ?? [];
  const list = command.startsWith('[') ? textsIn(command) : undefined;
  const text = list === undefined ? command : list.map((word) => (/\s/.test(word) ? `"${word}"` : word)).join(' ');
  const script = { text, ...(list === undefined ? {} : { words: list }) };
  return checkFact(source, script, one.getRange().start.line + 1, of, 'shell');
}
