import { goalsIn } from '../plan/order.ts';
import { declaredOptions } from '../plan/declared.ts';
import type { Options } from '../task/option.ts';
import { defineCommand } from './command.ts';
import { RUN } from './flags.ts';
import { flagsOf } from './help.ts';
import { overview } from './overview.ts';

/** The script contains every name and flag, so that a press of Tab starts no program. */
export const completion = defineCommand({
  name: 'completion',
  summary: 'print a completion script for bash: source <(./task completion)',
  flags: {},
  workspace: false,
  catalog: true,

  async run({ catalog, commands: load }) {
    const commands = await load();
    const ofRun = flagsOf({ flags: RUN, workspace: true });
    const cases = [
      ["''", [...commands.map(({ name }) => name), ...goalsIn(catalog), ...dashed(flagsOf(overview))]],
      ...commands.map((command) => [command.name, dashed(flagsOf(command))] as const),
      ...catalog
        .filter(({ definition }) => definition.options !== undefined)
        .map((task) => [task.id, dashed({ ...declaredOptions([task]), ...ofRun })] as const),
      ['*', dashed(ofRun)],
    ] as const;
    process.stdout.write(script(cases));
    return 0;
  },
});

function dashed(flags: Options): string[] {
  return Object.keys(flags).map((name) => `--${name}`);
}

function script(cases: readonly (readonly [string, readonly string[]])[]): string {
  return `_turnaround() {
  local name= each words
  for each in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case $each in -* | WORKSPACE=*) ;; *) name=$each && break ;; esac
  done
  case $name in
${cases.map(([name, words]) => `    ${name}) words='${words.join(' ')}' ;;`).join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
# Names have a colon, which would otherwise end a word.
COMP_WORDBREAKS=\${COMP_WORDBREAKS//:/}
complete -o default -F _turnaround ./task
`;
}
