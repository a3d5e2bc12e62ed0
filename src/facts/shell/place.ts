/** Where `cd` leads to from a folder; undefined where only a run tells. */
export type Enter<Folder> = (folder: Folder | undefined, to: string) => Folder | undefined;

/** The folder that a shell is in; undefined where only a run tells. */
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

  /** After a command: `cd`, `pushd`, `popd`, or a function that goes elsewhere. */
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

  /** A shell of its own: whoever called it stays where it is. */
  within(run: () => void): void {
    const [folder, before, pushed] = [this.folder, this.#before, [...this.#pushed]];
    run();
    [this.folder, this.#before, this.#pushed] = [folder, before, pushed];
  }

  /** Blocks of which some run, each from here: behind one that goes elsewhere the folder is not known. */
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

  /** The body of a function, which runs where it is called; that it is defined moves nobody. */
  defined(name: string, body: () => void): void {
    const start = this.folder;
    this.within(() => {
      body();
      if (this.folder !== start) this.#moving.add(name);
    });
  }
}
