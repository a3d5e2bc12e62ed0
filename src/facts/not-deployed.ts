/** What is no part of what is deployed: kept for memory, to show, or to test; workflows where GitHub never looks. */
const ASIDE =
  /(^|\/)[_.]?(backups?|archive[ds]?|old|legacy|deprecated|attic|upstream|(?:[\w.]+[-_])?(?:examples?|samples?)|demos?|docs?_src|tutorials?|benchmarks?|fixtures|tests?|testing|__tests__|e2e|\.claude|\.scannerwork|\.cursor|\.history)\/|(^|\/)(test_[^/]*|[^/]*_test|conftest)\.py$|(^|\/)docs?\/.*\.py$|[-_.](backup|bak|old|orig)(\.|\/|$)|backup[-_]\d|.\/\.github\/workflows\/|\{\{|(^|\/)templates?\/(.*\/)?(Dockerfile[^/]*|package(-lock)?\.json|\.nvmrc|pyproject\.toml|requirements[^/]*\.txt|(docker-)?compose[^/]*\.ya?ml|[^/]+\.lock|[^/]+\.mdx?)$/i;

/** Whether a file is aside of what is deployed: its facts are shown, and nothing is concluded from them. */
export function isAside(path: string): boolean {
  return ASIDE.test(path);
}
