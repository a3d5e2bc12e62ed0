import { Worker } from 'node:worker_threads';

/**
 * Touches the files of leases every few seconds from a thread of its own, because synchronous scans would block a timer. Only runs
 * on another host look at it. It starts late, because most runs end before another host could look.
 */
export class Heartbeat {
  readonly #paths = new Set<string>();
  readonly #late: NodeJS.Timeout;
  #worker: Worker | undefined;

  constructor(after = 5000) {
    this.#late = setTimeout(() => {
      this.#worker = new Worker(BEAT, { eval: true, workerData: [...this.#paths], execArgv: [] });
      this.#worker.unref();
    }, after);
    this.#late.unref();
  }

  /** Touches a file from now on. What is no longer held may be touched as well: nobody looks at it. */
  add(path: string): void {
    if (this.#paths.has(path)) return;
    this.#paths.add(path);
    this.#worker?.postMessage([...this.#paths]);
  }

  async stop(): Promise<void> {
    clearTimeout(this.#late);
    await this.#worker?.terminate();
  }
}

const BEAT = `
const { parentPort, workerData } = require('node:worker_threads');
const { utimesSync } = require('node:fs');
let paths = workerData;
parentPort.on('message', (now) => { paths = now; });
setInterval(() => {
  const now = new Date();
  for (const path of paths) {
    try { utimesSync(path, now, now); } catch { /* a later holder removed it */ }
  }
}, 5000);
`;
