import { join } from 'node:path';
import { findingsOf, isWrong, type Finding } from '../../src/rule/finding.ts';
import { loadRules } from '../../src/rule/load-rules.ts';
import type { Contradiction } from '../../src/rule/rule.ts';
import { applicationsOf } from '../../src/facts/python/applications.ts';
import { derivedFacts } from '../../src/facts/derive.ts';
import { EXTRACTORS } from '../../src/facts/extractors.ts';
import type { Fact } from '../../src/facts/fact.ts';
import { readFacts } from '../../src/facts/read-facts.ts';
import { HOME } from '../../src/workspace/locate.ts';
import { View } from '../../src/facts/view.ts';
import { memory } from './mutate.ts';

/** The facts of a workspace, and what all rules say of it now: a file that did not change is read once. */
export async function contradictionsIn(
  root: string,
): Promise<{ facts: readonly Fact[]; found: () => Promise<(Finding & Contradiction)[]> }> {
  const rules = await loadRules(join(HOME, 'rules'));
  const cache = memory();
  const found = async (): Promise<(Finding & Contradiction)[]> => {
    const stated = await readFacts(root, EXTRACTORS, cache);
    const applications = applicationsOf(stated);
    const view = new View({ ...stated, facts: [...stated.facts, ...derivedFacts(stated, applications)] }, applications);
    return findingsOf(rules, view, root).filter(isWrong);
  };
  const { facts } = await readFacts(root, EXTRACTORS, cache);
  return { facts, found };
}
