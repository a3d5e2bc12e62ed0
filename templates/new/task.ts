import { met, task, unmet } from 'turnaround/task';

/** What it runs, reads and writes, when it is skipped, and how it is undone, in one or two sentences. */
export const __CAMEL__ = task(import.meta, {
  summary: 'Count the lines of README.md',
  reads: () => ['README.md'],
  proves: [],
  effect: 'none',

  async run({ $ }) {
    const { stdout, exitCode } = await $({ nothrow: true })`wc -l README.md`;
    if (exitCode !== 0) return unmet([{ message: 'README.md does not exist', remedy: 'write a README.md' }]);
    return met({ lines: Number.parseInt(stdout, 10) });
  },
});
