import { rule } from 'turnaround/rule';
import { outsideOf } from './_ranges.ts';
import { PYTHON } from './_runtime.ts';

export const pythonInRange = rule(import.meta, {
  title: 'The project does not allow the Python version',
  severity: 'fails',
  why: 'pip, uv and poetry refuse to install a package on a Python version outside of its range.',
  check: (view) => outsideOf(view, PYTHON),
});
