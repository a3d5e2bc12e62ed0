import { rule } from 'turnaround/rule';
import { differencesOf } from './_agrees.ts';
import { NODE } from './_runtime.ts';

export const nodeAgrees = rule(import.meta, {
  title: 'Tests and development use another Node.js version than the image',
  severity: 'wrong',
  why: 'The application is built and tested with one major version of Node.js, but shipped with another.',
  check: (view) => differencesOf(view, NODE),
});
