import type { AnyTask } from './plan/catalog.ts';

/** Runs the task of a script that was started by itself, with what it needs: the same journal, leases and verdict. */
export async function runScript(task: AnyTask): Promise<void> {
  const { leave, main } = await import('./main.ts');
  await leave(
    await main([task.id, ...process.argv.slice(2)], {
      cwd: process.cwd(),
      catalog: async () => withNeeds(task),
    }),
  );
}

function withNeeds(task: AnyTask): AnyTask[] {
  return [...new Set([...task.needs.flatMap(withNeeds), task])];
}
