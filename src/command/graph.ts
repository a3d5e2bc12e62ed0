import { graph as drawn } from '../report/screen.ts';
import { defineCommand } from './command.ts';
import { JSON_FLAG } from './flags.ts';
import { listedTasks } from './list.ts';

export const graph = defineCommand({
  name: 'graph',
  summary: 'show which task needs which',
  flags: { mermaid: { type: 'boolean', description: 'print the graph as Mermaid' }, ...JSON_FLAG },
  workspace: false,
  catalog: true,
  readOnly: true,

  run({ flags, catalog }) {
    const tasks = listedTasks(catalog);
    const text = flags.json ? JSON.stringify(tasks, null, 1) : drawn(tasks, flags.mermaid ? 'mermaid' : 'text');
    process.stdout.write(`${text}\n`);
    return Promise.resolve(0);
  },
});
