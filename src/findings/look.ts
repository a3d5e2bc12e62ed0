import { join } from 'node:path';
import { loadRules } from '../plan/rules.ts';
import { Fault } from '../task/fault.ts';
import type { Rule } from '../task/rule.ts';
import { HOME } from '../workspace/locate.ts';
import type { Workspace } from '../workspace/model.ts';
import { View } from '../workspace/view.ts';
import { closest } from 'fastest-levenshtein';
import { findingsOf, type Finding } from './finding.ts';

/** The rules of an area, `k8s`, or of an id, `k8s/probe-path`; all of them when none is named. */
export async function rulesNamed(names: readonly string[]): Promise<Rule[]> {
  const all = await loadRules(join(HOME, 'rules'));
  const known = [...new Set(all.flatMap(({ id }) => [id, id.split('/')[0] ?? '']))];
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new Fault(
      `no rule and no area of rules is called ${unknown}`,
      `did you mean ${closest(unknown, known)}? docs/rules.md lists them`,
    );
  }
  return names.length === 0
    ? all
    : all.filter(({ id }) => names.some((name) => id === name || id.startsWith(`${name}/`)));
}

/** What rules find in a workspace now. Nothing of it is run. */
export async function lookAt(workspace: Workspace, rules: readonly Rule[]): Promise<Finding[]> {
  return findingsOf(rules, new View(await workspace.facts(), await workspace.applications()), workspace.root);
}
