import { dirname, join } from 'node:path/posix';
import { attribute, type Fact, type View } from 'turnaround/rule';
import { foldersOf, placeOf, tidy } from '../_folders.ts';
import type { Runtime } from './_runtime.ts';

/** A version that a part of a project runs with. */
export interface Use {
  readonly fact: Fact<Runtime['subject']>;
  readonly key: string;
  readonly kind: 'image' | 'file' | 'workflow';
  readonly says: string;
}

export function useOf(runtime: Runtime, fact: Fact<Runtime['subject']>, kind: Use['kind']): Use[] {
  const key = fact.sure === 'guessed' ? undefined : runtime.key(fact.value);
  const where = { image: 'the image has', file: 'the file asks for', workflow: 'the workflow sets up' }[kind];
  return key === undefined ? [] : [{ fact, key, kind, says: `${where} ${runtime.name} ${fact.value}` }];
}

export function filesOf(view: View, runtime: Runtime, folder: string, isOnly: boolean): Use[] {
  const all = view.about(runtime.subject).filter((fact) => {
    const by = attribute(fact, 'by') ?? '';
    return /^(?:\.(?:nvmrc|(?:node|python)-version|tool-versions)|runtime\.txt)$/.test(by) || by === 'volta';
  });
  // nvm, pyenv and volta use the nearest file, here or above.
  const above = all
    .map(({ file }) => dirname(file))
    .filter((place) => place === '.' || place === folder || folder.startsWith(`${place}/`))
    .toSorted((a, b) => b.length - a.length)
    .find((place) => place !== '.' || folder === '.' || isOnly || runtime.kind === 'npm');
  const asks = all.filter(({ file }) => dirname(file) === above);
  // Several versions in one file are for a tool that tests all of them.
  return asks
    .filter((fact) => asks.filter(({ file }) => file === fact.file).length === 1)
    .flatMap((fact) => useOf(runtime, fact, 'file'));
}

export function workflowsOf(view: View, runtime: Runtime, folder: string, isOnly: boolean): Use[] {
  const commands = view.about('command').filter(({ value }) => runtime.tests.test(value));
  const all = view.about(runtime.subject).filter((fact) => attribute(fact, 'by') === 'workflow');
  return all
    .filter((fact) => {
      const isBeside = (one: Fact): boolean =>
        one.file === fact.file && attribute(one, 'job') === attribute(fact, 'job');
      // A job that sets up several versions, one after the other, uses each until the next.
      const next = Math.min(...all.filter((one) => isBeside(one) && one.line > fact.line).map(({ line }) => line));
      const isFirst = !all.some((one) => isBeside(one) && one.line < fact.line);
      const isIts = ({ line }: Fact): boolean =>
        fact.attributes?.['matrix'] !== undefined || ((isFirst || line > fact.line) && line < next);
      const own = commands.filter((command) => isBeside(command) && isIts(command));
      return own.some((command) => isIn(view, runtime, command, folder, isOnly));
    })
    .flatMap((fact) => useOf(runtime, fact, 'workflow'));
}

function isIn(view: View, runtime: Runtime, command: Fact, folder: string, isOnly: boolean): boolean {
  const folders = [...(foldersOf(view, command, true) ?? [])];
  const others = folders.filter((one) => one !== '.');
  const isBare = others.every((one) => runtime.manifests.every((name) => !view.has(tidy(join(one, name)))));
  if (others.length > 0) return others.includes(folder) || (isOnly && isBare);
  const isNamed = view
    .about('path.named')
    .some(
      (fact) =>
        fact.file === command.file &&
        attribute(fact, 'job') === attribute(command, 'job') &&
        placeOf(fact).startsWith(`${folder}/`),
    );
  return folder === '.' ? folders.includes('.') : isOnly || isNamed;
}
