import { UserError } from '../outcome/user-error.ts';
import { defineCommand } from './command.ts';

/** The launcher starts the tests itself: they need a loader of their own. */
export const test = defineCommand({
  name: 'test',
  summary: 'run the whole check of this repository, or the test files whose path contains a word',
  words: { name: 'PART', most: Infinity },
  flags: {},
  workspace: false,
  catalog: false,

  run() {
    throw new UserError('only the launcher can start the tests', 'call ./task test');
  },
});
