import { hash } from 'node:crypto';
import { closeSync, existsSync, fsync, fsyncSync, mkdirSync, openSync, readSync, statSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { errorCode, UserError, messageOf } from '../outcome/user-error.ts';
import type { Kept, Recorded } from './event.ts';
import { unwritable } from './machine-errors.ts';

/** What must be on the disk before anything else happens; the rest may be lost with the machine, not with the process. */
const DURABLE = new Set<Kept['event']>(['start', 'step', 'wrote', 'done', 'interrupted', 'end', 'undo', 'purge']);

// With `s`: JSON leaves the line separators of Unicode as they are.
const RECORD = /^(\{.*),"sum":"([0-9a-f]{16})"\}$/s;

/**
 * The append-only record of everything that happened: `\n{…,"sum":"…"}\n` a record. The leading line end keeps a
 * torn record of a killed writer from eating the next one; a reader skips and counts what does not carry its sum.
 */
export class Journal {
  readonly path: string;
  readonly #run: string;
  #seq = 0;
  #fd: number | undefined;
  /** The last sync that was asked for; `#next` as long as it has not begun. */
  #last: Promise<void> = Promise.resolve();
  #next: Promise<void> | undefined;

  constructor(state: string, run: string) {
    this.path = join(state, 'journal.jsonl');
    this.#run = run;
  }

  /** Records an event. What has to be on the disk before anything else happens is there when this returns. */
  append(event: Kept): Recorded {
    return this.#written(() => {
      const record = this.#write(event);
      if (DURABLE.has(event.event) && this.#fd !== undefined) fsyncSync(this.#fd);
      return record;
    });
  }

  /** Records events that have to be on the disk, and does not keep other tasks from working until they are there. */
  async record(events: readonly Kept[]): Promise<void> {
    this.#written(() => events.forEach((event) => this.#write(event)));
    // What is written while the disk is busy waits for the next sync, and shares it.
    this.#next ??= this.#last.then(() => this.#sync());
    this.#last = this.#next;
    await this.#next;
  }

  #write(event: Kept): Recorded {
    this.#seq += 1;
    const record: Recorded = { run: this.#run, seq: this.#seq, at: new Date().toISOString(), ...event };
    const line = Buffer.from(encode(record));
    this.#fd ??= openForAppend(this.path);
    // One write: O_APPEND keeps writers apart. A short one is a full disk; the next write names the reason.
    const written = writeSync(this.#fd, line);
    if (written < line.length) writeSync(this.#fd, line, written);
    return record;
  }

  async #sync(): Promise<void> {
    this.#next = undefined;
    try {
      if (this.#fd !== undefined) await promisify(fsync)(this.#fd);
    } catch (error) {
      throw unwritable(this.path, error);
    }
  }

  #written<V>(body: () => V): V {
    try {
      return body();
    } catch (error) {
      throw unwritable(this.path, error);
    }
  }

  close(): void {
    if (this.#fd !== undefined) closeSync(this.#fd);
    this.#fd = undefined;
  }
}

export function encode(record: Recorded): string {
  const text = JSON.stringify(record).slice(0, -1);
  return `\n${text},"sum":"${sum(text)}"}\n`;
}

function sum(text: string): string {
  return hash('sha256', text).slice(0, 16);
}

function openForAppend(path: string): number {
  const fresh = !existsSync(path);
  mkdirSync(dirname(path), { recursive: true });
  const fd = openSync(path, 'a', 0o644);
  if (fresh) {
    const folder = openSync(dirname(path), 'r');
    fsyncSync(folder);
    closeSync(folder);
  }
  return fd;
}

/** Reads a journal as it grows: each call to `read` gives the records that are new since the last one. */
export class JournalReader {
  /** Lines that carry no valid sum: torn by a kill, or not ours. */
  unreadable = 0;
  readonly #path: string;
  #offset = 0;

  constructor(state: string) {
    this.#path = join(state, 'journal.jsonl');
  }

  read(): Recorded[] {
    const text = this.#tail();
    // A last line without its end may still be in the writing.
    const end = text.lastIndexOf(0x0a) + 1;
    this.#offset += end;
    const records: Recorded[] = [];
    for (const line of text.subarray(0, end).toString('utf8').split('\n')) {
      if (line === '') continue;
      const record = decode(line);
      if (record === undefined) this.unreadable += 1;
      else records.push(record);
    }
    return records;
  }

  #tail(): Buffer {
    let fd: number;
    let size: number;
    try {
      size = (statSync(this.#path, { throwIfNoEntry: false })?.size ?? 0) - this.#offset;
      if (size <= 0) return Buffer.alloc(0);
      fd = openSync(this.#path, 'r');
    } catch (error) {
      if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return Buffer.alloc(0);
      throw new UserError(`cannot read ${this.#path}: ${messageOf(error)}`, 'make the state folder readable');
    }
    try {
      const buffer = Buffer.alloc(size);
      let length = 0;
      while (length < buffer.length) {
        const got = readSync(fd, buffer, length, buffer.length - length, this.#offset + length);
        if (got === 0) break;
        length += got;
      }
      return buffer.subarray(0, length);
    } finally {
      closeSync(fd);
    }
  }
}

function decode(line: string): Recorded | undefined {
  const match = RECORD.exec(line);
  const [, text, expected] = match ?? [];
  if (text === undefined || sum(text) !== expected) return undefined;
  // The sum vouches that we wrote it, so its shape is ours.
  return JSON.parse(`${text}}`) as Recorded;
}
