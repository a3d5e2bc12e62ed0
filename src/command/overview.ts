import { firstScreen } from '../report/screen.ts';
import { paintFor } from '../report/paint.ts';
import { defineCommand } from './command.ts';
import { JSON_FLAG } from './flags.ts';
import { currentStatus } from './status.ts';

/** A call without a name: one screen. */
export const overview = defineCommand({
  name: '',
  summary: 'show the state of the workspace, the three worst findings and the next command',
  flags: JSON_FLAG,
  workspace: true,
  catalog: true,
  readOnly: true,

  async run({ flags, workspace, catalog }) {
    const status = await currentStatus(catalog, workspace);
    const paint = paintFor(process.stdout, process.env);
    process.stdout.write(`${flags.json ? JSON.stringify(status, null, 1) : firstScreen(status, paint)}\n`);
    return 0;
  },
});
