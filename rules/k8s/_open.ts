import { dirname, join, normalize } from 'node:path/posix';
import { attribute, type View } from 'turnaround/rule';
import { KUSTOMIZATION } from './_namespaces.ts';

/** Kinds that create no other Service, Secret or workload; every other kind may. */
const PLAIN =
  /^(?:Deployment|StatefulSet|DaemonSet|ReplicaSet|(?:Cron)?Job|Pod|Service(?:Account|Monitor)?|(?:External|Sealed)?Secret|(?:Cluster)?SecretStore|ConfigMap|Ingress(?:Class|Route)?|Namespace|(?:Cluster)?Role(?:Binding)?|NetworkPolicy|PersistentVolume(?:Claim)?|StorageClass|(?:Horizontal|Vertical)PodAutoscaler|Pod(?:DisruptionBudget|Monitor|SecurityPolicy)|PriorityClass|ResourceQuota|LimitRange|Endpoint(?:s|Slice)|PrometheusRule|(?:Cluster)?Issuer|Certificate|HTTPRoute|Gateway(?:Class)?|ReferenceGrant|ScaledObject|TriggerAuthentication|Middleware|VirtualService|DestinationRule|(?:Backend|Frontend)Config|ManagedCertificate|Kustomization)$/;
const MAKES =
  /^(?:helm (?:\S+ )*(?:install|upgrade|template)|helmfile|skaffold|ytt|jsonnet|kompose|envsubst|cdk8s|pulumi|terraform|tofu|eksctl|argocd|flux|oc)\b/;

/**
 * Whether objects may come from sources that no manifest shows: charts, operators, templates, other repositories.
 * Commands in documents install third-party services, with their Secrets.
 */
export function isOpen(view: View, { documents = false } = {}): boolean {
  const commands = view.about('command').filter((one) => documents || attribute(one, 'by') !== 'markdown');
  const piped = new Set(
    commands.filter(({ value }) => /--dry-run/.test(value)).map(({ file, line }) => `${file}:${line}`),
  );
  const applies = /^kubectl (?:\S+ )*(?:apply|create|replace)\b.* (?:-f|--filename)[ =](?:-(?= |$)|https?:|["']?\$)/;
  const shown = new Set(view.about('k8s.object').map(({ file }) => file));
  return (
    view.about('chart').length > 0 ||
    view.about('k8s.remote').length > 0 ||
    ['terraform', 'tf', 'infra', 'infrastructure', 'pulumi', 'ansible'].some((folder) => view.has(folder)) ||
    view.about('k8s.object').some(({ value }) => !PLAIN.test(value.split('/')[0] ?? '')) ||
    commands.some(
      ({ value, file, line }) => MAKES.test(value) || (applies.test(value) && !piped.has(`${file}:${line}`)),
    ) ||
    view.about('path.named').some((fact) => {
      const isTaken = /^(?:resources|bases|kubectl)$/.test(attribute(fact, 'by') ?? '') && /\.ya?ml$/.test(fact.value);
      const path = normalize(join(attribute(fact, 'from') === 'file' ? dirname(fact.file) : '', fact.value));
      return isTaken && view.has(path) && !shown.has(path) && !KUSTOMIZATION.test(path);
    })
  );
}

/** Whether a shell script deploys, judging by its name: it may contain manifests, which are not read. */
export function hasScript(view: View): boolean {
  const isDeploying =
    /(?:k8s|kube|deploy|cluster|manifest)[^/]*\.(?:sh|bash)$|(?:k8s|kube|deploy)[^/]*\/[^/]+\.(?:sh|bash)$/i;
  return (['variable.read', 'path.named', 'command', 'port.named'] as const).some((subject) =>
    view.about(subject).some(({ file }) => isDeploying.test(file)),
  );
}
