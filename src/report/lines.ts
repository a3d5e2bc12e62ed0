import type { Event } from '../run/event.ts';
import type { Paint } from './paint.ts';

/** One line for each event where there is no terminal; undefined for what only a terminal shows. */
export function lineOf(event: Event, paint: Paint): string | undefined {
  switch (event.event) {
    case 'start':
      return `${event.task}: starts`;
    case 'done':
      return `${event.task}: ${paint.verdict(event.verdict)}${after(event.because)} (${event.ms} ms)`;
    case 'skipped':
      return `${event.task}: skipped: ${event.because}`;
    case 'output':
      return `${event.task} | ${event.text}`;
    case 'would':
      return `${event.task}: would ${event.what}`;
    case 'waiting':
      return `${event.task}: waits for ${event.lease}, held by ${event.holder}`;
    case 'retry':
      return `${event.task}: retries: ${event.because}`;
    case 'interrupted':
      return `interrupted by ${event.signal}${after(event.tasks.join(', '))}`;
    case 'progress':
      // A count is only for a terminal; a text (what is fetched, what is started) is for every log.
      return event.done === undefined ? `${event.task}: ${event.text}` : undefined;
    case 'run':
    case 'child':
    case 'command':
    case 'step':
    case 'wrote':
    case 'finding':
    case 'end':
    case 'undo':
    case 'purge':
      return undefined;
    default:
      return event satisfies never;
  }
}

function after(words: string | null): string {
  return words === null || words === '' ? '' : `: ${words}`;
}
