import { realpathSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { NoOptions, Options } from './option.ts';
import type { Json } from '../outcome/outcome.ts';
import type { Definition, Needs, NoNeeds, Task } from './task.ts';

export type { Context } from './context.ts';
export type { Workspace } from './workspace.ts';
export { UserError } from '../outcome/user-error.ts';
export { met, notApplicable, unknown, unmet } from '../outcome/outcome.ts';
export type { Finding, Json, Outcome, Place } from '../outcome/outcome.ts';
export { setting } from './setting.ts';
export type { Definition, Effect, From, Needs, NoNeeds, Task, Tool } from './task.ts';

/** Declares the task of a script; run directly (`npx tsx scripts/docs/openapi.ts`), the script runs it. */
export function task<const N extends Needs = NoNeeds, V extends Json = Json, const O extends Options = NoOptions>(
  meta: ImportMeta,
  definition: Definition<N, V, O>,
): Task<V> {
  const file = fileURLToPath(meta.url);
  const area = basename(dirname(file));
  const defined: Task<V> = {
    id: `${area}:${basename(file, '.ts')}`,
    area,
    file,
    needs: Object.values(definition.needs ?? {}),
    definition: definition,
  };
  if (isProgram(file)) {
    // A promise that never settles must not end as success.
    process.exitCode = 70;
    setImmediate(() => void import('../run-script.ts').then(({ runScript }) => runScript(defined)));
  }
  return defined;
}

function isProgram(file: string): boolean {
  const program = process.argv[1];
  if (program === undefined) return false;
  const bare = (path: string): string => path.replace(/\.ts$/, '');
  if (bare(program) === bare(file)) return true;
  try {
    return bare(realpathSync(program)) === bare(realpathSync(file));
  } catch {
    return false; // argv[1] need not be a file: `node -e`, a name without its extension
  }
}
