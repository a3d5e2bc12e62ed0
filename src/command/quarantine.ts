import type { list } from '../quarantine/quarantine.ts';
import { Held } from '../run/execute.ts';
import type { Session } from '../run/session.ts';

/** Ends the session of an undo or a purge, however the work ended. */
export async function closing(session: Session, work: () => Promise<number>): Promise<number> {
  try {
    return await session.close(await work());
  } catch (error) {
    const code = await session.close(error instanceof Held ? 4 : 70);
    if (session.interrupted !== undefined) return code;
    if (!(error instanceof Held)) throw error;
    process.stderr.write(`${error.message}: try again when it has ended\n`);
    return code;
  }
}

type Quarantined = Awaited<ReturnType<typeof list>>[number];

/** What of a run is in the quarantine. */
export function runLine({ run, tasks, items, bytes }: Quarantined): string {
  return `run ${run}: ${tasks.join(', ')}: ${items} items, ${size(bytes)}`;
}

export function size(bytes: number): string {
  const units = ['bytes', 'KiB', 'MiB', 'GiB'];
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log2(Math.max(bytes, 1)) / 10)));
  return `${power === 0 ? bytes : (bytes / 1024 ** power).toFixed(1)} ${units[power]}`;
}
