import { attribute, type View, type Fact } from 'turnaround/rule';
import { placeOf } from '../_folders.ts';
import { actionOf, type Job } from './_jobs.ts';

export const ROLLS_OUT = /^(?:kubectl .*\b(?:apply|set image)\b|helm (?:upgrade|install) )/;

/** Names and commands that may run tests. */
const MAY_TEST = /test|spec|check|verify|lint|\b(?:tox|nox|jest|cypress|playwright|make|task|just|ci)\b|\.sh\b/i;

/** Whether tests in this folder cover what a workflow builds: it names no folder, or a related one. */
export function isAbout(view: View, file: string, folder: string): boolean {
  const contexts = view
    .about('path.named', file)
    .filter((named) => /^(?:context|working-directory)$/.test(attribute(named, 'by') ?? ''))
    .map((named) => `${placeOf(named)}/`);
  const isWithin = (one: string, other: string): boolean => one.startsWith(other) || other.startsWith(one);
  const isAnywhere = contexts.length === 0 || /^[.?]$/.test(folder);
  return isAnywhere || contexts.some((one) => one === './' || isWithin(one, `${folder}/`));
}

export function deployOf({ commands, actions }: Job): Fact | undefined {
  return (
    commands.find(({ value }) => isDeployment(value)) ??
    actions.find((action) => actionOf(action) === 'docker/build-push-action' && attribute(action, 'push') === 'true')
  );
}

function isDeployment(command: string): boolean {
  return (ROLLS_OUT.test(command) || command.startsWith('docker push ')) && !command.includes('--dry-run');
}

export function mayTest({ id, fact, commands, actions }: Job): boolean {
  return (
    MAY_TEST.test(`${id} ${attribute(fact, 'name') ?? ''}`) ||
    commands.some(({ value }) => MAY_TEST.test(value)) ||
    actions.some(({ value }) => /\b(?:wait\w*|checks?|tests?)\b|\.github\/workflows\//i.test(value))
  );
}
