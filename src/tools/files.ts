// The walker and the names of src/artifact, for scripts.
export { printable } from '../artifact/name.ts';
export { Walk, walk, type Entry, type Unreadable } from '../artifact/walk.ts';
export type { Seen } from '../artifact/seen.ts';
