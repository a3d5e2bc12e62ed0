// A process that takes leases, to race against others and to be killed.
import { appendFileSync } from 'node:fs';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { Leases } from '../../src/run/lease.ts';

const [action, state = '', log = '', rounds = '0'] = process.argv.slice(2);
const leases = new Leases(state, `run-${process.pid}`);
const say = (value: object): void => void process.stdout.write(`${JSON.stringify(value)}\n`);

say({ ready: process.pid });
// Somebody else decides when all of them start, and when each may end.
await once(process.stdin, 'data');
if (action === 'rounds') {
  for (let round = 0; round < Number(rounds);) {
    const taken = leases.take('area:work');
    if (!('number' in taken)) {
      await pause(1);
      continue;
    }
    appendFileSync(log, `begin ${process.pid} ${taken.number}\n`);
    if (!taken.held()) appendFileSync(log, `lost ${process.pid} ${taken.number}\n`);
    appendFileSync(log, `end ${process.pid} ${taken.number}\n`);
    taken.release();
    round += 1;
  }
} else {
  const taken = leases.take('area:work');
  say('number' in taken ? { number: taken.number } : { holder: taken.pid });
  await once(process.stdin, 'data');
}
process.exit(0);
