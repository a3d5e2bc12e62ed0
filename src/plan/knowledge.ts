import type { Fact } from '../facts/fact.ts';
import { isSubject, type Subject } from '../facts/subjects.ts';
import type { Survey } from '../facts/survey.ts';
import { digest } from '../files/digest.ts';
import { Listings } from '../files/listings.ts';
import { walk } from '../files/walk.ts';
import type { Finding } from '../rule/finding.ts';
import type { Workspace as Asked } from '../task/workspace.ts';
import { trackedBelow, type Tracked } from '../workspace/git.ts';
import type { Workspace } from '../workspace/workspace.ts';

/** Digests of answers by name: `facts port.exposed in Dockerfile`. The question itself is a name as well. */
export type Answers = Map<string, string | null>;

/** The value of a question among the digests of answers, so that it can be asked again. */
const ASKED = 'asked';

/**
 * What was read from a workspace, shared by all tasks of a run and their proofs until something changes. The readers of files
 * and the rules are loaded at the first question.
 */
export class Knowledge {
  readonly #workspace: Workspace;
  readonly #listings = new Listings();
  readonly #tracked = new Map<string, Promise<Tracked>>();
  #found: Promise<readonly Finding[]> | undefined;

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  /** The workspace as one task sees it; the digests of its answers are added to `answers`. */
  asking(answers: Answers): Asked {
    const workspace = this.#workspace;
    const note = <A>(question: string, answer: A): A => {
      for (const [name, value] of digestsOf(question, answer)) answers.set(name, value);
      return answer;
    };
    return {
      ...workspace,
      facts: async (subject) => note(`facts ${subject}`, await this.#facts(subject)),
      applications: async () => note('applications', (await this.#survey()).applications),
      unread: async () => note('unread', (await this.#survey()).facts.unread),
      rules: async (...names) => note(`rules ${names.join(' ')}`, await this.#rules(names)),
      walk: (options) => walk(workspace.root, { ...options, listings: this.#listings }),
      tracked: (folder) => this.#trackedBelow(folder),
    };
  }

  /** The digests of the present answers to the questions of an earlier proof. */
  async again(then: Readonly<Record<string, string | null>>, answers: Answers): Promise<void> {
    const asked = this.asking(answers);
    for (const [question, mark] of Object.entries(then)) {
      if (mark !== ASKED || answers.has(question)) continue;
      const [kind = '', ...names] = question.split(' ');
      const subject = names.join(' ');
      if (kind === 'facts' && isSubject(subject)) await asked.facts(subject);
      else if (kind === 'applications') await asked.applications();
      else if (kind === 'unread') await asked.unread();
      else if (kind === 'rules') await asked.rules(...names);
    }
  }

  /** Entries were removed from the workspace: other listings stay valid. */
  moved(paths: Iterable<Buffer>): void {
    this.#listings.forget(paths);
    this.#forgetFacts();
  }

  /** Anything may have changed. */
  forget(): void {
    this.#listings.clear();
    this.#tracked.clear();
    this.#forgetFacts();
  }

  #forgetFacts(): void {
    this.#found = undefined;
    this.#workspace.forgetFiles();
  }

  async #survey(): Promise<Survey> {
    const { surveyOf } = await import('../facts/survey.ts');
    return surveyOf(this.#workspace);
  }

  async #facts<S extends Subject>(subject: S): Promise<readonly Fact<S>[]> {
    const { view } = await this.#survey();
    return [...view.about(subject), ...view.notDeployed(subject)];
  }

  async #rules(names: readonly string[]): Promise<readonly Finding[]> {
    const { openFindings } = await import('../rule/find.ts');
    this.#found ??= openFindings(this.#workspace);
    const found = await this.#found;
    return found.filter(({ rule }) => names.some((name) => rule === name || rule.startsWith(`${name}/`)));
  }

  #trackedBelow(folder: string): Promise<Tracked> {
    const known = this.#tracked.get(folder) ?? trackedBelow(folder);
    this.#tracked.set(folder, known);
    return known;
  }
}

const known = new WeakMap<Workspace, Knowledge>();

export function knowledgeOf(workspace: Workspace): Knowledge {
  const knowledge = known.get(workspace) ?? new Knowledge(workspace);
  known.set(workspace, knowledge);
  return knowledge;
}

/** The digests of an answer by file, if it has files, so that `why` can name the file that changed. */
function digestsOf(question: string, answer: unknown): [string, string][] {
  const files = new Map<string, unknown[]>();
  for (const each of Array.isArray(answer) ? answer : [answer]) {
    const file = fileOf(each);
    files.set(file, [...(files.get(file) ?? []), each]);
  }
  const parts = [...files].map(([file, part]): [string, string] => [
    `${question} in ${file}`,
    digest(JSON.stringify(part)),
  ]);
  return [[question, ASKED], ...parts];
}

function fileOf(part: unknown): string {
  if (typeof part !== 'object' || part === null) return '';
  if ('file' in part && typeof part.file === 'string') return part.file;
  return 'at' in part ? fileOf(part.at) : '';
}
