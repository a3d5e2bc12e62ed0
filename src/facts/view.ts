import { isNotDeployed } from './not-deployed.ts';
import type { Application } from './python/applications.ts';
import type { Fact, FactAbout } from './fact.ts';
import type { Facts } from './read-facts.ts';
import { groupBy } from './group-by.ts';
import type { Subject } from './subjects.ts';

type InFiles<S extends Subject> = ReadonlyMap<string, readonly Fact<S>[]>;

/** The facts of a workspace as a rule sees them: without files that are not deployed. */
export class View {
  readonly #bySubject: { [S in Subject]?: FactAbout<S>[] } = {};
  readonly #aside: { [S in Subject]?: FactAbout<S>[] } = {};
  readonly #byFile: { [S in Subject]?: InFiles<S> } = {};
  readonly #paths = new Set<string>();
  readonly #submodules: readonly string[];
  /** The application that is started first; undefined if the code creates none. */
  readonly application: Application | undefined;
  /** All of them, the likeliest first. */
  readonly applications: readonly Application[];
  /** Paths of the workspace's own files, sorted. */
  readonly files: readonly string[];

  constructor({ facts, files }: Facts, applications: readonly Application[]) {
    for (const fact of facts) {
      add(isNotDeployed(fact.file) ? this.#aside : this.#bySubject, fact);
    }
    for (const file of files) {
      for (let path = file; path !== ''; path = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '') {
        if (this.#paths.has(path)) break;
        this.#paths.add(path);
      }
    }
    this.#submodules = this.about('git.submodule').map(({ value }) => value);
    this.applications = applications.filter(({ file }) => !isNotDeployed(file));
    this.application = this.applications[0];
    this.files = files;
  }

  /** The facts of a subject; those of one file, where it is named. */
  about<S extends Subject>(subject: S, file?: string): readonly Fact<S>[] {
    const facts: readonly Fact<S>[] = this.#bySubject[subject] ?? [];
    if (file === undefined) return facts;
    return inFiles<S>(this.#byFile, subject, facts).get(file) ?? [];
  }

  /** Facts of files that are not deployed: nothing in them exists there, but they show what people should create. */
  notDeployed<S extends Subject>(subject: S): readonly Fact<S>[] {
    return this.#aside[subject] ?? [];
  }

  /**
   * Whether the workspace has a file or folder at this path, relative to the workspace. In a submodule, which is not read,
   * it may have one.
   */
  has(path: string): boolean {
    const isOther = (folder: string): boolean => path === folder || path.startsWith(`${folder}/`);
    return path === '' || path === '.' || this.#paths.has(path) || this.#submodules.some(isOther);
  }
}

function add<S extends Subject>(bySubject: { [One in S]?: FactAbout<One>[] }, fact: FactAbout<S>): void {
  const known = bySubject[fact.subject];
  if (known === undefined) bySubject[fact.subject] = [fact];
  else known.push(fact);
}

function inFiles<S extends Subject>(
  known: { [One in S]?: InFiles<One> },
  subject: S,
  facts: readonly Fact<S>[],
): InFiles<S> {
  return (known[subject] ??= groupBy(facts, (fact) => fact.file));
}
