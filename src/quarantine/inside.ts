import { realpathSync } from 'node:fs';
import { nameKey } from '../files/name.ts';
import { isProtectedName } from '../files/reserved-names.ts';
import { refusalOf, type Refusal } from './refusal.ts';
import { absolute, baseOf, isWithin, joined, nothing, parentOf, parts } from '../files/path.ts';

const outside: Refusal = { code: 'outside', because: 'it is not in the workspace' };
const isPlain = (part: string): boolean => part !== '' && part !== '.' && part !== '..' && !part.includes('\0');

/** Resolves where a path really is, and refuses what must never be moved. */
export class Inside {
  readonly root: string;
  readonly state: string;
  readonly #rootBytes: Buffer;
  readonly #stateBytes: Buffer;
  readonly #parents = new Map<string, Buffer | Refusal>();

  /** Both must exist. */
  constructor(root: string, state: string) {
    this.root = realpathSync.native(root);
    this.#rootBytes = Buffer.from(this.root);
    this.state = realpathSync.native(state);
    this.#stateBytes = Buffer.from(this.state);
  }

  get stateLiesInside(): boolean {
    return isWithin(this.#stateBytes, this.#rootBytes);
  }

  /** Links may change between two batches, so each batch resolves them again. */
  forget(): void {
    this.#parents.clear();
  }

  /** The path relative to the root without links, or why there is none. */
  resolve(path: Buffer): Buffer | Refusal {
    if (!parts(path).every(isPlain)) return outside;
    const parent = this.#realParent(parentOf(path));
    if (!Buffer.isBuffer(parent)) return parent;
    const real = joined(parent, baseOf(path));
    if (parts(path).some(isProtectedName) || parts(real).some(isProtectedName)) {
      return { code: 'protected', because: 'it belongs to git or to Turnaround' };
    }
    const at = absolute(this.root, real);
    if (!isWithin(at, this.#stateBytes) && !isWithin(this.#stateBytes, at)) return real;
    return { code: 'protected', because: "it contains Turnaround's own state" };
  }

  #realParent(parent: Buffer): Buffer | Refusal {
    const key = nameKey(parent);
    const known = this.#parents.get(key) ?? this.#look(parent);
    this.#parents.set(key, known);
    return known;
  }

  #look(parent: Buffer): Buffer | Refusal {
    try {
      const real = realpathSync.native(absolute(this.root, parent), { encoding: 'buffer' });
      if (!isWithin(real, this.#rootBytes))
        return { code: 'outside', because: 'a link above it leads out of the workspace' };
      return real.length === this.#rootBytes.length
        ? nothing
        : real.subarray(this.#rootBytes.length + (this.root === '/' ? 0 : 1));
    } catch (error) {
      return refusalOf(error);
    }
  }
}
