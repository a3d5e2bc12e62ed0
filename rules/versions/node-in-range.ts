import { rule } from 'turnaround/rule';
import { outsideOf } from './_ranges.ts';
import { NODE } from './_runtime.ts';

export const nodeInRange = rule(import.meta, {
  title: 'A Node.js that the package does not allow',
  severity: 'fails',
  why: 'yarn and pnpm refuse to install, npm warns and goes on, and what needs the newer version breaks.',
  check: (view) => outsideOf(view, NODE),
});
