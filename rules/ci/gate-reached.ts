import { dirname } from 'node:path/posix';
import { rule, locationOf, attribute, valuesOf, type Fact, type View } from 'turnaround/rule';
import { callOf } from '../_commands.ts';

export const gateReached = rule(import.meta, {
  title: 'No workflow enforces the coverage gate',
  severity: 'wrong',
  why: 'The tests run in another folder, where pytest reads other settings or none: coverage can drop unnoticed.',
  *check(view) {
    const runs = view.about('command').filter((fact) => attribute(fact, 'by') === 'workflow' && isPytest(fact));
    const gates = view
      .about('gate.coverage')
      .filter((gate) => attribute(gate, 'by') === 'pytest' && gate.attributes?.['inForce'] !== false);
    const [gate] = gates;
    if (gate === undefined || runs.length === 0) return;
    // Another gate, or a run that cannot be analysed, may be the one that counts.
    const isOpen = runs.some((run) => {
      const { rest } = callOf(run);
      return valuesOf(rest, '-c', '--rootdir').length > 0 || reaches(view, run, dirname(gate.file));
    });
    const others = view.about('gate.coverage').filter((one) => one !== gate && one.attributes?.['inForce'] !== false);
    const hidden = view
      .about('command')
      .some((fact) => attribute(fact, 'by') === 'workflow' && HIDES.test(callOf(fact).program));
    const [run] = runs;
    if (isOpen || others.length > 0 || hidden || run === undefined) return;
    yield {
      message: `${String(gate.value)} % coverage is required in ${gate.file}, but the workflow runs pytest in another folder`,
      at: locationOf(run, run.value),
      against: [locationOf(gate, `coverage gate ${String(gate.value)}`)],
      remedy: `run pytest in ${dirname(gate.file)}`,
    };
  },
});

function isPytest(command: Fact<'command'>): boolean {
  const { program, rest } = callOf(command);
  const words = [program, ...rest];
  return words.slice(0, 4).some((word) => /(?:^|\/)(?:pytest|py\.test)$/.test(word));
}

/** Programs that may run pytest in any folder. */
const HIDES = /^(?:make|task|just|tox|nox|hatch|invoke|bash|sh|docker-compose)$|\.sh$/;

/** Whether pytest may read the settings of a folder: it runs there or below, or gets a test path in it. */
function reaches(view: View, run: Fact<'command'>, folder: string): boolean {
  const said = view
    .about('path.named', run.file)
    .filter(
      (fact) =>
        attribute(fact, 'job') === attribute(run, 'job') &&
        /^(?:cd|working-directory|folder)$/.test(attribute(fact, 'by') ?? ''),
    )
    .map(({ value }) => value.replace(/^\.\/|\/$/g, ''));
  const isIn = (path: string): boolean => folder === '.' || path === folder || path.startsWith(`${folder}/`);
  const { rest } = callOf(run);
  return folder === '.' || said.some(isIn) || rest.some((word) => isIn(word.replace(/^\.\//, '')));
}
