// A process to kill: it says when it is ready, starts on a line of input, and works until it is done.
import { once } from 'node:events';
import { undo } from '../../src/quarantine/quarantine.ts';
import { scan, takeJunk } from './workspace.ts';

const [action, root = '', state = '', run = ''] = process.argv.slice(2);
const entries = action === 'take' ? await scan(root) : [];
process.stdout.write('ready\n');
await once(process.stdin, 'data');
if (action === 'take') await takeJunk(root, { state, run, entries });
else await undo({ root, state });
process.stdout.write('done\n');
process.exit(0);
