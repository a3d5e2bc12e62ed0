import { told, type Fact, type View } from 'turnaround/rule';
import type { Built } from './_built.ts';

/** Whether an image, a compose service or a workload is what starts the first application. */
export function startsApplication(view: View, built: Built): boolean {
  const { application } = view;
  if (application === undefined) return false;
  if (application.starts.some((start) => isOf(start, built))) return true;
  // A path that leads nowhere means the only one there is, when it ends as that one does: `server.main:app`, `app.main:app`.
  const end = (app: string): string => app.split('.').at(-1) ?? '';
  return (
    view.applications.length === 1 &&
    view
      .about('start.application')
      .some((start) => isOf(start, built) && end(String(start.value)) === end(application.app))
  );
}

/** Whether a start stands in the Dockerfile, or in the compose service that builds it. */
function isOf(start: Fact, { dockerfile, services }: Built): boolean {
  return (
    start.file === dockerfile ||
    services.some((one) => one.file === start.file && told(start, 'service') === String(one.value))
  );
}
