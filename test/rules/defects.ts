/**
 * Defects that were counted by hand in the files which the checklists tell people to create (three workflows, two
 * Dockerfiles, a manifest, a compose file), laid into a copy of the example. `two`: only who looks at a second file, or at
 * what is not there, can see it. `by`: the rule that names it and where, and the other side where that is the defect; `open` where it says that the files do not decide.
 */
export interface Defect {
  readonly id: string;
  readonly what: string;
  readonly two: boolean;
  readonly by?: string;
  readonly open?: true;
}

const T = '.github/workflows/test.yml';
const S = '.github/workflows/security.yml';
const D = '.github/workflows/deploy.yml';
const B = 'Dockerfile';
const F = 'src/dashboard/Dockerfile';
const K = 'k8s/deployment.yaml';
const C = 'docker-compose.yml';

const one = (id: string, what: string, by?: string): Defect => ({ id, what, two: false, ...(by && { by }) });
const two = (id: string, what: string, by?: string): Defect => ({ id, what, two: true, ...(by && { by }) });

export const DEFECTS: readonly Defect[] = [
  one('test 1', 'actions of a runtime that is refused'),
  one('test 2', 'actions by mutable tags'),
  one('test 3', 'no permissions'),
  one('test 4', 'credentials persist'),
  one('test 5', 'no concurrency'),
  one('test 6', 'jobs without names'),
  one('test 7', 'no time limit'),
  two('test 8', 'no cache, though locks are there'),
  one('test 9', '`cd` in each script'),
  two('test 10', 'no coverage gate', `ci/gate-reached ${T}:24`),
  two('test 11', 'coverage of the dashboard is not measured'),
  one('test 12', 'pull requests to develop are not tested', `ci/pull-request-branches ${T}:6`),
  one('test 13', 'no merge_group'),
  two('test 14', 'no database service, though compose has one'),
  two('test 15', 'pytest is not in what is installed', `python/tool-installed ${T}:24`),
  two('test 16', 'requirements without hashes'),
  two(
    'test 17',
    'Node 18: ended, and too old for the packages',
    `versions/node-in-range ${T}:32 | dashboard/package-lock.json:22`,
  ),
  two('test 18', 'a version beside .nvmrc that differs from it', `versions/node-in-range ${T}:32 | dashboard/.nvmrc:1`),
  one('test 19', 'no reports are kept'),
  one('test 20', 'a runner that floats'),
  two('test 21', 'no lint, no type check'),
  one('test 22', 'no job that sums up'),
  one('test 23', 'runs twice'),
  two('test +1', 'a folder that is not there', `ci/path-exists ${T}:19`),
  two('test +2', 'requirements that are not there', `ci/path-exists ${T}:20`),
  two('test +3', 'the folder of the tests is not there', `ci/path-exists ${T}:23`),
  two('test +4', 'coverage of packages that are not there', `ci/coverage-target ${T}:24`),
  two('test +5', 'npm where no package.json is', `node/package-missing ${T}:36`),
  two('test +6', 'a Node that package.json rules out', `versions/node-in-range ${T}:32`),
  one('security 24', 'an action by its branch'),
  one('security 25', 'a retired action'),
  one('security 26', 'no permission to upload'),
  one('security 27', 'never fails'),
  one('security 28', 'no upload when the scan fails'),
  one('security 29', 'not on pull requests'),
  one('security 30', 'at the busiest minute'),
  two('security 31', 'images are never scanned', `ci/image-unscanned ${S}:15`),
  one('security 32', 'no category'),
  two('security 33', 'nothing updates the pins'),
  one('security 34', 'rate limits of the database'),
  one('deploy 35', 'a tag name in shell'),
  one('deploy 36', 'secrets in shell'),
  one('deploy 37', 'a long-lived password'),
  one('deploy 38', 'no access to the cluster', `ci/cluster-access ${D}:25`),
  two('deploy 39', 'deployment/backend is not in the manifest', `k8s/reference-exists ${D}:25`),
  two('deploy 40', 'deployment/frontend has no manifest', `k8s/reference-exists ${D}:26`),
  two('deploy 41', 'nobody waits for the rollout', `ci/rollout-watched ${D}:25`),
  one('deploy 42', 'no rollback'),
  two('deploy 43', 'no tests before', `ci/tested-before-deploy ${D}:21`),
  one('deploy 44', 'deployments race'),
  two('deploy 45', 'the manifest says :latest', `images/tag-drifts ${K}:17`),
  one('deploy 46', 'by tag, not by digest'),
  two('deploy 47', 'no namespace'),
  one('deploy 48', 'no provenance'),
  two('deploy 49', 'no migration'),
  one('deploy 50', 'tags of any kind'),
  two('deploy 51', 'the image cannot be built', `docker/production-install ${F}:5`),
  two('backend 1', 'the health check imports what nothing installs', `docker/healthcheck-module ${B}:23`),
  one('backend 2', 'a compiler in the image'),
  one('backend 3', 'apt without its flags'),
  two('backend 4', 'no .dockerignore'),
  one('backend 5', 'chown in a layer of its own'),
  two('backend 6', 'a user by name'),
  one('backend 7', 'a base by tag'),
  two('backend 8', 'requirements are not locked'),
  one('backend 9', 'one worker, no time to end'),
  two('backend 10', 'another time to start than in the manifest', `k8s/start-agrees ${K}:35`),
  two('backend +1', 'requirements that are not there', `docker/copy-source ${B}:12`),
  two('backend +2', 'an application folder that is not there', `docker/copy-source ${B}:16`),
  two('backend +3', 'an application that is not there', `python/application-exists ${B}:27`),
  two('frontend 1', 'the tools of the build are left out', `docker/production-install ${F}:5`),
  two('frontend 2', 'nginx.conf is not there', `docker/copy-source ${F}:12`),
  one('frontend 3', 'root, port 80, no health check'),
  two('frontend 4', 'Node 18', `versions/node-in-range ${F}:1`),
  two('frontend 5', 'the address of the backend is fixed', `docker/bundled-default ${F}:8`),
  two('frontend +1', 'package.json is not there', `docker/copy-source ${F}:4`),
  two(
    'frontend +2',
    'a Node that the packages do not support',
    `versions/node-in-range ${F}:1 | dashboard/package-lock.json:22`,
  ),
  two('frontend +3', 'another Node than .nvmrc', `versions/node-in-range ${F}:1 | dashboard/.nvmrc:1`),
  two('manifest 1', 'another name than the deployment uses', `k8s/reference-exists ${D}:25`),
  two('manifest 2', 'nothing of the frontend', `k8s/reference-exists ${D}:26`),
  two('manifest 3', 'replicas beside a scaler'),
  two('manifest 4', ':latest', `images/tag-drifts ${K}:17`),
  two('manifest 5', 'no readiness probe', `k8s/readiness ${K}:16`),
  two('manifest 6', 'no security context'),
  one('manifest 7', 'no network policy, no budget, no namespace'),
  { ...two('manifest 8', 'db-secret is never made', `k8s/secret-defined ${K}:24`), open: true },
  two('manifest 8b', 'REDIS_URL is not set', `k8s/address-missing ${K}:16`),
  two('manifest 9', 'the service has another name than in compose'),
  one('manifest 10', 'a limit of CPU that throttles'),
  one('manifest 11', 'no strategy'),
  two('manifest 12', 'no migration'),
  one('compose 1', 'the database is never made', `compose/database-exists ${C}:4`),
  one('compose 2', 'version: is obsolete'),
  one('compose 3', 'passwords in the file', `secrets/literal ${C}:7`),
  one('compose 3b', 'the password again, in an address', `secrets/literal ${C}:7`),
  one('compose 4', 'nobody waits for health', `compose/starts-too-early ${C}:28`),
  one('compose 5', 'published on every address'),
  two('compose 6', 'SQL that is not there', `compose/path-exists ${C}:11`),
  one('compose 7', 'no limits'),
  two('compose 8', 'ports of the frontend'),
  one('compose 9', 'PostgreSQL 14 ended', `versions/end-of-life ${C}:5`),
  two('deploy k1', 'names', `k8s/reference-exists ${D}:25`),
  one('deploy k2', 'no access', `ci/cluster-access ${D}:25`),
  one('deploy k3', 'secrets in shell'),
  two('deploy k4', 'no rollout status', `ci/rollout-watched ${D}:25`),
  two('deploy k5', 'no tests, no scan', `ci/tested-before-deploy ${D}:21`),
  two('deploy k6', 'set image drifts from the manifest', `images/tag-drifts ${K}:17`),
  two('deploy k7', 'the manifest is never applied', `ci/manifest-unapplied ${D}:25`),
  one('deploy k8', 'no permissions, no concurrency'),
];
