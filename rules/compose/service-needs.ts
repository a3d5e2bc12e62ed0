import { dirname } from 'node:path/posix';
import { rule, side, told } from 'turnaround/rule';

export const serviceNeeds = rule(import.meta, {
  title: 'A service waits for one that no compose file has',
  severity: 'fails',
  why: '`docker compose up` refuses the whole file.',
  *check(view) {
    const services = new Set(view.about('service').map(({ file, value }) => `${dirname(file)} ${String(value)}`));
    for (const need of view.about('service.needs')) {
      if (services.has(`${dirname(need.file)} ${String(need.value)}`)) continue;
      yield {
        message: `${told(need, 'service') ?? 'a service'} needs ${String(need.value)}, which is not defined`,
        at: side(need, `depends_on ${String(need.value)}`),
        against: [],
        remedy: `define the service ${String(need.value)}, or take it out of depends_on`,
      };
    }
  },
});
