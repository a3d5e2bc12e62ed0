import { closeSync, constants, fdatasync, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { nameFromJson, nameKey, type NameJson } from '../files/name.ts';
import { nothing, parentOf } from '../files/path.ts';
import { decode, encode, type Claim, type ManifestRecord, type Mark, type Member, type Move } from './record.ts';
import { inodeKey } from '../files/identity.ts';

const sync = promisify(fdatasync);
const { O_APPEND, O_CREAT, O_NOFOLLOW, O_RDWR } = constants;

export interface Item extends Omit<Move, 'path'> {
  readonly path: Buffer;
}

export interface ParentState {
  readonly path: Buffer;
  readonly mode: number;
  /** mtime before the first removal; `undefined` for a folder that is only an ancestor of one. */
  readonly before: bigint | undefined;
  /** mtime after the last removal; `undefined` while something is being taken, and after a kill. */
  readonly after: bigint | undefined;
}

/** The state that follows from the records of one run, and the way to append to them. */
export class Manifest {
  readonly folder: string;
  readonly items = new Map<number, Item>();
  readonly members = new Map<number, Member[]>();
  readonly parents = new Map<string, ParentState>();
  readonly foreign = new Set<string>();
  readonly firstNumbers = new Map<string, number>();
  /** Inodes whose ctime may change: moving one name of a file sets the ctime of its other names. */
  readonly inodes = new Set<string>();
  readonly tasks = new Set<string>();
  claim: Claim | undefined;
  next = 0;
  damaged = 0;
  /** An undo began and did not finish. */
  undoing = false;
  copying = false;
  undone = false;
  #read = 0;

  constructor(folder: string) {
    this.folder = folder;
    this.refresh();
  }

  get file(): string {
    return join(this.folder, 'manifest.jsonl');
  }

  /** Reads the records that were appended since, by this process or another. */
  refresh(): void {
    const text = readFrom(this.file, this.#read);
    // A record that another process is still writing has no end yet; it is read the next time.
    const end = text.lastIndexOf(0x0a) + 1;
    this.#read += end;
    for (const line of text.toString('utf8', 0, end).split('\n')) {
      if (line === '') continue;
      const record = decode(line);
      if (record) this.#absorb(record);
      else this.damaged += 1;
    }
  }

  /** Appends all records with one write and one flush. Errors of the system are thrown with their code. */
  async append(records: readonly ManifestRecord[]): Promise<void> {
    if (records.length === 0) return;
    const bytes = Buffer.from(records.map(encode).join(''));
    const file = openSync(this.file, O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW, 0o600);
    try {
      if (writeSync(file, bytes) < bytes.length) {
        throw Object.assign(new Error('no space left for the manifest'), { code: 'ENOSPC', syscall: 'write' });
      }
      await sync(file);
      const end = this.#read + bytes.length;
      if (fstatSync(file).size !== end) return this.refresh();
      // No other process has written, so there is nothing to read back.
      this.#read = end;
      for (const record of records) this.#absorb(record);
    } finally {
      closeSync(file);
    }
  }

  #absorb(record: ManifestRecord): void {
    switch (record.type) {
      case 'claim':
        this.firstNumbers.set(record.id, this.next);
        this.next += record.count;
        this.claim = record;
        this.tasks.add(record.task);
        this.undone = false;
        return;
      case 'move':
        return this.#absorbMove(record);
      case 'member':
        return this.#absorbMember(record);
      case 'parent':
        return this.#absorbParent(record.path, record.mode, record.before);
      case 'after':
        return this.#setAfter(nameFromJson(record.path), BigInt(record.mtimeNs));
      default:
        return this.#absorbMark(record);
    }
  }

  #absorbMove(move: Move): void {
    const path = nameFromJson(move.path);
    this.items.set(move.n, { ...move, path });
    this.inodes.add(inodeKey(move));
    this.next = Math.max(this.next, move.n + 1);
    this.#setAfter(parentOf(path), undefined);
  }

  #absorbMember(member: Member): void {
    const known = this.members.get(member.n);
    if (known) known.push(member);
    else this.members.set(member.n, [member]);
  }

  #absorbParent(json: NameJson, mode: number, before: string | null): void {
    const path = nameFromJson(json);
    if (before === null && this.parents.has(nameKey(path))) return;
    const known = before === null ? undefined : BigInt(before);
    this.parents.set(nameKey(path), { path, mode, before: known, after: undefined });
  }

  #setAfter(path: Buffer, after: bigint | undefined): void {
    const known = this.parents.get(nameKey(path));
    if (known && known.after !== after) this.parents.set(nameKey(path), { ...known, after });
  }

  #absorbMark(mark: Mark): void {
    for (const path of mark.foreign ?? []) this.foreign.add(nameKey(nameFromJson(path)));
    this.undoing = mark.type === 'undo' || mark.type === 'copying';
    this.copying = mark.type === 'copying' || (mark.type === 'undo' && this.copying);
    this.undone = mark.type === 'undone';
    if (!this.undone) return;
    this.items.clear();
    this.members.clear();
    this.parents.clear();
    this.foreign.clear();
    this.inodes.clear();
  }
}

function readFrom(path: string, start: number): Buffer {
  let file: number;
  try {
    file = openSync(path, constants.O_RDONLY | O_NOFOLLOW);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return nothing;
    throw error;
  }
  try {
    const bytes = Buffer.alloc(Math.max(0, fstatSync(file).size - start));
    return bytes.subarray(0, readSync(file, bytes, 0, bytes.length, start));
  } finally {
    closeSync(file);
  }
}
