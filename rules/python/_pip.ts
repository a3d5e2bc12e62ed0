import type { Fact, View } from 'turnaround/rule';
import { callOf } from '../_commands.ts';
import { declaredIn, includedBy } from './_requirements.ts';

/** What pip installs before a command runs; undefined if another tool also installs, or a file cannot be read. */
export interface Installed {
  readonly dependencies: readonly Fact<'dependency'>[];
  readonly names: readonly string[];
  readonly files: readonly string[];
}

const OTHER =
  /^(?:uv|poetry|pdm|pipenv|pipx|conda|mamba|micromamba|hatch|tox|nox|rye|pixi|make|just|task|docker|invoke|bash|sh|source|\.|easy_install|nix|brew|curl|wget|tar|unzip)$|\.sh$/;

export function installedBy(
  view: View,
  commands: readonly Fact<'command'>[],
  resolve: (file: string, command: Fact<'command'>) => string[],
): Installed | undefined {
  const names: string[] = [];
  const files = new Set<string>();
  for (const command of commands) {
    const words = pipInstallOf(command);
    if (words === undefined) return undefined;
    for (const [at, word] of words.entries()) {
      const before = words[at - 1] ?? '';
      const file = REQUIREMENT.test(before) ? word : /^(?:-r|--requirement=)(.+)$/.exec(word)?.[1];
      if (file !== undefined) {
        const [path] = resolve(file, command);
        const all = path === undefined ? undefined : includedBy(view, path);
        if (all === undefined || declaredIn(view, all).length === 0) return undefined;
        for (const one of all) files.add(one);
      } else if (HIDES.test(word)) return undefined;
      else if (!word.startsWith('-') && !VALUE.test(before)) {
        if (!NAME.test(word) || word.endsWith('.whl')) return undefined;
        names.push(word);
      }
    }
  }
  if (names.length === 0 && files.size === 0) return undefined;
  return { dependencies: declaredIn(view, files), names, files: [...files] };
}

/** `-r`, also after other letters: `-Ur`. */
const REQUIREMENT = /^(?:-[a-zA-Z]*r|--requirement)$/;

const NAME = /^[A-Za-z][\w.-]*(?:\[[\w,.-]*\])?(?:[<>=!~].*)?$/;
/** Options of pip that take a value. */
const VALUE =
  /^(?:-[ifct]|--(?:extra-index-url|index-url|trusted-host|timeout|default-timeout|retries|constraint|root-user-action|progress-bar|python-version|platform|only-binary|no-binary|proxy|cache-dir|src|log|upgrade-strategy))$/;
/** Options that install unnamed packages, or install to another place. */
const HIDES = /^(?:-e|--editable|--target|--prefix|--find-links|--no-index|-t|--python|--group)/;

/** The arguments of `pip install`; empty if the command installs nothing, undefined if another tool may install. */
function pipInstallOf(command: Fact<'command'>): readonly string[] | undefined {
  const { program, rest } = callOf(command);
  const isModule = /^python[\d.]*$/.test(program) && rest[0] === '-m' && rest[1]?.startsWith('pip') === true;
  const isUv = program === 'uv' && rest[0] === 'pip';
  const isActivated = /^(?:source|\.)$/.test(program) && rest[0]?.endsWith('/activate') === true;
  if (OTHER.test(program) && !isUv && !isActivated) return undefined;
  if (/^(?:apt|apt-get|apk)$/.test(program) && rest.some((word) => /^(?:python3?|py3)-/.test(word))) return undefined;
  const words = isModule ? rest.slice(2) : isUv ? rest.slice(1) : rest;
  const isPip = isModule || isUv || /^pip[\d.]*$/.test(program);
  const first = words.findIndex((word, at) => !word.startsWith('-') && !VALUE.test(words[at - 1] ?? ''));
  return isPip && words[first] === 'install' ? words.slice(first + 1) : [];
}
