import type { AnyTask } from '../plan/catalog.ts';
import { inOrder } from '../plan/order.ts';
import { defineCommand } from './command.ts';
import { JSON_FLAG } from './flags.ts';

export const list = defineCommand({
  name: 'list',
  summary: 'list every task with what it needs',
  flags: JSON_FLAG,
  workspace: false,
  catalog: true,
  readOnly: true,

  run({ flags, catalog }) {
    const tasks = listedTasks(catalog);
    const width = Math.max(...tasks.map(({ id }) => id.length), 0);
    const line = ({ id, summary, needs }: Listed): string =>
      `${id.padEnd(width)}  ${summary}${needs.length === 0 ? '' : ` (needs ${needs.join(', ')})`}`;
    process.stdout.write(`${flags.json ? JSON.stringify(tasks, null, 1) : tasks.map(line).join('\n')}\n`);
    return Promise.resolve(0);
  },
});

interface Listed {
  readonly id: string;
  readonly summary: string;
  readonly needs: readonly string[];
}

export function listedTasks(catalog: readonly AnyTask[]): Listed[] {
  return inOrder(catalog).map(({ id, definition, needs }) => ({
    id,
    summary: definition.summary,
    needs: needs.map((need) => need.id),
  }));
}
