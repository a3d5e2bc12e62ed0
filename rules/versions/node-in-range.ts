import { rule } from 'turnaround/rule';
import { outsideOf } from './_ranges.ts';
import { NODE } from './_runtime.ts';

export const nodeInRange = rule(import.meta, {
  title: 'The project does not allow the Node.js version',
  severity: 'fails',
  why: 'yarn and pnpm refuse to install, npm warns and continues, and code that needs another version fails.',
  check: (view) => outsideOf(view, NODE),
});
