import { rule } from 'turnaround/rule';
import { differencesOf } from './_agrees.ts';
import { NODE } from './_runtime.ts';

export const nodeAgrees = rule(import.meta, {
  title: 'Tests and development run on another Node.js than the image',
  severity: 'wrong',
  why: 'What is built and tested on one major version of Node.js is shipped with another.',
  check: (view) => differencesOf(view, NODE),
});
