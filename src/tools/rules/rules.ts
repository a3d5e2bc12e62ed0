// The findings that `rules(area)` of a task's context returns, as findings of an outcome.
export { failing } from '../../rule/failing.ts';
export { isWrong, type Finding as RuleFinding } from '../../rule/finding.ts';
