import { existsSync } from 'node:fs';
import { notApplicable, unknown, unmet, type Context, type Outcome } from 'turnaround/task';
import { applicationOf, interpreterOf, type Application } from './_application.ts';
import { writeStatic } from './_document.ts';
import { privateEnvironment } from './_environment.ts';

interface Target extends Application {
  readonly found: { readonly python: string; readonly because: string };
}

/** The application that is asked and the interpreter that asks it; or why there is nothing to ask. */
export async function targetOf(
  context: Context<unknown>,
  makeEnv: boolean,
): Promise<Target | Exclude<Outcome, { verdict: 'met' }>> {
  const { workspace, planned } = context;
  const application = await applicationOf(workspace);
  if (application === undefined) {
    const unread = await workspace.unread();
    const broken = unread.filter(({ file }) => file.endsWith('.py'));
    if (broken.length === 0) return notApplicable('no Python file of the workspace makes a FastAPI application');
    const remedy = 'mend it, or name the application: `application` in turnaround.yaml';
    return unmet(
      broken.map(({ file, line, because }) => ({ message: `not read: ${because}`, remedy, place: { file, line } })),
    );
  }
  const { app, folder } = application;
  if (!existsSync(folder)) {
    const remedy = 'correct application.folder in turnaround.yaml';
    return unmet([{ message: `the application's folder ${folder} does not exist`, remedy }]);
  }
  const own = await interpreterOf(workspace, folder, planned);
  const found = 'unknown' in own ? ((await privateEnvironment(context, folder, makeEnv)) ?? own) : own;
  if (!('unknown' in found)) return { app, folder, found };
  await writeStatic(context, app);
  return unknown(found.unknown);
}
