import type { Fact } from 'turnaround/rule';
import { isIncluded } from '../_glob.ts';

/** The patterns of branches that a trigger names. */
export function branchesOf({ attributes }: Fact<'workflow.trigger'>): readonly string[] {
  return attributes?.branches ?? [];
}

/**
 * Whether patterns of a trigger may match a branch. GitHub's `?`, `+` and `[…]` are quantifiers and sets of its own syntax:
 * such a pattern may match anything here.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#filter-pattern-cheat-sheet
 */
export function mayMatch(patterns: readonly string[], branch: string): boolean {
  return patterns.some((pattern) => /[?+[]/.test(pattern)) || isIncluded(patterns, branch);
}
