import { applicationsOf, type Application } from './applications.ts';
import { derivedFacts } from './derive.ts';
import { factCache } from './fact-cache.ts';
import { readFacts, type Facts } from './facts.ts';
import { filesOf, type Files } from './files.ts';

export interface Survey {
  readonly facts: Facts;
  readonly applications: readonly Application[];
}

/** One pass over the workspace: what its files state, and what follows from that. */
export async function surveyOf(root: string, env: NodeJS.ProcessEnv, files: Files = filesOf(root)): Promise<Survey> {
  const extractors = async () => (await import('./extractors.ts')).EXTRACTORS;
  const stated = await readFacts(root, extractors, factCache(root, env), files);
  const applications = applicationsOf(stated);
  return { facts: { ...stated, facts: [...stated.facts, ...derivedFacts(stated, applications)] }, applications };
}
