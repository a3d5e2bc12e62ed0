import { rule, locationOf, attribute, type Fact } from 'turnaround/rule';
import { serversOf } from './_servers.ts';
import { READS, meantBy } from './_server-variables.ts';

export const serverVariable = rule(import.meta, {
  title: 'A database server gets a variable that its image does not read',
  severity: 'fails',
  why: 'The server uses its default: the intended database or user is missing, or the server does not start without a password.',
  *check(view) {
    for (const [images, names] of READS) {
      for (const { image, set } of serversOf(view, images)) {
        const given = new Set(set.map(({ value }) => String(value)));
        for (const variable of set) {
          const name = String(variable.value);
          const meant = meantBy(name, names);
          // If the right variable is also set, this one is for something else: a client, a script at the first start.
          if (meant === undefined || given.has(meant) || given.has(`${meant}_FILE`)) continue;
          // Without POSTGRES_DB, the database gets the name of the user: then nothing fails.
          const user = set.find(({ value }) => value === 'POSTGRES_USER');
          const isSame =
            meant === 'POSTGRES_DB' && user !== undefined && attribute(user, 'value') === attribute(variable, 'value');
          yield {
            message: `${name} is set for ${String(image.value)}, but the image reads ${meant}`,
            at: locationOf(variable, `sets ${name}`),
            against: [locationOf(image, `runs ${String(image.value)}`)],
            remedy: `set ${meant}`,
            ...mend(variable, meant),
            ...(isSame ? { severity: 'confusing' } : {}),
          };
        }
      }
    }
  },
});

function mend({ file, line, value }: Fact, meant: string) {
  return { mend: [{ file, line, was: String(value), is: meant }] };
}
