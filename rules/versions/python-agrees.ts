import { rule } from 'turnaround/rule';
import { differencesOf } from './_agrees.ts';
import { PYTHON } from './_runtime.ts';

export const pythonAgrees = rule(import.meta, {
  title: 'Tests and development use another Python version than production',
  severity: 'wrong',
  why: 'Code that works on one minor version of Python can fail on another: packages, syntax and the standard library differ.',
  check: (view) => differencesOf(view, PYTHON),
});
