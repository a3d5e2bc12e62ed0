import { rule, locationOf } from 'turnaround/rule';
import { actionOf, isSelfHosted, jobsOf, type Job } from './_jobs.ts';

const ASKS =
  /^(?:sudo )?(?:kubectl (?!version --client|kustomize\b|config\b|create .*--dry-run|completion\b)\w|helm (?:upgrade|install|uninstall|rollback|status|list)\b)/;
/** Commands that give access to a cluster or may do so, such as a script of the workspace. */
const GIVES =
  /kubeconfig|kubectl config|aws eks|gcloud container|az aks|doctl|\b(?:kind|k3d|minikube|k3s|tailscale|tsh|ssh|oc|eksctl|ibmcloud|linode-cli|hcloud|pulumi|terraform|tofu|make|task|just)\b|\.sh\b|\.kube/i;

export const clusterAccess = rule(import.meta, {
  title: 'A job uses a cluster that it has no access to',
  severity: 'fails',
  why: 'kubectl then connects to localhost:8080, and the deployment fails with "connection refused".',
  *check(view) {
    for (const job of jobsOf(view)) {
      const first = job.commands.find(({ value }) => ASKS.test(value));
      // The command line or a variable may name the cluster or the kubeconfig file.
      if (first === undefined || isSelfHosted(job) || hasAccess(job)) continue;
      const secrets = view.about('secret.used', job.file);
      if (secrets.some(({ value }) => /KUBE|K8S|CLUSTER|EKS|GKE|AKS/i.test(value))) continue;
      if (view.about('variable.set', job.file).some(({ value }) => /KUBE|K8S|CLUSTER/i.test(value))) continue;
      yield {
        message: `${job.id} runs ${first.value.split(' ').slice(0, 2).join(' ')}, but no step gives it access to a cluster`,
        at: locationOf(first, first.value),
        against: [locationOf(job.fact, job.actions.map(actionOf).join(', ') || 'a job without actions')],
        remedy: 'set the context of the cluster in an earlier step of the same job',
      };
    }
  },
});

/** Actions that give no access to a cluster. Any other action may give it. */
const HARMLESS =
  /^(?:actions\/(?:checkout|setup-\w+|cache|upload-artifact|download-artifact)|docker\/[\w-]+|azure\/setup-(?:kubectl|helm)|slackapi\/.*|8398a7\/.*|softprops\/.*)$/;

function hasAccess({ commands, actions }: Job): boolean {
  return (
    actions.some((action) => !HARMLESS.test(actionOf(action))) ||
    commands.some(({ value }) => GIVES.test(value) || /--(?:server|context|token|kube-\w+)\b/.test(value))
  );
}
