import { filesOf, type Files } from '../workspace/files.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { derivedFacts } from './derive.ts';
import { factCache } from './fact-cache.ts';
import { applicationsOf, type Application } from './python/applications.ts';
import { readFacts, type Facts } from './read-facts.ts';
import { View } from './view.ts';

/** What is known about a workspace from reading its files. */
export interface Survey {
  readonly facts: Facts;
  readonly applications: readonly Application[];
  /** The same, in the form that rules and tasks use. */
  readonly view: View;
}

const surveys = new WeakMap<Workspace, { readonly files: Files; readonly survey: Promise<Survey> }>();

/** The survey of a workspace, made at the first call, and again after its files were listed again. */
export function surveyOf(workspace: Workspace): Promise<Survey> {
  const files = workspace.files();
  const known = surveys.get(workspace);
  if (known?.files === files) return known.survey;
  const survey = readSurvey(workspace.root, workspace.cache, files);
  surveys.set(workspace, { files, survey });
  return survey;
}

/** Reads a folder once: the facts of its files, and what follows from them. Nothing is run. */
export async function readSurvey(root: string, cache: string, files: Files = filesOf(root)): Promise<Survey> {
  const extractors = async () => (await import('./extractors.ts')).EXTRACTORS;
  const stated = await readFacts(root, extractors, factCache(root, cache), files);
  const applications = applicationsOf(stated);
  const facts = { ...stated, facts: [...stated.facts, ...derivedFacts(stated, applications)] };
  return { facts, applications, view: new View(facts, applications) };
}
