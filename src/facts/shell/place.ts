/** The folder that `cd` changes to from another one; undefined if only a run can tell. */
export type Enter<Folder> = (folder: Folder | undefined, to: string) => Folder | undefined;

/** The working folder of a shell; undefined if only a run can tell. */
export class Place<Folder> {
  folder: Folder | undefined;
  readonly #enter: Enter<Folder>;
  #before: Folder | undefined;
  #pushed: (Folder | undefined)[] = [];
  readonly #moving = new Set<string>();

  constructor(folder: Folder | undefined, enter: Enter<Folder>) {
    this.folder = folder;
    this.#enter = enter;
  }

  /** Call it after each command: `cd`, `pushd`, `popd` and functions that contain them change the folder. */
  called(program: string, args: readonly string[]): void {
    const to = args.find((word) => !/^-[-LPe@]+$/.test(word)) ?? '~';
    if (program === 'popd') this.#go(this.#pushed.pop());
    else if (program === 'pushd') this.#pushed.push(this.folder);
    if (program === 'cd' && to === '-') this.#go(this.#before);
    else if (program === 'cd' || program === 'pushd') this.#go(this.#enter(this.folder, to));
    else if (this.#moving.has(program)) this.#go(undefined);
  }

  #go(folder: Folder | undefined): void {
    this.#before = this.folder;
    this.folder = folder;
  }

  /** Runs a subshell, which does not change the folder of its parent. */
  within(run: () => void): void {
    const [folder, before, pushed] = [this.folder, this.#before, [...this.#pushed]];
    run();
    [this.folder, this.#before, this.#pushed] = [folder, before, pushed];
  }

  /** Blocks of which only some run. If one of them changes the folder, the folder after them is unknown. */
  branches(blocks: readonly (() => void)[]): void {
    this.branchesFrom(this.folder, blocks);
  }

  branchesFrom(from: Folder | undefined, blocks: readonly (() => void)[]): void {
    const start = this.folder;
    let isMoved = false;
    for (const block of blocks) {
      this.folder = from;
      block();
      isMoved ||= this.folder !== from;
    }
    this.folder = isMoved ? undefined : start;
  }

  /** The body of a function. The definition changes no folder; a call does, if the body does. */
  defined(name: string, body: () => void): void {
    const start = this.folder;
    this.within(() => {
      body();
      if (this.folder !== start) this.#moving.add(name);
    });
  }
}
