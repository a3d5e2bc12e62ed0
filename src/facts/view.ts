import { isAside } from './not-deployed.ts';
import type { Application } from './python/applications.ts';
import type { Fact } from './fact.ts';
import type { Facts } from './read-facts.ts';
import { groupBy } from './group-by.ts';

/** The facts of a workspace as a rule sees them: without files that are not deployed. */
export class View {
  readonly #bySubject = new Map<string, Fact[]>();
  readonly #aside = new Map<string, Fact[]>();
  readonly #byFile = new Map<string, ReadonlyMap<string, readonly Fact[]>>();
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
      const subjects = isAside(fact.file) ? this.#aside : this.#bySubject;
      const known = subjects.get(fact.subject);
      if (known === undefined) subjects.set(fact.subject, [fact]);
      else known.push(fact);
    }
    for (const file of files) {
      for (let path = file; path !== ''; path = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '') {
        if (this.#paths.has(path)) break;
        this.#paths.add(path);
      }
    }
    this.#submodules = this.about('git.submodule').map(({ value }) => String(value));
    this.applications = applications.filter(({ file }) => !isAside(file));
    this.application = this.applications[0];
    this.files = files;
  }

  /** The facts of a subject; those of one file, where it is named. */
  about(subject: string, file?: string): readonly Fact[] {
    const facts = this.#bySubject.get(subject) ?? [];
    if (file === undefined) return facts;
    const byFile = this.#byFile.get(subject) ?? groupBy(facts, (fact) => fact.file);
    this.#byFile.set(subject, byFile);
    return byFile.get(file) ?? [];
  }

  /** Facts of files that are not deployed: nothing in them exists there, but they show what people should create. */
  aside(subject: string): readonly Fact[] {
    return this.#aside.get(subject) ?? [];
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
