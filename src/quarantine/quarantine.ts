// The only way to delete: an entry moves from the workspace to `<state>/quarantine/<run>/<n>`, with one rename under a flushed
// manifest, and can be restored until it is purged. record.ts documents the records.
export { list, purge, type ListedRun, type PurgeOptions, type PurgeResult } from './purge.ts';
export type { Reason, Refusal, Skipped } from './refusal.ts';
export type { Seen } from '../files/identity.ts';
export { take, type TakeOptions, type TakeResult, type Taken } from './take.ts';
export { undo, type UndoOptions, type UndoResult } from './undo.ts';
export { weigh } from '../files/discard.ts';
