import { dirname } from 'node:path/posix';
import { rule, locationOf, attribute, type Fact, type View } from 'turnaround/rule';
import { jobsOf, type Job } from './_jobs.ts';

const WATCHES =
  /rollout status|kubectl .*\bwait\b|--wait\b|--atomic\b|argocd|flux |\.sh\b|\b(?:make|task|just)\b|(?:curl|wget) /;

export const rolloutWatched = rule(import.meta, {
  title: 'No job waits for the rollout',
  severity: 'wrong',
  why: 'kubectl returns as soon as the change is stored: the job succeeds while the new pods crash.',
  *check(view) {
    const jobs = jobsOf(view);
    for (const job of jobs) {
      const watched = jobs.some(
        ({ file, commands, actions }) =>
          file === job.file &&
          (commands.some(({ value }) => WATCHES.test(value)) ||
            actions.some(({ value }) => /k8s-deploy|kubectl|helm|rollout|argocd|^\.\//i.test(value))),
      );
      const deployed = watched ? undefined : deployedBy(view, job);
      if (deployed === undefined) continue;
      const { command, workload } = deployed;
      yield {
        message: `${job.id} changes ${String(workload.value)}, but no job of the workflow waits for the rollout`,
        at: locationOf(command, String(command.value)),
        against: workload.file === command.file ? [] : [locationOf(workload, String(workload.value))],
        remedy: `run kubectl rollout status ${String(workload.value).toLowerCase()}${attribute(workload, 'namespace') === undefined ? '' : ` -n ${attribute(workload, 'namespace')}`} --timeout=5m`,
      };
    }
  },
});

/** The first command of a job that changes a workload, and that workload. */
function deployedBy(view: View, job: Job): { command: Fact; workload: Fact } | undefined {
  const workloads = view
    .about('k8s.object')
    .filter(({ value }) => /^(?:Deployment|StatefulSet|DaemonSet)\//.test(value));
  for (const command of job.commands) {
    const isHere = (fact: Fact): boolean => fact.file === job.file && fact.line === command.line;
    const [set] = view
      .about('k8s.reference')
      .filter((fact) => isHere(fact) && attribute(fact, 'by') === 'kubectl set image');
    const [applied] =
      /^kubectl .*\bapply\b/.test(command.value) && !/--dry-run/.test(command.value)
        ? view.about('path.named').filter((fact) => isHere(fact) && attribute(fact, 'by') === 'kubectl')
        : [];
    const path = applied === undefined ? undefined : applied.value.replace(/^\.\//, '').replace(/\/$/, '');
    const workload = workloads.find(
      ({ value, file }) => (set !== undefined && value === set.value) || file === path || dirname(file) === path,
    );
    // `set image` may name a workload without a manifest here: its rollout must be watched too.
    if (workload !== undefined || set !== undefined) return { command, workload: workload ?? set ?? command };
  }
  return undefined;
}
