import { filesOf, type Files } from '../workspace/files.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { derivedFacts } from './derive.ts';
import { factCache } from './fact-cache.ts';
import { applicationsOf, type Application } from './python/applications.ts';
import { readFacts, type Facts } from './read-facts.ts';
import { View } from './view.ts';

/** What is known of a workspace by reading alone. */
export interface Survey {
  readonly facts: Facts;
  readonly applications: readonly Application[];
  /** The same, as rules and tasks ask it. */
  readonly view: View;
}

const surveys = new WeakMap<Workspace, { readonly files: Files; readonly survey: Promise<Survey> }>();

/** The survey of a workspace: made when it is first asked for, and anew once its files were listed anew. */
export function surveyOf(workspace: Workspace): Promise<Survey> {
  const files = workspace.files();
  const known = surveys.get(workspace);
  if (known?.files === files) return known.survey;
  const survey = readSurvey(workspace.root, workspace.cache, files);
  surveys.set(workspace, { files, survey });
  return survey;
}

/** One pass over a folder: what its files state, and what follows from that. Nothing of it is run. */
export async function readSurvey(root: string, cache: string, files: Files = filesOf(root)): Promise<Survey> {
  const extractors = async () => (await import('./extractors.ts')).EXTRACTORS;
  const stated = await readFacts(root, extractors, factCache(root, cache), files);
  const applications = applicationsOf(stated);
  const facts = { ...stated, facts: [...stated.facts, ...derivedFacts(stated, applications)] };
  return { facts, applications, view: new View(facts, applications) };
}
