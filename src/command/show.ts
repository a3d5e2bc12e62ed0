import type { AnyTask } from '../plan/catalog.ts';
import { inOrder } from '../plan/order.ts';
import { graph } from '../report/screen.ts';
import type { Call } from './call.ts';

/** `list` and `graph`: what there is, whatever the workspace. */
export function show(call: Call, catalog: readonly AnyTask[]): number {
  const tasks = inOrder(catalog).map((task) => ({
    id: task.id,
    summary: task.definition.summary,
    needs: task.needs.map(({ id }) => id),
  }));
  const width = Math.max(...tasks.map(({ id }) => id.length), 0);
  const line = ({ id, summary, needs }: (typeof tasks)[number]): string =>
    `${id.padEnd(width)}  ${summary}${needs.length === 0 ? '' : ` (needs ${needs.join(', ')})`}`;
  const text =
    call.name === 'list' ? tasks.map(line).join('\n') : graph(tasks, call.flags.mermaid ? 'mermaid' : 'text');
  process.stdout.write(`${call.flags.json ? JSON.stringify(tasks, null, 1) : text}\n`);
  return 0;
}
