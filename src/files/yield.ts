import { setImmediate as turn } from 'node:timers/promises';

/** Long synchronous work calls this between its parts, so that signals and timers are handled. */
export function yielder(signal?: AbortSignal, everyMs = 10): () => Promise<void> | undefined {
  let last = performance.now();
  return () => {
    signal?.throwIfAborted();
    if (performance.now() - last < everyMs) return undefined;
    return turn().then(() => {
      last = performance.now();
      signal?.throwIfAborted();
    });
  };
}
