import { rule, locationOf, attribute } from 'turnaround/rule';
import { builtIn } from '../_built.ts';
import { neededVariables } from '../_needs.ts';
import { commandsOf, givenTo, mentionsOf, ofService } from './_services.ts';

export const variableRequired = rule(import.meta, {
  title: 'A service does not set a variable that the application requires',
  severity: 'fails',
  why: 'The application fails at import with "Field required".',
  *check(view) {
    for (const built of builtIn(view)) {
      const needed = neededVariables(view, built);
      for (const service of needed.length === 0 ? [] : built.services) {
        const name = service.value;
        const mentions = mentionsOf(view, service, name);
        const starts = view.application?.starts.some((one) => attribute(one, 'service') === name) === true;
        const runsOther = commandsOf(view, service, name).length > 0 && !starts;
        const files = ofService(view, service, name, 'path.named').filter((one) =>
          /^(?:env_file|mount)$/.test(attribute(one, 'by') ?? ''),
        );
        if (runsOther || mentions[0] !== service || mentions.some(({ attributes }) => attributes?.['extends'] === true))
          continue;
        const given = givenTo(view, service, name);
        const set = new Set(given.map(({ value }) => value.toUpperCase()));
        for (const variable of needed) {
          const wanted = String(variable.value);
          if (set.has(wanted.toUpperCase())) continue;
          const at = locationOf(service, `${name} sets ${set.size} variables`);
          if (files[0] !== undefined) {
            yield {
              undecided: `${wanted} may be set in ${files[0].value}`,
              at,
              groupKey: files[0].value,
            };
            continue;
          }
          yield {
            message: `${name} does not set ${wanted}, which the application requires`,
            at,
            against: [locationOf(variable, `${wanted} has no default`)],
            remedy: `set ${wanted} in environment`,
          };
        }
      }
    }
  },
});
