import type { Accepted } from '../../rule/waivers.ts';
import type { Finding } from '../../rule/finding.ts';
import type { Look } from '../../rule/find.ts';

/** What there is to tell of one look at the rules. */
export interface Report {
  readonly root: string;
  readonly version: string;
  /** The rules that were asked. */
  readonly rules: Look['rules'];
  /** What is open: contradictions, and what the files do not decide. */
  readonly findings: readonly Finding[];
  readonly waived: Accepted['waived'];
  readonly known: readonly Finding[];
  /** Files that could not be read: nothing is known of them. */
  readonly unread: Look['unread'];
  /** The commit that is compared with; only what is new since is open. */
  readonly since?: string;
}
