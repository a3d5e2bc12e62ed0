// The one door for deleting: what leaves a workspace goes into `<state>/quarantine/<run>/<n>`, one rename under a
// flushed manifest, and comes back until it is purged. Docs of the records are in record.ts.
export { list, purge, type ListedRun, type PurgeOptions, type PurgeResult } from './purge.ts';
export type { Reason, Refusal, Skipped } from './refusal.ts';
export type { Seen } from '../files/identity.ts';
export { take, type TakeOptions, type TakeResult, type Taken } from './take.ts';
export { undo, type UndoOptions, type UndoResult } from './undo.ts';
export { weigh } from '../files/discard.ts';
