// The walker and the names of src/files, for scripts.
export { printable } from '../../files/name.ts';
export { Walk, walk, type Entry, type Unreadable } from '../../files/walk.ts';
export type { Seen } from '../../files/identity.ts';
