import { rule } from 'turnaround/rule';
import { differencesOf } from './_agrees.ts';
import { PYTHON } from './_runtime.ts';

export const pythonAgrees = rule(import.meta, {
  title: 'Tests and development run on another Python than production',
  severity: 'wrong',
  why: 'What passes on one minor version of Python fails on another: packages, syntax and the standard library differ.',
  check: (view) => differencesOf(view, PYTHON),
});
