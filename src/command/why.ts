import { suggestion } from '../plan/order.ts';
import { tasksStatus, type TaskStatus } from '../plan/status.ts';
import { paintFor, type Paint } from '../report/paint.ts';
import { UserError } from '../outcome/user-error.ts';
import { defineCommand } from './command.ts';
import { JSON_FLAG } from './flags.ts';
import { readJournal } from './status.ts';

export const why = defineCommand({
  name: 'why',
  summary: 'say why a task is up to date or has to run, file by file',
  words: { name: 'TASK', most: Infinity },
  flags: JSON_FLAG,
  workspace: true,
  catalog: true,
  readOnly: true,

  async run({ words, flags, workspace, catalog }) {
    const tasks = chosen(words, await tasksStatus(catalog, workspace, readJournal(workspace).tasks));
    const paint = paintFor(process.stdout, process.env);
    const text = (): string => tasks.map((task) => lines(task, paint)).join('\n');
    process.stdout.write(`${flags.json ? JSON.stringify(tasks, null, 1) : text()}\n`);
    return 0;
  },
});

function lines({ id, verdict, stale, reasons }: TaskStatus, paint: Paint): string {
  return [`${id}: ${paint.verdict(verdict, stale)}`, ...reasons.map((reason) => `  ${reason}`)].join('\n');
}

function chosen(ids: readonly string[], tasks: readonly TaskStatus[]): readonly TaskStatus[] {
  if (ids.length === 0) return tasks;
  const known = tasks.map(({ id }) => id);
  return ids.map((id) => {
    const task = tasks.find((each) => each.id === id);
    if (task === undefined)
      throw new UserError(`no task is called ${id}`, suggestion(id, known, './task list shows all tasks'));
    return task;
  });
}
