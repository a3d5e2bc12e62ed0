/** Paths that are not deployed: archives, examples, tests, and workflows that GitHub does not run. */
const ASIDE =
  /(^|\/)[_.]?(backups?|archive[ds]?|old|legacy|deprecated|attic|upstream|(?:[\w.]+[-_])?(?:examples?|samples?)|demos?|docs?_src|tutorials?|benchmarks?|fixtures|tests?|testing|__tests__|e2e|\.claude|\.scannerwork|\.cursor|\.history)\/|(^|\/)(test_[^/]*|[^/]*_test|conftest)\.py$|(^|\/)docs?\/.*\.py$|[-_.](backup|bak|old|orig)(\.|\/|$)|backup[-_]\d|.\/\.github\/workflows\/|\{\{|(^|\/)templates?\/(.*\/)?(Dockerfile[^/]*|package(-lock)?\.json|\.nvmrc|pyproject\.toml|requirements[^/]*\.txt|(docker-)?compose[^/]*\.ya?ml|[^/]+\.lock|[^/]+\.mdx?)$/i;

/** Whether a file is not deployed: its facts are shown, but no conclusions are drawn from them. */
export function isNotDeployed(path: string): boolean {
  return ASIDE.test(path);
}
