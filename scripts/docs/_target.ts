import { existsSync } from 'node:fs';
import { notApplicable, unknown, unmet, type Context, type Outcome } from 'turnaround/task';
import { applicationOf, interpreterOf, type Application } from './_application.ts';
import { writeStatic } from './_document.ts';
import { privateEnvironment } from './_environment.ts';

interface Target extends Application {
  readonly found: { readonly python: string; readonly because: string };
}

/** The application and the interpreter that imports it, or why there is none. */
export async function targetOf(
  context: Context<unknown>,
  makeEnv: boolean,
): Promise<Target | Exclude<Outcome, { verdict: 'met' }>> {
  const { workspace, planned } = context;
  const application = await applicationOf(workspace);
  if (application === undefined) {
    const unread = await workspace.unread();
    const broken = unread.filter(({ file }) => file.endsWith('.py'));
    if (broken.length === 0) return notApplicable('no Python file of the workspace creates a FastAPI application');
    const remedy = 'correct the file, or set `application` in turnaround.yaml';
    return unmet(
      broken.map(({ file, line, because }) => ({
        message: `cannot read this file: it ${because}`,
        remedy,
        place: { file, line },
      })),
    );
  }
  const { app, folder } = application;
  if (!existsSync(folder)) {
    const remedy = 'correct application.folder in turnaround.yaml';
    return unmet([{ message: `the application folder ${folder} does not exist`, remedy }]);
  }
  const own = await interpreterOf(workspace, folder, planned);
  const found = 'unknown' in own ? ((await privateEnvironment(context, folder, makeEnv)) ?? own) : own;
  if (!('unknown' in found)) return { app, folder, found };
  await writeStatic(context, app);
  return unknown(found.unknown);
}
