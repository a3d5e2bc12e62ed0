import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { holdsValues, supply } from 'turnaround/tools/workspace-copy';
import type { Failure } from './_answer.ts';
import { codeAt, restore, type Where } from './_copy.ts';
import { obstacle, ofModule, ofSyntax, plainly, type Obstacle } from './_obstacle.ts';
import type { StandIns } from './_stand-ins.ts';

/** What was done so far to work around obstacles. */
export class Way {
  readonly stubs: string[] = [];
  readonly unreadable: string[] = [];
  readonly obstacles: Obstacle[] = [];
  readonly #where: Where;
  readonly #standIns: StandIns;
  readonly #supplied = new Set<string>();

  constructor(where: Where, standIns: StandIns) {
    this.#where = where;
    this.#standIns = standIns;
  }

  /** Works around what the failure names; false if that is impossible. */
  async isPassed(failure: Failure): Promise<boolean> {
    await restore(this.#where, failure);
    if (failure.kind === 'missing-file') return this.#file(failure);
    if (failure.kind === 'missing-module') return this.#module(failure);
    if (failure.kind === 'syntax') return this.#syntax(failure);
    return this.#standIns.learn(failure, codeAt(this.#where, failure));
  }

  /** Creates a folder to write into, or copies a file that git ignores. A file to be read is never invented. */
  async #file(failure: Failure): Promise<boolean> {
    const { root, copy } = this.#where;
    const name = relative(root, failure.names[0] ?? '..');
    if (name === '' || name.startsWith('..') || this.#supplied.has(name)) return false;
    this.#supplied.add(name);
    const above = dirname(join(copy, name));
    if (holdsValues(name)) writeFileSync(join(copy, name), '');
    else if (!(await supply(root, copy, name))) {
      if (failure.folder !== true && existsSync(above)) return false;
      mkdirSync(failure.folder === true ? join(copy, name) : above, { recursive: true });
    }
    if (!holdsValues(name)) this.obstacles.push(plainly(root, failure));
    return true;
  }

  async #module(failure: Failure): Promise<boolean> {
    const { root, copy, folder } = this.#where;
    const name = failure.names[0] ?? '';
    if (!/^[\w.]+$/.test(name) || this.stubs.includes(name)) return false;
    const path = relative(root, join(folder, name.replaceAll('.', '/')));
    for (const one of [`${path}.py`, path]) {
      if (this.#supplied.has(one) || !(await supply(root, copy, one))) continue;
      this.#supplied.add(one);
      const remedy = 'commit it, or run the command that generates it in the build';
      this.obstacles.push(obstacle(root, 'not-committed', `${one} is imported, but git ignores it`, remedy, failure));
      return true;
    }
    const [top = name] = name.split('.');
    const isOwn = existsSync(join(copy, relative(root, folder), top));
    this.obstacles.push(await ofModule(root, folder, failure));
    // The missing module is the application's own: nothing can replace it.
    if (failure.file === null) return false;
    this.stubs.push(isOwn || this.stubs.includes(top) ? name : top);
    return true;
  }

  async #syntax(failure: Failure): Promise<boolean> {
    const { root, copy, folder } = this.#where;
    const name = failure.file === null ? '' : relative(root, failure.file);
    if (this.unreadable.includes(name)) return false;
    this.obstacles.push(await ofSyntax(root, copy, folder, failure));
    this.unreadable.push(name);
    return name !== '';
  }
}
