import { rule } from 'turnaround/rule';
import { outsideOf } from './_ranges.ts';
import { PYTHON } from './_runtime.ts';

export const pythonInRange = rule(import.meta, {
  title: 'A Python that the package does not allow',
  severity: 'fails',
  why: 'pip, uv and poetry refuse to install a package on a Python outside of its range.',
  check: (view) => outsideOf(view, PYTHON),
});
