import { attribute, type Fact, type View, groupBy } from 'turnaround/rule';

/** A job of a workflow, with what its steps run. */
export interface Job {
  readonly file: string;
  readonly id: string;
  readonly fact: Fact<'job'>;
  readonly commands: readonly Fact<'command'>[];
  readonly actions: readonly Fact<'workflow.action'>[];
}

/** Workflows of the workspace itself. Workflows in a subfolder run only once it becomes a repository of its own. */
export const isWorkflow = (file: string): boolean => file.startsWith('.github/workflows/');

export function jobsOf(view: View): Job[] {
  const jobOf = (fact: Fact<'command' | 'workflow.action'>): string => `${fact.file}\n${attribute(fact, 'job') ?? ''}`;
  const commands = groupBy(view.about('command'), jobOf);
  const actions = groupBy(view.about('workflow.action'), jobOf);
  return view
    .about('job')
    .filter(({ file }) => isWorkflow(file))
    .map((fact) => {
      const key = `${fact.file}\n${fact.value}`;
      return {
        file: fact.file,
        id: fact.value,
        fact,
        commands: commands.get(key) ?? [],
        actions: actions.get(key) ?? [],
      };
    });
}

/** The name of an action without its version: `docker/login-action`. */
export const actionOf = ({ value }: Fact): string => String(value).split('@')[0] ?? '';

/** The runner may have tools, access and services of its own. */
export function isSelfHosted({ fact }: Job): boolean {
  const on = fact.attributes?.runsOn;
  return on?.every((label) => /^(?:ubuntu|windows|macos)-[\w.-]+$/.test(label)) !== true;
}

/** The command of a job that certainly runs a test suite. */
export function testOf(view: View, { file, id, commands }: Job): Fact<'command'> | undefined {
  const tests = view
    .about('purpose', file)
    .find((fact) => fact.value === 'test' && attribute(fact, 'job') === id && attribute(fact, 'command') !== undefined);
  return tests && commands.find(({ line, value }) => line === tests.line && value === tests.attributes?.command);
}
