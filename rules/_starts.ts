import { attribute, type Fact, type View } from 'turnaround/rule';
import type { Built } from './_built.ts';

/** Whether an image, a compose service or a workload starts the first application. */
export function startsApplication(view: View, built: Built): boolean {
  const { application } = view;
  if (application === undefined) return false;
  if (application.starts.some((start) => isOf(start, built))) return true;
  // If a path does not resolve, it means the only application when the ends match: `server.main:app`, `app.main:app`.
  const end = (app: string): string => app.split('.').at(-1) ?? '';
  return (
    view.applications.length === 1 &&
    view.about('start.application').some((start) => isOf(start, built) && end(start.value) === end(application.app))
  );
}

/** Whether the start command is in the Dockerfile, or in the compose service that builds it. */
function isOf(start: Fact, { dockerfile, services }: Built): boolean {
  return (
    start.file === dockerfile ||
    services.some((one) => one.file === start.file && attribute(start, 'service') === one.value)
  );
}
